"""Reading repositories with git: ranges, patches, cases, and the bounded cache of partial clones.

Start at `snapshot.py`: what a review reads between a base and a head. Around it, `range.py`, `patch.py` and `cases.py`
are the ways to say which change is meant, `cache.py` brings repositories from a code host, `diff.py` puts a change
together from git's raw list, hunks and blobs, and `command.py` is the only place that starts a process.
"""
