"""What the sandbox remembers: plain values in memory, guarded by the world's one lock."""
