"""How the App signs its own calls: with a token good for minutes, under which its key stands.

https://docs.github.com/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-json-web-token-jwt-for-a-github-app
"""

import time
from collections.abc import Generator
from dataclasses import dataclass, field
from functools import lru_cache

import httpx
import jwt
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from githubkit.auth import BaseAuthStrategy
from githubkit.core import GitHubCore

AGE = 60
"""Seconds by which a token is dated back, for clocks that go wrong, as GitHub advises."""

LIFE = 540
"""Seconds from now to a token's end; GitHub takes none that is made for more than 600."""


@lru_cache(maxsize=4)
def signing_key(private_key: str) -> RSAPrivateKey:
    """Return the key in PEM text; raises ValueError, saying why, when it cannot sign for an App.

    Read once a process, and in a worker before its attempts are forked off: proving its numbers takes 40 ms.
    """
    try:
        key = load_pem_private_key(private_key.encode(), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ValueError("it is no whole PEM file, from the line BEGIN to the line END") from error
    if not isinstance(key, RSAPrivateKey):
        raise ValueError("it is no RSA key, and GitHub makes no others")  # noqa: TRY004 - the text's value, not our type
    return key


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
