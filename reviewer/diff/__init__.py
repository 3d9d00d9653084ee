"""Two versions of files in, change units out."""
