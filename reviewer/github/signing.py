"""How the App signs its own calls: with a token good for minutes, under which its key stands.

https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
"""

import time
from collections.abc import Generator
from dataclasses import dataclass, field

import httpx
import jwt
from githubkit.auth import BaseAuthStrategy
from githubkit.core import GitHubCore

from reviewer.github.credentials import signing_key

AGE = 60
"""Seconds by which a token is dated back, for clocks that go wrong, as GitHub advises."""

LIFE = 540
"""Seconds from now to a token's end; GitHub takes none that is made for more than 600."""


@dataclass(frozen=True, slots=True)
class AppAuth(BaseAuthStrategy):
    """githubkit's way to act as the App itself."""

    app_id: int
    private_key: str = field(repr=False)

    def get_auth_flow(self, github: GitHubCore[BaseAuthStrategy]) -> httpx.Auth:  # noqa: ARG002 - githubkit's signature
        """Return what signs each request."""
        return _AppFlow(self)


@dataclass(frozen=True, slots=True)
class _AppFlow(httpx.Auth):
    auth: AppAuth

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response]:
        """Sign a request."""
        now = int(time.time())
        claims = {"iss": str(self.auth.app_id), "iat": now - AGE, "exp": now + LIFE}
        token = jwt.encode(claims, signing_key(self.auth.private_key), algorithm="RS256")
        request.headers["Authorization"] = f"Bearer {token}"
        yield request
