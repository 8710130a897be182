"""Closed answers: what an answer states, and whether two answers to one prompt contradict each other."""
