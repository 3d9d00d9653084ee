"""What a job learns about itself on the way goes on all its lines in the log."""

from collections.abc import Sequence

import structlog

from reviewer.model.ids import Sha
from reviewer.model.pulls import PullRef
from reviewer.worker.ports import Ports


def tell(ports: Ports, refs: Sequence[PullRef], head: Sha) -> None:
    """Have all lines of this job from now on name these pulls and this sha."""
    words = {"sha": str(head)}
    if refs:
        numbers = " ".join(f"#{ref.number}" for ref in refs)
        words["pull"] = f"{refs[0].repository.full_name}{numbers}"
    ports.notes.words |= words
    structlog.contextvars.bind_contextvars(**words)
