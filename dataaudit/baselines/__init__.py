"""What a prompt's results (`--baseline`) say of it: how often it is right, and why it fails where it does."""
