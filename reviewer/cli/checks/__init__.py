"""What `reviewer doctor` looks at: one small function a check, listed in `catalogue`."""
