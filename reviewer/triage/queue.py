"""The queue of a repository: which open pull is next, and the terms that say so (DESIGN §7).

A generalised c-mu rule: the marginal cost of delay over the time that ending it takes (Van Mieghem 1995,
doi:10.1214/aoap/1177004706), with the age squared so that nothing is left behind. Not sorted by risk: risk decides how
deep a review goes, and who makes it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer.model.ids import PullNumber
from reviewer.model.queue import (
    BusinessHours,
    Placed,
    PullClass,
    PullQueue,
    QueueBand,
    QueueRules,
    Terms,
    Turn,
    Waiting,
)
from reviewer.model.risk import Band
from reviewer.triage.business import business_hours
from reviewer.triage.overlap import dependants, overlaps, parents, told

WEIGHTS: Mapping[PullClass, float] = {
    PullClass.HOTFIX: 8.0,
    PullClass.BLOCKING: 3.0,
    PullClass.NORMAL: 1.0,
    PullClass.CHORE: 0.4,
}

PINNED_PAST = 3.0
"""Times the SLA after which a pull stands above all that have not waited so long."""

NEXT_UP, SOON = 3, 10
"""The last places that are called so."""

NEW_TO_FILES = 5.0
"""Minutes more for a reviewer who has not worked on any of the files before."""

_MOST_DEPENDANTS = 4
_SHORTEST, _LONGEST = 5.0, 45.0

_RISKS = {Band.LOW: 0.25, Band.UNGRADED: 0.5, Band.MEDIUM: 0.6, Band.HIGH: 0.85, Band.CRITICAL: 0.95}
"""The risk where no percentile is known: where the band begins, in the middle for what nobody could grade."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks: they do not review their own pulls, and need longer where they know none of the files."""

    login: str
    knows: frozenset[str] = frozenset()


def rank(pulls: Sequence[Waiting], rules: QueueRules, now: float, viewer: Viewer | None = None) -> PullQueue:
    """Return the open pulls of one repository in their places; ties go to the lower number.

    First those that have waited past three times their SLA, then the others, each by score. Where none of the first
    three is of high risk, the first that is takes the third place.
    """
    shares, parent_of = overlaps(pulls), parents(pulls)
    stacked = dependants(parent_of)
    found: list[Placed] = []
    for pull in pulls:
        if pull.turn is Turn.REVIEWER and not (viewer and viewer.login.lower() == pull.author.lower()):
            near = shares.get(pull.number, {})
            terms = _terms(pull, rules, (now, len(stacked.get(pull.number, ())), max(near.values(), default=0.0)))
            if viewer and not viewer.knows.intersection(path for path, _ in pull.spots):
                terms = replace(terms, minutes=terms.minutes + NEW_TO_FILES)
            found.append(_unplaced(pull, terms, (parent_of.get(pull.number), stacked.get(pull.number, ()), told(near))))
    others = sorted((pull for pull in pulls if pull.turn is not Turn.REVIEWER), key=lambda pull: pull.number)
    return PullQueue(now, _in_places(found), tuple(others))


def score(terms: Terms) -> float:
    """Return c·(1+(a/S)²)·(1+0.5·min(d,4))·(1+0.6·R)·(1+0.3·K) / clamp(E,5,45)^0.7."""
    return (
        WEIGHTS[terms.pull_class]
        * (1 + (terms.age / terms.sla) ** 2)
        * (1 + 0.5 * min(terms.dependants, _MOST_DEPENDANTS))
        * (1 + 0.6 * terms.risk)
        * (1 + 0.3 * terms.overlap)
        / min(max(terms.minutes, _SHORTEST), _LONGEST) ** 0.7
    )


def is_pinned(terms: Terms) -> bool:
    """Return whether a pull has waited past three times its SLA."""
    return terms.age > PINNED_PAST * terms.sla


def band_of(place: int) -> QueueBand:
    """Return what a place is called."""
    if place <= NEXT_UP:
        return QueueBand.NEXT_UP
    return QueueBand.SOON if place <= SOON else QueueBand.LATER


def class_of(labels: Sequence[str], rules: QueueRules) -> PullClass:
    """Return the class that labels say, the most urgent of several; normal where none says any."""
    said = {rules.labels[label.casefold()] for label in labels if label.casefold() in rules.labels}
    return next((each for each in PullClass if each in said), PullClass.NORMAL)


def waited(pull: Waiting, hours: BusinessHours, now: float) -> float:
    """Return the business hours for which it has been the reviewers' turn: the clock stands while it is another's."""
    ends = [handover.at for handover in pull.handovers[1:]] + [now]
    return sum(
        business_hours(hours, handover.at, end)
        for handover, end in zip(pull.handovers, ends, strict=True)
        if handover.turn is Turn.REVIEWER
    )


def risk_of(pull: Waiting) -> float:
    """Return R: the percentile of its risk as a share, or where its band begins."""
    return _RISKS[pull.band] if pull.percentile is None else pull.percentile / 100


def _terms(pull: Waiting, rules: QueueRules, found: tuple[float, int, float]) -> Terms:
    now, stacked, overlap = found
    pull_class = class_of(pull.labels, rules)
    return Terms(
        pull_class=pull_class,
        sla=rules.slas[pull_class],
        age=waited(pull, rules.hours, now) if pull.handovers else 0.0,
        dependants=stacked,
        risk=risk_of(pull),
        overlap=overlap,
        minutes=pull.minutes,
    )


def _unplaced(
    pull: Waiting, terms: Terms, near: tuple[PullNumber | None, tuple[PullNumber, ...], tuple[PullNumber, ...]]
) -> Placed:
    stacked_on, blocks, overlapping = near
    return Placed(
        pull=pull,
        place=0,
        band=QueueBand.LATER,
        terms=terms,
        score=score(terms),
        is_pinned=is_pinned(terms),
        wants_owner=pull.is_high and not pull.asked,
        stacked_on=stacked_on,
        blocks=blocks,
        overlaps=overlapping,
    )


def _in_places(found: Sequence[Placed]) -> tuple[Placed, ...]:
    ordered = sorted(found, key=lambda placed: (not placed.is_pinned, -placed.score, placed.pull.number))
    high = next((index for index, placed in enumerate(ordered) if placed.pull.is_high), 0)
    if high >= NEXT_UP:
        ordered.insert(NEXT_UP - 1, replace(ordered.pop(high), has_slot=True))
    return tuple(replace(placed, place=place, band=band_of(place)) for place, placed in enumerate(ordered, start=1))
