"""Records to examples: what the formats look like, and which one this is."""
