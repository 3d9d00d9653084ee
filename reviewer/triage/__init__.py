"""What to read first."""
