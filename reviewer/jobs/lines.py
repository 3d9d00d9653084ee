"""What every line in the log says that a job writes, in the worker and in the job's own process."""

from collections.abc import Generator
from contextlib import contextmanager

import structlog

from reviewer.model.work import Job


@contextmanager
def lines_about(job: Job) -> Generator[None]:
    """Have all lines until the end of the block, and those of a process forked in it, say which job they are about."""
    with structlog.contextvars.bound_contextvars(**words_of(job)):
        yield


def words_of(job: Job) -> dict[str, str | int | None]:
    """Return what identifies a job; `pull` and `sha` are None where only the job itself will find out."""
    order = job.order
    name, number, head = (order.details.get(key) for key in ("full_name", "number", "head"))
    return {
        "delivery": order.delivery,
        "installation": order.installation,
        "pull": f"{name}#{number}" if name and number else None,
        "sha": str(head) if head else None,
        "kind": order.kind.value,
        "key": order.key,
        "attempt": job.attempt,
    }
