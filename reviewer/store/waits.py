"""Open pulls as they wait: the rows that a queue is made from, and whose turn it was."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, case, select, update

from reviewer.model.ids import InstallationId, PullNumber, RepositoryId, Sha
from reviewer.model.policy import Mode
from reviewer.model.pulls import Listing, PullRef, RepositoryRef
from reviewer.model.queue import Ci, Handover, Hold, QueueRules, Say, Turn, Waiting, turn_of
from reviewer.model.review import Review
from reviewer.model.serial import parse_review
from reviewer.model.waits import Gist, ShownBand, gist_of
from reviewer.store.database import Database
from reviewer.store.dialects import insert_if_absent, upsert
from reviewer.store.gists import dump_gist, parse_gist, parse_listing
from reviewer.store.tables import checks, handovers, installations, pulls, repositories, reviews, sweeps
from reviewer.triage.turn import Circumstances, hold_of

_Row = Row[*tuple[Any, ...]]

_NOT_LISTED = Listing("", (), "", 0.0)

_body = case((reviews.c.gist.is_(None), reviews.c.body)).label("body")
"""A review of the version before has no gist: it is read whole, once more each time, until it is made again."""


class SqlWaits:
    """The `Waits` port on a SQL database; the clock is asked before a transaction is begun."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def waiting(self, repository: RepositoryRef) -> Sequence[Waiting]:
        """Return the open pulls of a repository, by number."""
        now = self._clock()
        with self._database.reading() as connection:
            rows = _rows(connection, (pulls.c.repository == repository.repository) & pulls.c.is_open)
            turns = _turns(connection, repository, [row.number for row in rows])
        return [_waiting(row, tuple(turns[row.number]), now) for row in rows]

    def rules(self, repository: RepositoryRef) -> QueueRules:
        """Return what the repository's policy wished of its queue at its newest review."""
        query = select(reviews.c.gist, _body).where(reviews.c.repository == repository.repository)
        with self._database.reading() as connection:
            row = connection.execute(query.order_by(reviews.c.saved_at.desc()).limit(1)).one_or_none()
        gist = None if row is None else _gist(row)
        return QueueRules() if gist is None else gist.rules

    def repositories(self) -> Sequence[RepositoryRef]:
        """Return the repositories that are served and have an open pull, by name."""
        is_open = select(pulls.c.number).where(pulls.c.repository == repositories.c.id, pulls.c.is_open).exists()
        lost = select(installations.c.id).where(
            installations.c.id == repositories.c.installation, ~installations.c.is_active
        )
        query = select(repositories).where(repositories.c.is_active, is_open, ~lost.exists())
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(repositories.c.full_name)).all()
        return [RepositoryRef(InstallationId(row.installation), RepositoryId(row.id), row.full_name) for row in found]

    def set_ci(self, repository: RepositoryRef, head: Sha, ci: Ci) -> None:
        """Record how the checks of a head stand; since when stays while they stand so."""
        at_head = (pulls.c.repository == repository.repository) & (pulls.c.head == head)
        has_changed = pulls.c.ci.is_distinct_from(ci.value)
        now = self._clock()
        with self._database.writing() as connection:
            connection.execute(update(pulls).where(at_head, has_changed).values(ci=ci.value, ci_since=now))

    def set_said(self, ref: PullRef, head: Sha, said: Say) -> None:
        """Record what people say of a pull, unless it has moved on from this head."""
        same = _same(ref) & (pulls.c.head == head)
        with self._database.writing() as connection:
            connection.execute(update(pulls).where(same).values(said=said.value))

    def set_gist(self, ref: PullRef, review: Review) -> None:
        """Keep the gist of a review anew, people having acted since it was saved, unless the pull has a newer one."""
        its = (reviews.c.repository == ref.repository.repository) & (reviews.c.pull == ref.number)
        gist = dump_gist(gist_of(review))
        with self._database.writing() as connection:
            connection.execute(update(reviews).where(its, reviews.c.head == review.head).values(gist=gist))

    def hand_over(self, ref: PullRef, since: float | None = None) -> None:
        """Record whose turn a pull is where that has changed; a closed one waits on nobody but its author."""
        now = self._clock()
        with self._database.writing() as connection:
            row = next(iter(_rows(connection, _same(ref))), None)
            if row is None:
                return
            known = _turns(connection, ref.repository, [row.number])[row.number]
            turn = turn_of(_hold(row, _gist(row), now)) if row.is_open else Turn.AUTHOR
            if not known or known[-1].turn is not turn:
                at = now if known or since is None else min(since, now)
                key = {"repository": ref.repository.repository, "pull": ref.number}
                insert_if_absent(connection, handovers, {**key, "at": at, "turn": turn.value})

    def shown(self, repository: RepositoryRef) -> Sequence[ShownBand]:
        """Return what the completed check runs of open pulls say of their places."""
        is_at = (checks.c.repository == pulls.c.repository) & (checks.c.head == pulls.c.head)
        query = select(pulls.c.number, checks.c.head, checks.c.band).join(checks, is_at)
        query = query.where(pulls.c.repository == repository.repository, pulls.c.is_open, checks.c.digest != "")
        with self._database.reading() as connection:
            found = connection.execute(query.order_by(pulls.c.number)).all()
        return [ShownBand(PullNumber(row.number), Sha(row.head), row.band or "") for row in found]

    def refreshed_at(self, repository: RepositoryRef) -> float | None:
        """Return when check runs were last written for the order alone."""
        with self._database.reading() as connection:
            return connection.scalar(select(sweeps.c.began_at).where(sweeps.c.key == _refresh(repository)))

    def set_refreshed_at(self, repository: RepositoryRef, at: float) -> None:
        """Remember when check runs were last written for the order alone."""
        with self._database.writing() as connection:
            upsert(connection, sweeps, {"key": _refresh(repository), "began_at": at})


def _refresh(repository: RepositoryRef) -> str:
    return f"queue/{repository.repository}"


def _same(ref: PullRef) -> ColumnElement[bool]:
    return (pulls.c.repository == ref.repository.repository) & (pulls.c.number == ref.number)


def _rows(connection: Connection, wanted: ColumnElement[bool]) -> Sequence[_Row]:
    is_its = (reviews.c.repository == pulls.c.repository) & (reviews.c.pull == pulls.c.number)
    query = select(pulls, reviews.c.gist, _body).outerjoin(reviews, is_its).where(wanted)
    return connection.execute(query.order_by(pulls.c.number)).all()


def _turns(
    connection: Connection, repository: RepositoryRef, numbers: Sequence[int]
) -> defaultdict[int, list[Handover]]:
    query = select(handovers).where(handovers.c.repository == repository.repository, handovers.c.pull.in_(numbers))
    found = defaultdict[int, list[Handover]](list)
    for row in connection.execute(query.order_by(handovers.c.at)):
        found[row.pull].append(Handover(row.at, Turn(row.turn)))
    return found


def _gist(row: _Row) -> Gist | None:
    if row.gist is not None:
        return parse_gist(row.gist)
    return None if row.body is None else gist_of(parse_review(row.body))


def _hold(row: _Row, gist: Gist | None, now: float) -> Hold | None:
    found = Circumstances(
        is_draft=row.is_draft,
        needs_eyes=gist.needs_eyes if gist else None,
        ci=Ci(row.ci or ""),
        ci_since=row.ci_since or 0.0,
        said=Say(row.said or ""),
        mode=gist.mode if gist else Mode.ADVISORY,
        has_questions=gist is not None and gist.waits_on_author > 0,
    )
    return hold_of(found, now)


def _waiting(row: _Row, turns: tuple[Handover, ...], now: float) -> Waiting:
    gist, listing = _gist(row), _NOT_LISTED if row.listing is None else parse_listing(row.listing)
    found = Waiting(
        number=PullNumber(row.number),
        title=listing.title,
        author=row.author,
        head=Sha(row.head),
        opened_at=listing.opened_at,
        labels=listing.labels,
        base_branch=row.base_branch,
        head_branch=listing.head_branch,
        handovers=turns,
        asked=listing.asked,
        hold=_hold(row, gist, now),
    )
    return found if gist is None else _with_gist(found, gist)


def _with_gist(found: Waiting, gist: Gist) -> Waiting:
    return replace(
        found,
        spots=frozenset(gist.spots),
        band=gist.band,
        percentile=gist.percentile,
        minutes=gist.minutes,
        units=gist.units,
        needs_eyes=gist.needs_eyes,
    )
