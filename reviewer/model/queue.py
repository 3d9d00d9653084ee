"""The words of the queue: open pulls as they wait, whose turn each is, and the place that follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from reviewer.model.ids import PullNumber, Sha
from reviewer.model.risk import Band


class PullClass(StrEnum):
    """How urgent a pull is, as its labels say; the most urgent first."""

    HOTFIX = "hotfix"
    BLOCKING = "blocking"
    NORMAL = "normal"
    CHORE = "chore"


class Turn(StrEnum):
    """Who has to do something before anybody else can."""

    REVIEWER = "reviewer"
    AUTHOR = "author"
    CI = "CI"


class Ci(StrEnum):
    """How the automatic checks of a head stand, ours left out; NONE where there are none, or nobody has asked."""

    NONE = ""
    PENDING = "pending"
    GREEN = "green"
    RED = "red"


class Hold(StrEnum):
    """Why a pull does not wait on reviewers."""

    DRAFT = "it is a draft"
    RED = "its checks fail"
    RUNNING = "its checks are running"
    CHANGES = "changes were requested"
    QUESTION = "a question to its author is open"
    APPROVED = "a person approved it"
    AT_REST = "none of its units needs eyes"


_TURNS: Mapping[Hold | None, Turn] = MappingProxyType({None: Turn.REVIEWER, Hold.RUNNING: Turn.CI})
"""Whose turn it is; the author's for all that is not here."""


def turn_of(hold: Hold | None) -> Turn:
    """Return whose turn it is while something, or nothing, keeps a pull from its reviewers."""
    return _TURNS.get(hold, Turn.AUTHOR)


class Say(StrEnum):
    """What the people who review a pull have said of its head, all together."""

    NOTHING = ""
    CHANGES = "changes requested"
    APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class PersonReview:
    """A review that a person with a say in the repository submitted: GitHub's word for it, and the head it was of."""

    login: str
    state: str
    head: str


class QueueBand(StrEnum):
    """A place in the queue in words: it changes seldom, and only a change is worth a write."""

    NEXT_UP = "Next up"
    SOON = "Soon"
    LATER = "Later"


@dataclass(frozen=True, slots=True)
class BusinessHours:
    """When people review: on these days (0 is Monday) from one minute of the day to another, on the clock of a zone.

    `end` is after `start` and at most 1440; `zone` is a name of the IANA data base.
    """

    days: tuple[int, ...] = (0, 1, 2, 3, 4)
    start: int = 9 * 60
    end: int = 17 * 60
    zone: str = "UTC"


DEFAULT_LABELS: Mapping[str, PullClass] = MappingProxyType(
    {
        "hotfix": PullClass.HOTFIX,
        "incident": PullClass.HOTFIX,
        "urgent": PullClass.HOTFIX,
        "blocking": PullClass.BLOCKING,
        "blocker": PullClass.BLOCKING,
        "chore": PullClass.CHORE,
        "dependencies": PullClass.CHORE,
    }
)

DEFAULT_SLAS: Mapping[PullClass, float] = MappingProxyType(
    {PullClass.HOTFIX: 2.0, PullClass.BLOCKING: 8.0, PullClass.NORMAL: 16.0, PullClass.CHORE: 40.0}
)


@dataclass(frozen=True, slots=True)
class QueueRules:
    """What a repository wishes of its queue: the class of each label (case-folded), SLAs in business hours, hours."""

    labels: dict[str, PullClass] = field(default_factory=lambda: dict(DEFAULT_LABELS))
    slas: dict[PullClass, float] = field(default_factory=lambda: dict(DEFAULT_SLAS))
    hours: BusinessHours = BusinessHours()


@dataclass(frozen=True, slots=True)
class Handover:
    """The moment (seconds since 1970) from which it was somebody's turn."""

    at: float
    turn: Turn


UNKNOWN_MINUTES = 45
"""The estimate for what we have not read, or could not: nothing is small because nobody knows it."""

Spot = tuple[str, str]
"""A path, and the qualified name of what was touched there; "" for lines that have none."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open pull of one repository, as the queue sees it. Nothing here was written by a model.

    `handovers` are told from the oldest on; `spots` is what it touches, what policy spares left out; `percentile` is
    that of its risk, None where nobody knows; `minutes` the estimate of the plan; `needs_eyes` is None until we have
    read it, which keeps nobody else from that; `asked` are the people asked to review. `head_branch` is "" where
    nothing can be stacked on it: a fork's, or the default branch. `hold` says what keeps it from its reviewers.
    """

    number: PullNumber
    title: str = ""
    author: str = ""
    head: Sha | None = None
    opened_at: float = 0.0
    labels: tuple[str, ...] = ()
    base_branch: str = ""
    head_branch: str = ""
    handovers: tuple[Handover, ...] = ()
    spots: frozenset[Spot] = frozenset()
    band: Band = Band.UNGRADED
    percentile: float | None = None
    minutes: int = UNKNOWN_MINUTES
    units: int = 0
    needs_eyes: int | None = None
    asked: tuple[str, ...] = ()
    hold: Hold | None = None

    @property
    def turn(self) -> Turn:
        """Return whose turn it is."""
        return turn_of(self.hold)

    @property
    def is_high(self) -> bool:
        """Return whether its risk is in the high band, or above."""
        return self.band in {Band.HIGH, Band.CRITICAL}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a place is made from (DESIGN §7), each in its unit.

    `sla` and `age` are business hours, `dependants` open pulls stacked on it, `risk` and `overlap` 0..1, `minutes` the
    estimate before it is clamped.
    """

    pull_class: PullClass = PullClass.NORMAL
    sla: float = DEFAULT_SLAS[PullClass.NORMAL]
    age: float = 0.0
    dependants: int = 0
    risk: float = 0.0
    overlap: float = 0.0
    minutes: float = UNKNOWN_MINUTES


@dataclass(frozen=True, slots=True)
class Placed:
    """A pull in its place (1 is first), and why it is there.

    `has_slot`: it stands higher than its score, in the place kept for high risk. `wants_owner`: its risk is high, and
    nobody is asked to review it by name. `stacked_on` is the open pull whose branch it goes to, `blocks` those that
    wait for it, `overlaps` those that touch the same, the nearest first.
    """

    pull: Waiting
    place: int
    band: QueueBand
    terms: Terms
    score: float
    is_pinned: bool = False
    has_slot: bool = False
    wants_owner: bool = False
    stacked_on: PullNumber | None = None
    blocks: tuple[PullNumber, ...] = ()
    overlaps: tuple[PullNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class PullQueue:
    """The queue of a repository at a moment (seconds since 1970): the pulls that wait on reviewers, in their places.

    `others` are open, and it is not the reviewers' turn; by number.
    """

    at: float
    placed: tuple[Placed, ...]
    others: tuple[Waiting, ...] = ()

    def place_of(self, number: PullNumber) -> Placed | None:
        """Return where a pull stands, None where it is not the reviewers' turn."""
        return next((placed for placed in self.placed if placed.pull.number == number), None)
