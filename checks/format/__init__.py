"""Checks of the format pillar."""
