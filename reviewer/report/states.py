"""Check runs of heads that were not reviewed: what happened, what happens next. None looks like a clean one."""

from enum import Enum
from urllib.parse import quote

from reviewer.model.ids import PullNumber
from reviewer.model.installations import Lack
from reviewer.model.policy import Mode
from reviewer.model.published import CheckReport
from reviewer.model.review import Conclusion, Review
from reviewer.report.check import RERUN, TITLE_LIMIT, check_title
from reviewer.report.comment import MARKER
from reviewer.report.markdown import render_markdown
from reviewer.report.neutral import ours, plain


class Waiting(Enum):
    """Why a head has no review of its own: the title's words, what that means, and what happens next."""

    DRAFT = (
        "Not reviewed: draft",
        "This pull request is a draft, and the policy does not ask for reviews of drafts.",
        "It is reviewed as soon as it is marked ready for review.",
    )
    MUTED = (
        "Not reviewed: muted by the policy",
        "The policy file on the default branch mutes the App in this repository.",
        "Nothing happens until the policy is changed.",
    )
    MERGE_GROUP = (
        "Not reviewed: the pull request behind it was not",
        "This commit was made by the merge queue from a pull request of which no newest head was reviewed.",
        "See the review-queue check and the comment of each pull request in the queue.",
    )
    CLOSED = (
        "Not reviewed: closed",
        "The pull request was closed before this head was reviewed.",
        "It is reviewed when it is opened again.",
    )
    SUPERSEDED = (
        "Not reviewed: superseded by a newer head",
        "Commits were pushed before this head was reviewed.",
        "The newest head of the pull request is reviewed instead.",
    )


_WAITING = "the App waits for permissions"

_NEVER_BLOCKS = frozenset({Waiting.MUTED})

_FAILURES = {
    "bug": "something went wrong inside the reviewer",
    "too long": "the review took longer than its limit",
    "died": "the process that made the review ended before its time",
    "busy": "GitHub, or the reviewer's own database, did not answer for too long",
    "told": "whoever runs the reviewer has to mend something first; its log says what",
}
"""What people are told of an order that failed for good, by how it ended.

Only what is for the author speaks for itself: the words for the operator may name paths and hosts.
"""


def render_waiting(waiting: Waiting, mode: Mode) -> CheckReport:
    """Return the check run of a head that is not reviewed on purpose.

    In gate mode it ends `action_required` (law 8), but for a muted repository.
    """
    title, what, then = waiting.value
    conclusion = Conclusion.NEUTRAL if waiting in _NEVER_BLOCKS else _not_reviewed(mode)
    return CheckReport(conclusion, title, _summary(what, then), "", buttons=(RERUN,))


def render_merge_group(review: Review, number: PullNumber) -> CheckReport:
    """Return the check run of a merge queue's own commit: the conclusion of the pull behind it."""
    what = "This commit was made by the merge queue from a pull request, whose conclusion it takes."
    title = f"{check_title(review)} · pull request {number}"[:TITLE_LIMIT]
    return CheckReport(review.conclusion, title, _summary(what, "See the check and the comment there."), "")


def render_failed(what: str, *, then: str, mode: Mode, error_id: str | None = None) -> CheckReport:
    """Return the check run of a head that could not be reviewed.

    `what` happened ("2 files over the size limit", "GitHub answered 503"), in words for people; `then` is a sentence on
    what happens next or what to do; `error_id` finds a bug's trace in the operator's log.
    """
    title = f"Not reviewed: {plain(what, 200)}"[:TITLE_LIMIT]
    return CheckReport(_not_reviewed(mode), title, _summary(what, then, error_id), "", buttons=(RERUN,))


def render_given_up(why: str, *, mode: Mode, error_id: str) -> CheckReport:
    """Return the check run of a head whose review was tried often enough; `why` is "ending: details".

    Only details for the author are shown; all others are in the operator's log, where `error_id` finds them.
    """
    ending, _, details = why.partition(": ")
    what = details if ending == "author" else _FAILURES.get(ending, _FAILURES["bug"])
    then = "It was tried several times, and is not tried again by itself: press Re-run, or push."
    return render_failed(what, then=then, mode=mode, error_id=error_id)


def render_lack(lack: Lack, mode: Mode) -> CheckReport:
    """Return the check run of a head that is not reviewed for want of permissions."""
    return CheckReport(_not_reviewed(mode), f"Not reviewed: {_WAITING}", _lack(lack), "", buttons=(RERUN,))


def render_lack_comment(lack: Lack) -> str:
    """Return the sticky comment of a pull that is not reviewed for want of permissions; its review takes its place."""
    # No head: what is missing does not change with a push, and the comment is written once.
    marker = ours(f'{MARKER} v1 {{"head": ""}} -->')
    return f"{marker}\n**Not reviewed yet: {_WAITING}**\n\n{_lack(lack)}"


def _lack(lack: Lack) -> str:
    # Encoded so that nothing in it ends the link.
    url = ours(quote(lack.url, safe=":/?&=#%~+,;@"))
    return str(render_markdown("permissions.md.j2", missing=lack.missing, url=url))


def _not_reviewed(mode: Mode) -> Conclusion:
    return Conclusion.ACTION_REQUIRED if mode is Mode.GATE else Conclusion.NEUTRAL


def _summary(what: str, then: str, error_id: str | None = None) -> str:
    return str(render_markdown("not_reviewed.md.j2", what=what, then=then, error_id=error_id))
