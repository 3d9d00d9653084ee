"""Benchmarks: speed and accuracy, outside the gate. `make bench`."""
