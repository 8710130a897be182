"""Checks of the privacy pillar."""
