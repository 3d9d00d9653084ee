"""Behavioural edits hidden in mechanical diffs: none of them may be called mechanical."""
