"""Orders about where the App serves: installations and their repositories, and what is open there."""

from dataclasses import replace

from reviewer.model.orders import installation_of, pull_order, repository_of
from reviewer.model.work import JobKind, Order
from reviewer.worker.ports import Ports


def backfill(ports: Ports, order: Order) -> None:
    """Order a review of every open pull, of one repository or of all that the installation reaches."""
    if "repository" in order.details:
        repositories = [repository_of(order)]
    else:
        repositories = ports.forge.repositories(installation_of(order))
        ports.store.set_repositories(repositories, is_active=True)
    for repository in repositories:
        if ports.store.is_active(repository):
            pulls = ports.forge.open_pulls(repository)
            ports.store.order(pull_order(JobKind.ANALYSE, ref) for ref in pulls)


def membership(ports: Ports, order: Order) -> None:
    """Record that an installation, or one repository of it, is served or is not.

    One that is served is caught up with; of one that is not, no code is kept.
    """
    is_active = bool(order.details["active"])
    if "repository" in order.details:
        repositories = [repository_of(order)]
        ports.store.set_repositories(repositories, is_active=is_active)
    else:
        repositories = ports.store.repositories(installation_of(order))
        ports.store.set_installation(installation_of(order), is_active=is_active)
    if is_active:
        # Ordered only now: a backfill that came before would find the installation still inactive.
        ports.store.order([replace(order, kind=JobKind.BACKFILL)])
        return
    for repository in repositories:
        ports.forge.forget(repository)
