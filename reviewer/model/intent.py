"""What the change says it is for, and whether the code bears it out."""

from dataclasses import dataclass
from enum import StrEnum

from reviewer.model.ids import Fingerprint
from reviewer.model.lines import Anchor


class Source(StrEnum):
    """Where a quote was found."""

    TITLE = "title"
    BODY = "PR text"
    BOX = "ticked box"
    ISSUE = "issue"
    COMMIT = "commit"
    CHANGELOG = "changelog"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a person, unchanged. `reference`: an issue ("#12"), a short sha, a changelog's path and line, or ""."""

    text: str
    source: Source
    reference: str = ""


class Verdict(StrEnum):
    """What code found of a claim."""

    VERIFIED = "verified"
    CONTRADICTED = "contradicted"
    UNSUPPORTED = "unsupported"
    NOT_CHECKABLE = "not checkable"


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement about the change, with its verdict.

    `explanation` says in a few words what decided; `anchors` point at it. `explains` are the units the claim speaks of.
    """

    quote: Quote
    verdict: Verdict
    explanation: str = ""
    anchors: tuple[Anchor, ...] = ()
    explains: tuple[Fingerprint, ...] = ()


@dataclass(frozen=True, slots=True)
class Intent:
    """The goal and the why, quoted or None ("not stated"); the claims; and the units that nothing stated explains."""

    goal: Quote | None
    why: Quote | None
    claims: tuple[Claim, ...] = ()
    unexplained: frozenset[Fingerprint] = frozenset()
