"""Triage: findings known again from one audit to the next, and what somebody decided about them."""
