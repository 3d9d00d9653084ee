"""The newest review of each pull, and the ids its units were ever given."""

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from reviewer.errors import TryAgain
from reviewer.model.ids import Fingerprint, UnitId
from reviewer.model.plan import Seen
from reviewer.model.policy import Mode
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.review import SCHEMA, Review
from reviewer.model.serial import dump_review, parse_review
from reviewer.model.waits import gist_of
from reviewer.store.acts import of_pull
from reviewer.store.dialects import upsert
from reviewer.store.gists import dump_gist
from reviewer.store.tables import reviews, unit_ids


def seen(connection: Connection, ref: PullRef) -> Seen:
    """Return what earlier reviews of the pull left behind."""
    ids = {Fingerprint(key): UnitId(f"U{number}") for key, number in _numbers(connection, ref).items()}
    return Seen(ids, _next_number(connection, ref), of_pull(connection, ref))


def save(connection: Connection, ref: PullRef, review: Review, now: float) -> None:
    """Keep a review as the pull's newest, and the ids it gave for good.

    Raises TryAgain when the ids contradict those given before: somebody else reviewed the pull since `seen` was read.
    """
    next_number = max(review.plan.next_number, _next_number(connection, ref))
    _save_ids(connection, ref, review)
    row = {
        "repository": ref.repository.repository,
        "pull": ref.number,
        "installation": ref.repository.installation,
        "head": review.head,
        "engine": review.engine,
        "schema": SCHEMA,
        "next_number": next_number,
        "saved_at": now,
        "body": dump_review(review),
        "gist": dump_gist(gist_of(review)),
    }
    upsert(connection, reviews, row)


def load(connection: Connection, ref: PullRef) -> Review | None:
    """Return the pull's newest review, None when there is none."""
    query = select(reviews.c.body).where(
        reviews.c.repository == ref.repository.repository, reviews.c.pull == ref.number
    )
    body = connection.scalar(query)
    return None if body is None else parse_review(body)


def mode(connection: Connection, repository: RepositoryRef) -> Mode:
    """Return the mode of the repository's newest review; advisory, as where no policy is, when there is none."""
    query = (
        select(reviews.c.body)
        .where(reviews.c.repository == repository.repository)
        .order_by(reviews.c.saved_at.desc())
        .limit(1)
    )
    body = connection.scalar(query)
    return Mode.ADVISORY if body is None else parse_review(body).policy.mode


def _numbers(connection: Connection, ref: PullRef) -> dict[str, int]:
    query = (
        select(unit_ids.c.fingerprint, unit_ids.c.number)
        .where(unit_ids.c.repository == ref.repository.repository, unit_ids.c.pull == ref.number)
        .order_by(unit_ids.c.number)
    )
    return {row.fingerprint: row.number for row in connection.execute(query)}


def _next_number(connection: Connection, ref: PullRef) -> int:
    query = select(reviews.c.next_number).where(
        reviews.c.repository == ref.repository.repository, reviews.c.pull == ref.number
    )
    return connection.scalar(query) or 1


def _save_ids(connection: Connection, ref: PullRef, review: Review) -> None:
    given = {unit.fingerprint: int(unit.id.removeprefix("U")) for unit in review.plan.units}
    known = _numbers(connection, ref)
    if any(known.get(key, number) != number for key, number in given.items()):
        raise _contradiction(ref)
    place = {"repository": ref.repository.repository, "pull": ref.number}
    rows = [{**place, "fingerprint": key, "number": number} for key, number in given.items() if key not in known]
    if not rows:
        return
    try:
        connection.execute(insert(unit_ids), rows)
    except IntegrityError as error:
        raise _contradiction(ref) from error


def _contradiction(ref: PullRef) -> TryAgain:
    return TryAgain(
        f"The units of {ref.repository.full_name}#{ref.number} were given other ids by another review meanwhile: "
        "review it again"
    )
