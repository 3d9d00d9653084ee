"""How GitHub's REST API is reached: githubkit, with its defaults replaced.

githubkit on its own never times out, repeats a POST after a 500 (a second comment, when the 500 came after the commit)
and sleeps through rate limits for up to an hour.
"""

import ssl
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, Final, TypeVar

import httpx
from githubkit import GitHub, Response
from githubkit.auth import BaseAuthStrategy
from githubkit.cache import MemCacheStrategy
from githubkit.exception import GitHubException, RequestFailed
from githubkit.typing import RetryOption
from githubkit_schemas.v2022_11_28.rest import RestNamespace

from reviewer.github.failures import cause_of

VERSION: Final = "2022-11-28"
"""The REST version: the next one drops fields, and Enterprise Server does not have it."""

REPEATS = 2
"""How often a harmless request is repeated before the queue takes over."""

Call = Callable[[RestNamespace], Response[Any, Any]]
"""One request, as githubkit words it."""

_A = TypeVar("_A", bound=BaseAuthStrategy)


@dataclass(frozen=True, slots=True)
class Connection:
    """Where the REST API is; `timeout` of a request and `pause` before the first repeat are in seconds."""

    api_url: str
    timeout: float = 30.0
    pause: float = 0.5

    @contextmanager
    def github(self, auth: _A) -> Generator[GitHub[_A]]:
        """Hold a githubkit client whose connections are reused until the end."""
        client = GitHub(
            auth,
            base_url=self.api_url,
            user_agent="reviewer",
            timeout=httpx.Timeout(self.timeout, connect=min(10.0, self.timeout)),
            ssl_verify=_trust(),
            # Its own memory: the default one is shared by all Apps of a process that have the same id.
            cache_strategy=MemCacheStrategy(),
            http_cache=False,
            auto_retry=self._decide,
        )
        with client:
            yield client

    def _decide(self, error: GitHubException, count: int) -> RetryOption:
        request = _passing_trouble(error)
        if request is None or count >= REPEATS or not _is_harmless(request):
            return RetryOption(do_retry=False)
        return RetryOption(do_retry=True, retry_after=timedelta(seconds=self.pause * 2**count))


def _passing_trouble(error: GitHubException) -> httpx.Request | None:
    """Return the request that met a 5xx or a cut connection; None for all that a repeat does not cure."""
    if isinstance(error, RequestFailed):
        return error.request if error.response.status_code >= 500 else None
    cause = cause_of(error)
    return cause.request if isinstance(cause, httpx.NetworkError | httpx.RemoteProtocolError) else None


def _is_harmless(request: httpx.Request) -> bool:
    """Return whether doing it twice is doing it once. A check run *appends* the annotations of each PATCH."""
    is_read = request.method in {"GET", "HEAD"}
    return is_read or (request.method == "PATCH" and "/check-runs/" not in request.url.path)


@cache
def _trust() -> ssl.SSLContext:
    """Return the certificates we trust, read once: a client for each call would leak and take 60 ms."""
    return httpx.create_ssl_context()
