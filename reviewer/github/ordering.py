"""Payloads as the hallway's own words, and the orders that only webhooks make; reviewer.model.orders has the others."""

from reviewer.github.payloads import Installation, Repository
from reviewer.model.ids import InstallationId, PullNumber, RepositoryId
from reviewer.model.orders import Details, repository_details
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.work import JobKind, Order


def repository_ref(installation: Installation, repository: Repository) -> RepositoryRef:
    """Return the repository that a payload speaks of."""
    return RepositoryRef(InstallationId(installation.id), RepositoryId(repository.id), repository.full_name)


def pull_ref(installation: Installation, repository: Repository, number: int) -> PullRef:
    """Return the pull that a payload speaks of."""
    return PullRef(repository_ref(installation, repository), PullNumber(number))


def backfill(installation: Installation, repository: Repository | None = None) -> Order:
    """Return the order to review every open pull, of a repository or of the whole installation.

    It shares its key with the order that marks the same thing active, so the two never run at the same time.
    """
    return _order(JobKind.BACKFILL, installation, repository)


def membership(installation: Installation, repository: Repository | None = None) -> Order:
    """Return the order to look whether an installation, or one repository of it, is served.

    It carries nothing of what the event said: events come in any order, and GitHub knows how things stand.
    """
    return _order(JobKind.INSTALLATION, installation, repository)


def _order(kind: JobKind, installation: Installation, repository: Repository | None) -> Order:
    # The installation is part of the key: what one loses in a transfer, another gains.
    key = f"installation/{installation.id}" + (f"/repository/{repository.id}" if repository else "")
    details: Details = repository_details(repository_ref(installation, repository)) if repository else {}
    return Order(kind, key, InstallationId(installation.id), details)
