"""Labels: the classes they name, how many of them are wrong, and who gave them."""
