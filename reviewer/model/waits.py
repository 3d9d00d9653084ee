"""The port of the queue: what its places are made from, and what of them was last shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from reviewer.model.ids import PullNumber, Sha
from reviewer.model.policy import Mode
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.queue import Ci, QueueRules, Say, Spot, Waiting
from reviewer.model.review import Review
from reviewer.model.risk import Band


@dataclass(frozen=True, slots=True)
class Gist:
    """What the queue needs of a review, kept beside it so that nobody reads 500 reviews to order 500 pulls."""

    band: Band
    percentile: float | None
    minutes: int
    units: int
    needs_eyes: int
    mode: Mode
    spots: tuple[Spot, ...]
    rules: QueueRules = field(default_factory=QueueRules)
    waits_on_author: int = 0


MOST_SPOTS = 2_000
"""Items of one pull that are held against those of others; a pull with more overlaps everything anyway."""


def gist_of(review: Review) -> Gist:
    """Return what the queue needs of a review; what policy spares from reading overlaps with nothing."""
    counted = (unit for unit in review.units if unit.exempt is None)
    places = (place for unit in counted for place in (unit.before, unit.after) if place is not None)
    spots = sorted({(place.path, place.qualified_name) for place in places})
    return Gist(
        band=review.risk.pull.band,
        percentile=review.risk.pull.percentile,
        minutes=review.plan.minutes,
        units=len(review.plan.units),
        needs_eyes=review.plan.needs_eyes,
        mode=review.policy.mode,
        spots=tuple(spots[:MOST_SPOTS]),
        rules=review.policy.queue,
        waits_on_author=review.plan.waits_on_author,
    )


@dataclass(frozen=True, slots=True)
class ShownBand:
    """What the completed check run of an open pull's head says of its place."""

    number: PullNumber
    head: Sha
    band: str


class Waits(Protocol):
    """Open pulls as they wait. Every method is one transaction, and raises TryAgain when the database is away."""

    def waiting(self, repository: RepositoryRef) -> Sequence[Waiting]:
        """Return the open pulls of a repository, by number."""
        ...

    def rules(self, repository: RepositoryRef) -> QueueRules:
        """Return what the repository's policy wished of its queue at its newest review."""
        ...

    def repositories(self) -> Sequence[RepositoryRef]:
        """Return the repositories that are served and have an open pull, by name."""
        ...

    def set_ci(self, repository: RepositoryRef, head: Sha, ci: Ci) -> None:
        """Record how the checks of a head stand."""
        ...

    def set_said(self, ref: PullRef, head: Sha, said: Say) -> None:
        """Record what people say of a pull, unless it has moved on from this head."""
        ...

    def set_gist(self, ref: PullRef, review: Review) -> None:
        """Keep the gist of a review anew, people having acted since it was saved, unless the pull has a newer one."""
        ...

    def hand_over(self, ref: PullRef, since: float | None = None) -> None:
        """Record whose turn a pull is where that has changed, from now on; the first of all from `since` on."""
        ...

    def shown(self, repository: RepositoryRef) -> Sequence[ShownBand]:
        """Return what the completed check runs of open pulls say of their places."""
        ...

    def refreshed_at(self, repository: RepositoryRef) -> float | None:
        """Return when check runs were last written for the order alone (seconds since 1970)."""
        ...

    def set_refreshed_at(self, repository: RepositoryRef, at: float) -> None:
        """Remember when check runs were last written for the order alone."""
        ...
