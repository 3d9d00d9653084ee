"""Orders from events that say where the App serves: installations and repositories that come, go or change."""

from reviewer.github.events import Event, InstallationEvent, InstallationRepositoriesEvent, RepositoryEvent
from reviewer.github.ordering import backfill, membership
from reviewer.github.payloads import Installation
from reviewer.model.work import Order

INSTALLATION_CHANGES = frozenset({"created", "deleted", "suspend", "unsuspend", "new_permissions_accepted"})
REPOSITORY_CHANGES = frozenset({"deleted", "archived", "unarchived", "renamed", "transferred"})


def membership_orders(event: Event, installation: Installation) -> tuple[Order, ...]:
    """Return what is to be looked at after an event about where the App serves; nothing for other events.

    Whoever turns out to be served is caught up with.
    """
    match event:
        case InstallationEvent():
            return (membership(installation),) if event.action in INSTALLATION_CHANGES else ()
        case InstallationRepositoriesEvent():
            changed = (*event.repositories_added, *event.repositories_removed)
            return tuple(membership(installation, repository) for repository in changed)
        case RepositoryEvent():
            return _repository(event, installation)
        case _:
            return ()


def _repository(event: RepositoryEvent, installation: Installation) -> tuple[Order, ...]:
    """Return what a repository's own change means: an archived one takes no writes, a new default branch a new policy.

    A transfer is answered by the installation that still sends it; the one that lost the repository hears of it through
    `installation_repositories`.
    """
    if event.action in REPOSITORY_CHANGES:
        return (membership(installation, event.repository),)
    if event.action == "edited" and "default_branch" in event.changes:
        return (backfill(installation, event.repository),)
    return ()
