"""How installations stand: whether they serve, what they reach, what they have not granted."""

from collections.abc import Mapping

from pydantic import TypeAdapter

from reviewer.errors import Gone
from reviewer.github.connection import VERSION
from reviewer.github.failures import Request, grants
from reviewer.github.own import OwnCalls
from reviewer.github.replies import InstallationReply, RepositoryReply, read_reply
from reviewer.github.session import Session
from reviewer.model.ids import InstallationId
from reviewer.model.installations import Lack
from reviewer.model.pulls import RepositoryRef

NEEDED = {"contents": "read", "checks": "write", "pull_requests": "write"}
"""What a review cannot do without, of all that app.yml asks for; without the rest it says what it did not read."""

_INSTALLATION = TypeAdapter(InstallationReply)


def read_installation(own: OwnCalls, installation: InstallationId) -> InstallationReply | None:
    """Return an installation as it stands now, None when the App is not installed there any more."""
    request = Request(f"read installation {installation}")
    try:
        reply = own.send(request, lambda rest: rest.apps.get_installation(installation))
    except Gone:
        return None
    return read_reply(_INSTALLATION, reply.content, request)


def find_repository(session: Session, repository: RepositoryRef) -> RepositoryRef | None:
    """Return a repository under its present name, None when it cannot be reached, or takes no writes.

    Asked by number, under the address to which GitHub redirects former names: a name may be another's by now.
    """
    address, headers = f"/repositories/{repository.repository}", {"X-GitHub-Api-Version": VERSION}
    try:
        reply = session.read(
            RepositoryReply,
            Request(f"read repository {repository.full_name}", "metadata"),
            lambda _: session.client.request("GET", address, headers=headers),
        )
    except Gone:
        return None
    found = RepositoryRef(repository.installation, repository.repository, reply.full_name)
    return found if reply.takes_writes else None


def missing_of(granted: Mapping[str, str]) -> tuple[str, ...]:
    """Return what a review takes and is not granted: "checks: write". Nothing when GitHub does not say what is."""
    if not granted:
        return ()
    return tuple(f"{name}: {level}" for name, level in NEEDED.items() if not grants(granted, name, level))


def lack_of(granted: Mapping[str, str], missing: tuple[str, ...], url: str) -> Lack:
    """Return a lack of permissions, with what may be done in spite of it."""
    return Lack(
        missing=missing,
        url=url,
        can_read=grants(granted, "pull_requests", "read"),
        can_comment=grants(granted, "pull_requests", "write"),
        can_check=grants(granted, "checks", "write"),
    )
