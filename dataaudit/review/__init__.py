"""Human review: a sample to judge in a spreadsheet, the verdicts read back, and the edits that follow from them."""
