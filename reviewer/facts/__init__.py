"""Change units in, operational facts out."""
