"""Drift: whether a part of the data is written otherwise than the rest."""
