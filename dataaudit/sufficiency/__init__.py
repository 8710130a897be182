"""Whether there are enough examples: what they are worth, and whether more would help."""
