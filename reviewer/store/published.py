"""What we wrote to the forge: one comment a pull, one live check run a head."""

from sqlalchemy import Connection, delete, select

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


def note_card(connection: Connection, ref: PullRef, digest: str, now: float) -> None:
    """Remember what our comment on a pull reads, or is about to."""
    row = {"repository": ref.repository.repository, "pull": ref.number, "digest": digest, "shown_at": now}
    upsert(connection, cards, row)


def is_card(connection: Connection, ref: PullRef, digest: str) -> bool:
    """Return whether our comment on the pull ever read so."""
    query = select(cards.c.shown_at).where(
        cards.c.repository == ref.repository.repository, cards.c.pull == ref.number, cards.c.digest == digest
    )
    return connection.scalar(query) is not None
