"""Checks of the size pillar."""
