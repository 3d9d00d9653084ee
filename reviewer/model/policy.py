"""The repository's own wishes, as read from its default branch."""

from dataclasses import dataclass, field
from enum import StrEnum

from reviewer.model.queue import QueueRules


class Mode(StrEnum):
    """Advisory: the check never blocks. Gate: it blocks until people have validated what needs eyes."""

    ADVISORY = "advisory"
    GATE = "gate"


@dataclass(frozen=True, slots=True)
class PolicyProblem:
    """A mistake in the policy file, told to the author: where it is, what is wrong, what to write instead."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Policy:
    """What a repository asks for. `generated` are path patterns (gitignore style) that are exempt from reading."""

    mode: Mode = Mode.ADVISORY
    generated: tuple[str, ...] = ()
    is_muted: bool = False
    review_drafts: bool = False
    queue: QueueRules = field(default_factory=QueueRules)
    problems: tuple[PolicyProblem, ...] = ()
