"""Orders about where the App serves: installations and their repositories, and what is open there."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TypeVar

from reviewer.model.ids import InstallationId
from reviewer.model.orders import installation_of, pull_order, repository_details, repository_of
from reviewer.model.pulls import RepositoryRef
from reviewer.model.work import JobKind, Order
from reviewer.worker.ports import Ports

STEP = 50
"""Pulls or repositories that are written at once: webhooks wait for no more than that."""

_T = TypeVar("_T")


def backfill(ports: Ports, order: Order) -> None:
    """Order a review of every open pull, of one repository or of all that the installation reaches."""
    repositories = [repository_of(order)] if "repository" in order.details else _reached(ports, installation_of(order))
    for repository in repositories:
        if ports.store.is_active(repository):
            pulls = ports.forge.open_pulls(repository)
            for some in _in_steps(pulls):
                ports.store.order(pull_order(JobKind.ANALYSE, ref) for ref in some)


def membership(ports: Ports, order: Order) -> None:
    """Record whether an installation, or one repository of it, is served, as GitHub says now.

    Not as the event said that led here: events come in any order, late, and again. What is served is caught up with; of
    what is not, no code is kept.
    """
    if "repository" in order.details:
        _look_at_repository(ports, order)
        return
    installation = installation_of(order)
    is_active = ports.forge.is_serving(installation)
    ports.store.set_installation(installation, is_active=is_active)
    if is_active:
        # Ordered only now: a backfill that came before would find the installation still inactive.
        ports.store.order([replace(order, kind=JobKind.BACKFILL)])
    else:
        _forget(ports, ports.store.repositories(installation))


def _look_at_repository(ports: Ports, order: Order) -> None:
    repository = repository_of(order)
    found = ports.forge.find_repository(repository)
    if found is None:
        _lose(ports, [repository])
        return
    ports.store.set_repositories([found], is_active=True)
    ports.store.order([replace(order, kind=JobKind.BACKFILL, details=repository_details(found))])


def _reached(ports: Ports, installation: InstallationId) -> Sequence[RepositoryRef]:
    """Return what an installation reaches, recorded as served; what it reached once and does not now is not."""
    reached = ports.forge.repositories(installation)
    numbers = {each.repository for each in reached}
    _lose(ports, [each for each in ports.store.repositories(installation) if each.repository not in numbers])
    for some in _in_steps(reached):
        ports.store.set_repositories(some, is_active=True)
    return reached


def _lose(ports: Ports, repositories: Sequence[RepositoryRef]) -> None:
    for some in _in_steps(repositories):
        ports.store.set_repositories(some, is_active=False)
    _forget(ports, repositories)


def _in_steps(values: Sequence[_T]) -> Iterator[Sequence[_T]]:
    """Give some of them at a time, for one transaction each; an attempt that ends between two is made again."""
    return (values[start : start + STEP] for start in range(0, len(values), STEP))


def _forget(ports: Ports, repositories: Iterable[RepositoryRef]) -> None:
    for repository in repositories:
        ports.forge.forget(repository)
