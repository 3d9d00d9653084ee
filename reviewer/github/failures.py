"""GitHub's refusals as our own errors, by who must act."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from githubkit.exception import GitHubException, RateLimitExceeded, RequestError, RequestFailed
from httpx import Response, TransportError
from pydantic import ValidationError

from reviewer.errors import Gone, NotYet, ReviewerError, TellAuthor, TellOperator, TryAgain
from reviewer.github.payloads import Part

LIMIT_PAUSE = 60.0
"""Seconds to wait where GitHub says "limited" and not for how long.

https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api#exceeding-the-rate-limit
"""

_RANK = {"read": 1, "write": 2, "admin": 3}


class _Refusal(Part):
    message: str


class Limited(NotYet):
    """GitHub's own rate limit: whoever works for the same installation had better wait as well."""


class Unexpected(RuntimeError):
    """GitHub's answer, or silence, is none that we know: a bug of ours."""


class GitHubAway(TryAgain):
    """GitHub did not answer, or could not."""


@dataclass(frozen=True, slots=True)
class Request:
    """What we are about, for messages and for telling a missing permission from a missing thing.

    `doing` completes "could not …"; `permission` and `level` are what GitHub asks of the App for it; `granted` what the
    installation has granted, None when that is not known; `settings` where a person changes it. `hopeless` are status
    codes by which GitHub says that this one thing is past doing, beside those that say so of anything.
    """

    doing: str
    permission: str = ""
    level: str = "read"
    granted: Mapping[str, str] | None = field(default=None, compare=False)
    settings: str = "the App's settings page on GitHub"
    hopeless: frozenset[int] = frozenset()

    @property
    def is_granted(self) -> bool:
        """Return whether the installation grants what this takes, as far as we know."""
        if self.granted is None or not self.permission:
            return True
        return grants(self.granted, self.permission, self.level)


def grants(granted: Mapping[str, str], permission: str, level: str) -> bool:
    """Return whether these permissions include one at this level; to write includes to read."""
    return _RANK.get(granted.get(permission, ""), 0) >= _RANK[level]


def translate(error: GitHubException, request: Request) -> Exception:
    """Return the error to raise instead, by who must act; what is no ReviewerError is a bug of ours."""
    if isinstance(error, RateLimitExceeded):
        return Limited(
            f"Could not {request.doing}: GitHub limits this installation.", after=error.retry_after.total_seconds()
        )
    if isinstance(error, RequestFailed):
        return _refused(error.response.raw_response, request)
    cause = cause_of(error)
    if isinstance(cause, ReviewerError):
        return cause
    if isinstance(cause, TransportError):
        return GitHubAway(f"Could not {request.doing}: GitHub did not answer ({type(cause).__name__}).")
    return Unexpected(f"Could not {request.doing}: {type(cause).__name__}: {redact_tokens(str(cause))}")


def cause_of(error: GitHubException) -> Exception:
    """Return what githubkit has wrapped: httpx's error, or one of ours from inside a request."""
    return cast("RequestError[Exception]", error).exc if isinstance(error, RequestError) else error


def redact_tokens(text: str) -> str:
    """Return a text in which GitHub's tokens are cut after their prefix, however long they are."""
    return re.sub(r"\b(gh[a-z]_|github_pat_)\S+", r"\1…", text)


def _refused(response: Response, request: Request) -> Exception:
    said = _message(response)
    what = f"Could not {request.doing}: GitHub answered {response.status_code} ({said})."
    status = response.status_code
    if status >= 500 or status == 408:
        return GitHubAway(what)
    if status == 429 or (status == 403 and "rate limit" in said.lower()):
        return Limited(what, after=LIMIT_PAUSE)
    if status == 422 and "no commit found" in said.lower():
        # A webhook can arrive before the commit is known everywhere at GitHub.
        return TryAgain(what)
    return _lasting(response, request, what, said.lower())


def _lasting(response: Response, request: Request, what: str, said: str) -> Exception:
    """Return the error for a refusal that waiting does not cure."""
    match response.status_code:
        case 401:
            return TellOperator(
                f"{what} Check that the App id and the private key belong together, and that the clock here is right."
            )
        case 403:
            return _forbidden(response, request, what, said)
        case 404 | 410 | 451 if not request.is_granted:
            return TellOperator(f"{what} {_permission_advice(response, request)}")
        case 404 | 410 | 451:
            return Gone(what)
        case status if status in request.hopeless:
            return Gone(what)
        case _:
            return Unexpected(what)


def _forbidden(response: Response, request: Request, what: str, said: str) -> Exception:
    if "suspended" in said or "archived" in said:
        return Gone(what)
    if "locked" in said:
        return TellAuthor(f"{what} Unlock the conversation, then re-run this check.")
    return TellOperator(f"{what} {_permission_advice(response, request)}")


def _permission_advice(response: Response, request: Request) -> str:
    asked = f"{request.permission}: {request.level}" if request.permission else ""
    needed = asked or response.headers.get("x-accepted-github-permissions", "") or "a permission it does not have"
    return (
        f"The App needs `{needed}`: grant it at {request.settings}, then accept it where the App is installed "
        "(its owner is asked by e-mail)."
    )


def _message(response: Response) -> str:
    try:
        said = _Refusal.model_validate_json(response.content).message
    except ValidationError:
        # Not GitHub itself but something before it: a proxy, a load balancer.
        said = response.reason_phrase
    return redact_tokens(said or "no reason given")[:300]
