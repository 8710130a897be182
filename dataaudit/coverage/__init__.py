"""What real inputs, or further ones, a dataset has no examples for."""
