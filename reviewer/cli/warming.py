"""What every review needs is loaded once, before the processes that make reviews are forked off."""

from contextlib import suppress

from githubkit import UnauthAuthStrategy
from githubkit_schemas.v2022_11_28 import models

from reviewer.diff.languages import BY_SUFFIX
from reviewer.diff.reading import load_grammars
from reviewer.github.connection import VERSION, Connection
from reviewer.github.credentials import AppCredentials, signing_key
from reviewer.model.files import FileChange, FileSide, Hunk
from reviewer.model.ids import PullNumber, Sha
from reviewer.model.lines import LineRange
from reviewer.model.parsing import PARSE_ALL
from reviewer.model.published import PullLinks
from reviewer.model.pulls import PullSnapshot
from reviewer.model.serial import dump_diff, dump_review, parse_diff, parse_review
from reviewer.pipeline import diff_snapshot, review_diff
from reviewer.report.check import render_check
from reviewer.report.comment import render_comment
from reviewer.report.markdown import load_templates

_ROOMS = ("apps", "checks", "issues", "pulls", "repos")
"""The parts of GitHub's API that attempts call."""

_SHAPES = (
    "AppInstallationsInstallationIdAccessTokensPostBody",
    "BasicError",
    "CheckRun",
    "CombinedCommitStatus",
    "EventsGetResponse503",
    "HookDeliveryItem",
    "Installation",
    "InstallationRepositoriesGetResponse200",
    "InstallationToken",
    "Issue",
    "IssueComment",
    "PullRequest",
    "PullRequestReview",
    "PullRequestSimple",
    "ReposOwnerRepoCheckRunsCheckRunIdPatchBodyAnyof0",
    "ReposOwnerRepoCheckRunsCheckRunIdPatchBodyAnyof1",
    "ReposOwnerRepoCheckRunsPostBodyOneof0",
    "ReposOwnerRepoCheckRunsPostBodyOneof1",
    "ReposOwnerRepoCommitsRefCheckRunsGetResponse200",
    "ReposOwnerRepoCommitsRefCheckSuitesGetResponse200",
    "ReposOwnerRepoIssuesCommentsCommentIdPatchBody",
    "ReposOwnerRepoIssuesIssueNumberCommentsPostBody",
    "ValidationError",
)
"""The requests and replies of those calls, as githubkit checks them."""


def warm_up() -> None:
    """Make a review of one line and word it, and load grammars, templates, and what calls of GitHub's API need.

    Nothing is connected.
    """
    load_grammars(f"warm{suffix}" for suffix in BY_SUFFIX)
    load_templates()
    side = FileSide("warm.py", content=b"warm = True\n")
    snapshot = PullSnapshot((FileChange(None, side, (Hunk(None, LineRange(1, 1)),)),))
    review = review_diff(snapshot, parse_diff(dump_diff(diff_snapshot(snapshot))), None, None, PARSE_ALL)
    links = PullLinks("https://github.com", "owner/name", PullNumber(1), Sha("0" * 40))
    render_comment(review, links)
    render_check([(links, parse_review(dump_review(review)))])
    _load_github()


def warm_key(credentials: AppCredentials) -> None:
    """Read the App's key; what is wrong with it is left for an attempt to say."""
    with suppress(ValueError):
        signing_key(credentials.private_key)


def _load_github() -> None:
    for name in _SHAPES:
        getattr(models, name)
    # Opened and closed without a request: what makes requests is imported, and the certificates we trust are read.
    with Connection("https://api.github.com").github(UnauthAuthStrategy()) as github:
        for room in _ROOMS:
            getattr(github.rest(VERSION), room)
