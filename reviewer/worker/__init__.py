"""What a worker does with each kind of order. Start at `perform.py`; each other file is about one thing."""
