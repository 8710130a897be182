"""Checks of the coverage pillar."""
