"""Checks of the labels pillar."""
