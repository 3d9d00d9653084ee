"""Numbers and names that must not be mixed up. GitHub's numeric ids are the identity; names change."""

from typing import NewType

InstallationId = NewType("InstallationId", int)
RepositoryId = NewType("RepositoryId", int)
PullNumber = NewType("PullNumber", int)
CommentId = NewType("CommentId", int)
CheckRunId = NewType("CheckRunId", int)

Sha = NewType("Sha", str)
"""A full git object name, 40 lower-case hexadecimal digits."""

Fingerprint = NewType("Fingerprint", str)
"""What identifies a change unit by its content, across rebases: "fp1:" and 32 hexadecimal digits."""

UnitId = NewType("UnitId", str)
"""What people call a unit on its pull: "U7". Never given to another unit of that pull."""
