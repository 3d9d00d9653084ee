"""The operator's settings: the only reader of the environment."""
