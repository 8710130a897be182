"""Checks of the duplicates pillar."""
