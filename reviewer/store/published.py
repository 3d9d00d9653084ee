"""What we wrote to the forge: one comment a pull, one live check run a head."""

import json
from dataclasses import asdict

from sqlalchemy import ColumnElement, Connection, delete, select

from reviewer.model.acts import Shown
from reviewer.model.ids import CheckRunId, CommentId, Sha
from reviewer.model.ports import WrittenCheck, WrittenComment
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.store.dialects import upsert
from reviewer.store.tables import cards, checks, comments


def comment(connection: Connection, ref: PullRef) -> WrittenComment | None:
    """Return the pull's sticky comment, None when we wrote none."""
    query = select(comments.c.comment, comments.c.digest).where(
        comments.c.repository == ref.repository.repository, comments.c.pull == ref.number
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else WrittenComment(CommentId(row.comment), row.digest)


def set_comment(connection: Connection, ref: PullRef, written: WrittenComment) -> None:
    """Remember the pull's sticky comment."""
    row = {
        "repository": ref.repository.repository,
        "pull": ref.number,
        "installation": ref.repository.installation,
        "comment": written.id,
        "digest": written.digest,
    }
    upsert(connection, comments, row)


def check(connection: Connection, repository: RepositoryRef, head: Sha) -> WrittenCheck | None:
    """Return the head's live check run, None when there is none."""
    query = select(checks.c.run, checks.c.digest, checks.c.band).where(
        checks.c.repository == repository.repository, checks.c.head == head
    )
    row = connection.execute(query).one_or_none()
    return None if row is None else WrittenCheck(CheckRunId(row.run), row.digest, row.band or "")


def set_check(connection: Connection, repository: RepositoryRef, head: Sha, written: WrittenCheck | None) -> None:
    """Remember the head's live check run, or forget it."""
    if written is None:
        same = (checks.c.repository == repository.repository) & (checks.c.head == head)
        connection.execute(delete(checks).where(same))
        return
    row = {
        "repository": repository.repository,
        "head": head,
        "installation": repository.installation,
        "run": written.id,
        "digest": written.digest,
        "band": written.band,
    }
    upsert(connection, checks, row)


def note_card(connection: Connection, ref: PullRef, digest: str, shown: Shown, now: float) -> None:
    """Remember what our comment on a pull reads from now on."""
    place = {"repository": ref.repository.repository, "pull": ref.number, "shown_at": now}
    upsert(connection, cards, {**place, "digest": digest, "body": json.dumps(asdict(shown))})


def card(connection: Connection, ref: PullRef, digest: str) -> Shown | None:
    """Return what our comment showed when it last read so, None when it never did."""
    return _shown(connection, ref, cards.c.digest == digest)


def card_at(connection: Connection, ref: PullRef, at: float) -> Shown | None:
    """Return what our comment showed at a time, None when there was none."""
    return _shown(connection, ref, cards.c.shown_at <= at)


def _shown(connection: Connection, ref: PullRef, which: ColumnElement[bool]) -> Shown | None:
    of_pull = (cards.c.repository == ref.repository.repository, cards.c.pull == ref.number)
    body = connection.scalar(select(cards.c.body).where(*of_pull, which).order_by(cards.c.shown_at.desc()).limit(1))
    if body is None:
        return None
    told = json.loads(body)
    return Shown(Sha(told["head"]), told["claims"], tuple(told["waiting"]), told["is_small"])
