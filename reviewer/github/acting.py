"""What a person does to a review, as orders: boxes ticked, buttons pressed, commands written. Pure, as all orders."""

from collections.abc import Iterable
from hashlib import sha256

from reviewer.github.events import CheckRunEvent, IssueCommentEvent
from reviewer.github.names import ASK_BUTTON, STICKY_PREFIX, VALIDATE_BUTTON
from reviewer.github.ordering import pull_ref
from reviewer.github.payloads import Account, App, Comment, Installation
from reviewer.github.ticks import flips_of
from reviewer.model.acts import AccountId, Channel, Person
from reviewer.model.ids import CommentId, PullNumber, UnitId
from reviewer.model.orders import Details, act_order
from reviewer.model.pulls import PullRef
from reviewer.model.work import Order
from reviewer.triage.commands import command_lines

_DELETED = Account(id=0, login="ghost")


def comment_orders(event: IssueCommentEvent, installation: Installation, app_id: int) -> tuple[Order, ...]:
    """Return what a comment on a pull wants done.

    A new one may hold commands, or answer a question. An edit counts of our own sticky comment only: edits of commands
    do nothing.
    """
    comment, issue, sender = event.comment, event.issue, event.sender or _DELETED
    if issue.pull_request is None:
        return ()
    ref = pull_ref(installation, event.repository, issue.number)
    is_sticky = is_ours(comment.performed_via_github_app, app_id) and (comment.body or "").startswith(STICKY_PREFIX)
    if event.action == "edited" and is_sticky:
        return (_ticked(ref, comment, event.changes.body.text if event.changes and event.changes.body else "", sender),)
    if event.action != "created" or comment.performed_via_github_app is not None:
        return ()
    if lines := command_lines(comment.body or ""):
        details: Details = {"comment": comment.id, "lines": "\n".join(lines)}
        return (_order(ref, Channel.COMMAND, f"comment/{comment.id}", sender, details),)
    is_author = issue.user is not None and issue.user.id == sender.id
    return (_order(ref, Channel.COMMAND, f"comment/{comment.id}", sender, {"answers": True}),) if is_author else ()


def button_orders(
    event: CheckRunEvent, installation: Installation, numbers: Iterable[PullNumber], button: str
) -> tuple[Order, ...]:
    """Return what a pressed button wants done, for each pull of the head."""
    sender, head = event.sender or _DELETED, event.check_run.head_sha
    return tuple(
        _order(
            pull_ref(installation, event.repository, number),
            Channel.BUTTON,
            f"button/{button}/{head}/{sender.id}",
            sender,
            {"button": button, "head": head},
        )
        for number in numbers
    )


def pressed(event: CheckRunEvent) -> str | None:
    """Return which button was pressed that is an act; the one for a new run is none."""
    action = event.requested_action if event.action == "requested_action" else None
    return action.identifier if action and action.identifier in (VALIDATE_BUTTON, ASK_BUTTON) else None


def is_ours(app: App | None, app_id: int) -> bool:
    """Return whether something was made by our App."""
    return app is not None and app.id == app_id


def _ticked(ref: PullRef, comment: Comment, before: str, sender: Account) -> Order:
    body = comment.body or ""
    flips = flips_of(before, body)
    edit = sha256(f"{sender.id}\n{before}\n{body}".encode("utf-8", "surrogatepass")).hexdigest()[:16]
    details: Details = {
        "comment": CommentId(comment.id),
        "card": flips.card,
        "validated": _listed(flips.validated),
        "taken_back": _listed(flips.taken_back),
    }
    return _order(ref, Channel.CHECKBOX, f"edit/{comment.updated_at}/{edit}", sender, details)


def _listed(units: Iterable[UnitId]) -> str:
    return ",".join(units)


def _order(ref: PullRef, channel: Channel, cause: str, sender: Account, details: Details) -> Order:
    return act_order(ref, channel, cause, Person(AccountId(sender.id), sender.login), details)
