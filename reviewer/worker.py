"""What a worker does with each kind of order."""
