"""The newest words a model found for each pull, or why there are none.

A row speaks for the head and the prompt it was made from, and for no other review of the pull.
"""

import json
from functools import cache

from pydantic import TypeAdapter
from sqlalchemy import Connection, select

from reviewer.model.pulls import PullRef
from reviewer.model.wording import Wording
from reviewer.store.dialects import upsert
from reviewer.store.tables import wordings


def save(connection: Connection, ref: PullRef, wording: Wording, now: float) -> None:
    """Keep a wording as the pull's newest."""
    row = {
        "repository": ref.repository.repository,
        "pull": ref.number,
        "installation": ref.repository.installation,
        "head": wording.head,
        "prompt": wording.prompt,
        "model": wording.model,
        "saved_at": now,
        "body": json.dumps(_adapter().dump_python(wording, mode="json"), separators=(",", ":")),
    }
    upsert(connection, wordings, row)


def load(connection: Connection, ref: PullRef) -> Wording | None:
    """Return the pull's newest wording, None when there is none."""
    query = select(wordings.c.body).where(
        wordings.c.repository == ref.repository.repository, wordings.c.pull == ref.number
    )
    body = connection.scalar(query)
    return None if body is None else _adapter().validate_python(json.loads(body))


@cache
def _adapter() -> TypeAdapter[Wording]:
    return TypeAdapter(Wording)
