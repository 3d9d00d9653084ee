"""How pulls stand on the forge, as last told."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from reviewer.model.ids import PullNumber, Sha
from reviewer.model.pulls import PullRef, PullState, RepositoryRef
from reviewer.store.dialects import upsert
from reviewer.store.gists import dump_listing
from reviewer.store.tables import pulls


def record(connection: Connection, ref: PullRef, state: PullState) -> list[Sha]:
    """Record how a pull stands; return the heads whose check run must speak of it from now on, or no longer."""
    same = (pulls.c.repository == ref.repository.repository) & (pulls.c.number == ref.number)
    known = connection.execute(select(pulls.c.head, pulls.c.is_open).where(same)).one_or_none()
    row: dict[str, object] = {
        "repository": ref.repository.repository,
        "number": ref.number,
        "installation": ref.repository.installation,
        "head": state.head,
        "base": state.base,
        "base_branch": state.base_branch,
        "is_open": state.is_open,
        "is_draft": state.is_draft,
        "is_fork": state.is_fork,
        "is_bot": state.is_bot,
        "author": state.author,
    }
    if state.listing is not None:
        row["listing"] = dump_listing(state.listing)
    if known is None or known.head != state.head:
        # What checks and people said was of another head.
        row |= {"ci": None, "ci_since": None, "said": None}
    upsert(connection, pulls, row)
    if known is None:
        return [state.head]
    is_same = (known.head, known.is_open) == (state.head, state.is_open)
    return [] if is_same else list(dict.fromkeys((Sha(known.head), state.head)))


def open_at(connection: Connection, repository: RepositoryRef, head: Sha) -> Sequence[PullRef]:
    """Return the open pulls of a repository whose head is this sha, by number."""
    query = (
        select(pulls.c.number)
        .where(pulls.c.repository == repository.repository, pulls.c.head == head, pulls.c.is_open)
        .order_by(pulls.c.number)
    )
    return [PullRef(repository, PullNumber(number)) for number in connection.scalars(query)]


def is_closed_at(connection: Connection, repository: RepositoryRef, head: Sha) -> bool:
    """Return whether a pull of the repository was closed at this head."""
    closed = (pulls.c.repository == repository.repository) & (pulls.c.head == head) & ~pulls.c.is_open
    return connection.scalar(select(pulls.c.number).where(closed).limit(1)) is not None
