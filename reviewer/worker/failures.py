"""What is said of an order that failed for good."""

from reviewer.model.published import CheckReport
from reviewer.model.pulls import RepositoryRef
from reviewer.report.states import render_given_up
from reviewer.worker.digests import digest_of
from reviewer.worker.ports import Ports

LONGEST_WHY = 2_000
"""Characters of a failure's reason that an order carries; its first line is what people see."""


def render_failure(ports: Ports, repository: RepositoryRef, why: str) -> CheckReport:
    """Return the check run of a head whose review failed for good."""
    return render_given_up(why, mode=ports.store.mode(repository), error_id=error_id_of(why))


def error_id_of(why: str) -> str:
    """Return what a failure is known by on the check run and in the log."""
    return digest_of(why[:LONGEST_WHY])[:8]
