"""Orders from events that say where the App serves: installations and repositories that come, go or change."""

from reviewer.github.events import Event, InstallationEvent, InstallationRepositoriesEvent, RepositoryEvent
from reviewer.github.ordering import backfill, membership
from reviewer.github.payloads import Installation
from reviewer.model.work import Order

STARTS = frozenset({"created", "unsuspend", "new_permissions_accepted"})
STOPS = frozenset({"deleted", "suspend"})
GAINED = frozenset({"unarchived"})
LOST = frozenset({"deleted", "archived"})
RENAMED = frozenset({"renamed", "transferred"})


def membership_orders(event: Event, installation: Installation) -> tuple[Order, ...]:
    """Return what an event says about where the App serves; nothing for other events."""
    match event:
        case InstallationEvent():
            return _installation(event, installation)
        case InstallationRepositoriesEvent():
            return _repositories(event, installation)
        case RepositoryEvent():
            return _repository(event, installation)
        case _:
            return ()


def _installation(event: InstallationEvent, installation: Installation) -> tuple[Order, ...]:
    """Return: serve and review all that is open, or serve no more."""
    if event.action in STARTS:
        return (membership(installation, None, is_active=True), backfill(installation))
    if event.action in STOPS:
        return (membership(installation, None, is_active=False),)
    return ()


def _repositories(event: InstallationRepositoriesEvent, installation: Installation) -> tuple[Order, ...]:
    """Return, for each repository gained: serve it and review what is open; for each one lost: serve it no more."""
    gained = (
        order
        for repository in event.repositories_added
        for order in (
            membership(installation, repository, is_active=True),
            backfill(installation, repository),
        )
    )
    lost = (membership(installation, repository, is_active=False) for repository in event.repositories_removed)
    return (*gained, *lost)


def _repository(event: RepositoryEvent, installation: Installation) -> tuple[Order, ...]:
    """Return what a repository's own change means: an archived one takes no writes, a new default branch a new policy.

    A transfer is answered by the installation that still sends it; the one that lost the repository hears of it through
    `installation_repositories`.
    """
    repository = event.repository
    if event.action in LOST:
        return (membership(installation, repository, is_active=False),)
    if event.action in RENAMED:
        return (membership(installation, repository, is_active=True),)
    if event.action in GAINED:
        return (membership(installation, repository, is_active=True), backfill(installation, repository))
    if event.action == "edited" and "default_branch" in event.changes:
        return (backfill(installation, repository),)
    return ()
