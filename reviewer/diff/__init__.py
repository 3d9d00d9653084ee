"""The semantic core: two versions of files in, change units out. Start reading at pull.py."""

from reviewer.diff.pull import diff_pull

__all__ = ["diff_pull"]
