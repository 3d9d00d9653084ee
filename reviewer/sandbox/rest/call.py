"""A REST call as an operation sees it, and what it can answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewer.sandbox.rest.body import Body
from reviewer.sandbox.state.accounts import App, Installation, InstallationToken
from reviewer.sandbox.state.repositories import Issue, Pull, Repository
from reviewer.sandbox.state.world import World

DOCUMENTATION = "https://docs.github.com/rest"


class Problem(Exception):
    """An answer that is an error, in GitHub's form: a status, a message, and details where there are any."""

    def __init__(self, status: int, message: str, *, errors: list[dict[str, object]] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.errors = errors
        self.headers: dict[str, str] = {}


def not_found() -> Problem:
    """Return the answer to whatever the caller may not know of."""
    return Problem(404, "Not Found")


class Moved(Problem):
    """The answer to a former name: the same request under the repository's number, which never changes.

    https://docs.github.com/en/rest/using-the-rest-api/best-practices-for-using-the-rest-api#follow-redirects
    """

    def __init__(self, repository: Repository) -> None:
        super().__init__(301, "Moved Permanently")
        self.repository = repository


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer. `body` is JSON, bytes as they are, or None for nothing; a list is cut into pages later."""

    body: object = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict[str, str])
    media_type: str = "application/json; charset=utf-8"

    def content(self) -> bytes:
        """Return the body as it is sent."""
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        return json.dumps(self.body, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Call:
    """A request whose caller is known: `app` by a JWT, `token` by an installation's token, neither when open to all.

    `parameters` are the parts of the path, `query` the rest of the address.
    """

    world: World
    parameters: Mapping[str, str]
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Body
    app: App | None = None
    token: InstallationToken | None = None

    def number(self, name: str) -> int:
        """Return a number in the path; anything else in its place does not exist."""
        value = self.parameters[name]
        if not value.isdecimal():
            raise not_found()
        return int(value)

    @property
    def installation(self) -> Installation:
        """The installation that calls."""
        if self.token is None:
            raise Problem(403, "Resource not accessible by integration")
        return self.token.installation

    @property
    def caller(self) -> App:
        """The App that calls, by JWT or by token."""
        if self.app is not None:
            return self.app
        return self.installation.app

    @property
    def repository(self) -> Repository:
        """The repository in the path, when the token reaches it; for all others it does not exist."""
        owner, name = self.parameters["owner"], self.parameters["repo"]
        reached = self.reached()
        for repository in reached:
            if repository.full_name.lower() == f"{owner}/{name}".lower():
                return repository
        moved = self.world.moved(owner, name)
        raise Moved(moved) if moved in reached else not_found()

    def reached(self) -> list[Repository]:
        """Return the repositories the token reaches."""
        only = self.token.repository_ids if self.token else None
        return [one for one in self.world.reached(self.installation) if only is None or one.id in only]

    def item(self, name: str) -> Pull | Issue:
        """Return the pull request or issue of this number in the path.

        "Every pull request is an issue", but an issue that is none takes the permission for issues.
        """
        item = self.repository.item(self.number(name))
        if item is None:
            raise not_found()
        if isinstance(item, Issue):
            self._check_issues()
        return item

    def _check_issues(self) -> None:
        if self.token is not None and "issues" not in self.token.permissions:
            raise Problem(403, "Resource not accessible by integration")
        if not self.repository.has_issues:
            raise Problem(410, "Issues are disabled for this repo")

    def pull(self, name: str) -> Pull:
        """Return the pull request of this number in the path."""
        pull = self.repository.pulls.get(self.number(name))
        if pull is None:
            raise not_found()
        return pull
