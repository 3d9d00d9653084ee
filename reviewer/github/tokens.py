"""Installation tokens: made when needed, kept in memory until shortly before they end, never written or logged."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field

import httpx
from githubkit.auth import BaseAuthStrategy
from githubkit.core import GitHubCore
from pydantic import TypeAdapter

from reviewer.github.failures import Request
from reviewer.github.own import OwnCalls
from reviewer.github.replies import TokenReply, read_reply
from reviewer.model.ids import InstallationId

MARGIN = 300.0
"""Seconds before its end at which a token is not used any more: a fetch that starts with it can take minutes."""


_TOKEN = TypeAdapter(TokenReply)


@dataclass(frozen=True, slots=True)
class Token:
    """A token of an installation, when it ends (seconds since 1970), and what it may do ({"checks": "write"})."""

    secret: str = field(repr=False)
    expires_at: float
    permissions: Mapping[str, str]


class Tokens:
    """The tokens of one App's installations."""

    def __init__(self, own: OwnCalls, clock: Callable[[], float]) -> None:
        self._own = own
        self._clock = clock
        self._kept: dict[InstallationId, Token] = {}

    def get(self, installation: InstallationId) -> Token:
        """Return a token that is good for some minutes; raises Gone when the App is not installed there any more."""
        token = self._kept.get(installation)
        if token is None or token.expires_at - MARGIN < self._clock():
            token = self._kept[installation] = self._make(installation)
        return token

    def forget(self, installation: InstallationId) -> None:
        """Make a new token next time: GitHub does not take this one any more."""
        self._kept.pop(installation, None)

    def granted(self, installation: InstallationId) -> Mapping[str, str] | None:
        """Return what the installation's newest token may do, None before there was one."""
        token = self._kept.get(installation)
        return token.permissions if token else None

    def _make(self, installation: InstallationId) -> Token:
        request = Request(f"get a token for installation {installation}")
        reply = self._own.send(request, lambda rest: rest.apps.create_installation_access_token(installation))
        made = read_reply(_TOKEN, reply.content, request)
        return Token(made.token, made.expires_at.timestamp(), made.permissions)


@dataclass(frozen=True, slots=True)
class InstallationAuth(BaseAuthStrategy):
    """githubkit's way to act as an installation, with our tokens."""

    tokens: Tokens
    installation: InstallationId

    def get_auth_flow(self, github: GitHubCore[BaseAuthStrategy]) -> httpx.Auth:  # noqa: ARG002 - githubkit's signature
        """Return what signs each request."""
        return _TokenFlow(self.tokens, self.installation)


@dataclass(frozen=True, slots=True)
class _TokenFlow(httpx.Auth):
    tokens: Tokens
    installation: InstallationId

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        """Sign a request; a token that ended meanwhile is replaced once. A 401 did nothing: POSTs go again too."""
        request.headers["Authorization"] = f"token {self.tokens.get(self.installation).secret}"
        response = yield request
        if response.status_code == 401:
            self.tokens.forget(self.installation)
            request.headers["Authorization"] = f"token {self.tokens.get(self.installation).secret}"
            yield request
