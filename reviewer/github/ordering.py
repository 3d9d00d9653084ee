"""The shapes of the orders that events lead to: which key, which details. worker.py reads the same names."""

from reviewer.github.payloads import Installation, Repository
from reviewer.model.ids import InstallationId
from reviewer.model.work import JobKind, Order

Details = dict[str, str | int | bool | None]


def repository_details(repository: Repository) -> Details:
    """Return the details that say which repository an order is about: `repository` (its id) and `full_name`."""
    return {"repository": repository.id, "full_name": repository.full_name}


def pull_order(
    kind: JobKind, installation: Installation, repository: Repository, number: int, *, rerun: bool = False
) -> Order:
    """Return an order about one pull; `rerun` asks for a new check run."""
    details: Details = repository_details(repository) | {"number": number, "rerun": rerun}
    return Order(kind, f"pull/{repository.id}/{number}", InstallationId(installation.id), details)


def head_order(kind: JobKind, installation: Installation, repository: Repository, head: str) -> Order:
    """Return an order about one sha: a merge group's own, or the head that open pulls share."""
    details: Details = repository_details(repository) | {"head": head}
    return Order(kind, f"head/{repository.id}/{head}", InstallationId(installation.id), details)


def backfill(installation: Installation, repository: Repository | None = None) -> Order:
    """Return the order to review every open pull, of a repository or of the whole installation.

    It shares its key with the order that marks the same thing active, so the two never run at the same time.
    """
    details: Details = repository_details(repository) if repository else {}
    return Order(JobKind.BACKFILL, _membership_key(installation, repository), InstallationId(installation.id), details)


def membership(installation: Installation, repository: Repository | None, *, is_active: bool) -> Order:
    """Return the order to record that an installation, or one repository of it, is served or is not."""
    details: Details = (repository_details(repository) if repository else {}) | {"active": is_active}
    return Order(
        JobKind.INSTALLATION, _membership_key(installation, repository), InstallationId(installation.id), details
    )


def _membership_key(installation: Installation, repository: Repository | None) -> str:
    return f"repository/{repository.id}" if repository else f"installation/{installation.id}"
