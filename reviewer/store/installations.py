"""Where the App is installed."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from reviewer.model.ids import InstallationId, RepositoryId
from reviewer.model.pulls import RepositoryRef
from reviewer.store.dialects import upsert
from reviewer.store.tables import installations, repositories


def is_active(connection: Connection, repository: RepositoryRef) -> bool:
    """Return whether nothing is recorded against serving it.

    An installation we have not been told of counts as active: only GitHub can have signed an event that names it, and
    events may overtake the one that announces it, or reach a database that is younger than the installation.
    """
    by_installation = select(installations.c.is_active).where(installations.c.id == repository.installation)
    # What another installation lost, as in a transfer, says nothing about this one.
    by_repository = select(repositories.c.is_active).where(
        repositories.c.id == repository.repository, repositories.c.installation == repository.installation
    )
    return all(connection.scalar(query) is not False for query in (by_installation, by_repository))


def set_installation(connection: Connection, installation: InstallationId, *, is_active: bool) -> None:
    """Record that an installation serves, or is suspended or gone."""
    upsert(connection, installations, {"id": installation, "is_active": is_active})


def set_repositories(connection: Connection, known: Sequence[RepositoryRef], *, is_active: bool) -> None:
    """Record repositories that an installation gained or lost; one that another has gained since is not lost."""
    for repository in sorted(known, key=lambda each: each.repository):
        if not is_active and _is_with_another(connection, repository):
            continue
        row = {
            "id": repository.repository,
            "installation": repository.installation,
            "full_name": repository.full_name,
            "is_active": is_active,
        }
        upsert(connection, repositories, row)


def repositories_of(connection: Connection, installation: InstallationId) -> list[RepositoryRef]:
    """Return the repositories that are recorded as an installation's, by id."""
    query = (
        select(repositories.c.id, repositories.c.full_name)
        .where(repositories.c.installation == installation)
        .order_by(repositories.c.id)
    )
    return [RepositoryRef(installation, RepositoryId(row.id), row.full_name) for row in connection.execute(query)]


def _is_with_another(connection: Connection, repository: RepositoryRef) -> bool:
    query = select(repositories.c.installation).where(repositories.c.id == repository.repository)
    return connection.scalar(query) not in {None, repository.installation}
