"""A language model behind one method: it adds words, and decides nothing.

Two sides of one socket. The worker's side (`wordsmith.py`) builds a request out of a review, asks, and checks whatever
comes back; the model's side (`process.py`, `provider.py`) runs as `reviewer word`, alone with the model's settings.
"""
