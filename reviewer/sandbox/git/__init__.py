"""Real git: bare repositories on disk, and smart HTTP in front of them."""
