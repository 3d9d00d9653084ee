"""This machine's clock, held against GitHub's."""

from collections.abc import Callable
from email.utils import parsedate_to_datetime

import httpx

from reviewer.errors import TellOperator
from reviewer.github.connection import VERSION
from reviewer.github.failures import GitHubAway


def clock_skew(api_url: str, clock: Callable[[], float], *, timeout: float = 10.0) -> float:
    """Return by how many seconds this machine's clock is ahead of GitHub's; exact to about a second.

    By the Date header, which every answer has, also one that refuses us. Raises GitHubAway, or TellOperator where
    something else than GitHub answers.
    """
    headers = {
        "accept": "application/vnd.github+json",
        "user-agent": "reviewer",
        "x-github-api-version": VERSION,
    }
    before = clock()
    try:
        answer = httpx.get(f"{api_url}/meta", timeout=timeout, headers=headers)
    except (httpx.TransportError, httpx.InvalidURL) as error:
        raise GitHubAway(f"{api_url} did not answer ({type(error).__name__}: {error}).") from error
    here = (before + clock()) / 2
    try:
        # The header is cut to whole seconds.
        return here - (parsedate_to_datetime(answer.headers.get("date", "")).timestamp() + 0.5)
    except ValueError:
        raise TellOperator(f"{api_url} answered without a date, so it is hardly GitHub.") from None
