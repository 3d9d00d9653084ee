"""Each refusal of GitHub is told to whoever can act on it."""

from typing import Any

import httpx
import pytest
from githubkit import Response
from githubkit.exception import RequestError, RequestFailed

from reviewer.errors import Gone, TellAuthor, TellOperator, TryAgain
from reviewer.github.failures import Request, redact_tokens, translate

ABOUT = Request("read acme/shop#12", "pull_requests", "read", granted={"pull_requests": "write"})


def refused(status: int, said: str = "", *, about: Request = ABOUT, **headers: str) -> Exception:
    request = httpx.Request("GET", "https://api.github.com/repos/acme/shop/pulls/12")
    reply: Response[Any, Any] = Response(
        httpx.Response(status, request=request, headers=headers, json={"message": said}), dict
    )
    return translate(RequestFailed(reply), about)


@pytest.mark.parametrize(
    ("status", "said", "error"),
    [
        (401, "Bad credentials", TellOperator),
        (403, "Resource not accessible by integration", TellOperator),
        (403, "This installation has been suspended", Gone),
        (403, "Repository was archived so is read-only.", Gone),
        (403, "Unable to create comment because issue is locked.", TellAuthor),
        (403, "You have exceeded a secondary rate limit.", TryAgain),
        (404, "Not Found", Gone),
        (408, "Request Timeout", TryAgain),
        (410, "This issue was deleted", Gone),
        (422, "No commit found for SHA: a1b2", TryAgain),
        (422, "Validation Failed", RuntimeError),
        (429, "Too many requests", TryAgain),
        (451, "Repository access blocked", Gone),
        (500, "Server Error", TryAgain),
        (502, "", TryAgain),
        (503, "Service Unavailable", TryAgain),
    ],
)
def test_a_refusal_goes_to_whoever_can_act(status: int, said: str, error: type[Exception]) -> None:
    assert isinstance(refused(status, said), error)


def test_a_message_says_what_we_did_on_what_and_what_came_back() -> None:
    assert str(refused(404, "Not Found")) == "Could not read acme/shop#12: GitHub answered 404 (Not Found)."


@pytest.mark.parametrize(("granted", "error"), [("write", Gone), ("read", Gone), ("", TellOperator)])
def test_a_404_is_a_missing_permission_where_it_was_not_granted(granted: str, error: type[Exception]) -> None:
    about = Request("read acme/shop#12", "issues", "read", granted={"issues": granted} if granted else {})
    assert isinstance(refused(404, "Not Found", about=about), error)


def test_read_is_not_enough_to_write() -> None:
    about = Request("comment on acme/shop#12", "issues", "write", granted={"issues": "read"})
    assert isinstance(refused(404, "Not Found", about=about), TellOperator)


def test_a_permission_that_only_github_can_name_is_named() -> None:
    about = Request("list the repositories")
    failure = refused(403, "Forbidden", about=about, **{"x-accepted-github-permissions": "metadata=read"})
    assert "The App needs `metadata=read`" in str(failure)


def test_a_proxys_page_is_not_taken_for_githubs_words() -> None:
    request = httpx.Request("GET", "https://api.github.com/")
    page: Response[Any, Any] = Response(httpx.Response(502, request=request, text="<html>Bad gateway"), dict)
    assert str(translate(RequestFailed(page), ABOUT)).endswith("GitHub answered 502 (Bad Gateway).")


def test_what_nobody_expected_is_a_bug_without_secrets() -> None:
    failure = translate(RequestError(LookupError("no such thing as ghs_abc.def-ghi")), ABOUT)
    assert str(failure) == "Could not read acme/shop#12: LookupError: no such thing as ghs_…"


@pytest.mark.parametrize(
    "token", ["ghs_" + "a" * 36, "ghs_4242_eyJ" + "a.b-c_" * 80, "ghp_x", "gho_x", "ghu_x", "github_pat_11A_x"]
)
def test_a_token_of_any_length_is_cut(token: str) -> None:
    shown = redact_tokens(f"Authorization: token {token} sent")
    assert (token in shown, shown.endswith("… sent")) == (False, True)
