"""Copies of examples: near by their words, by their meaning, across splits, and templates."""
