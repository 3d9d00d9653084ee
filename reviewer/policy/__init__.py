"""The repository's own wishes, and the conclusion they lead to."""
