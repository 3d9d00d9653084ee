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
    comment, sender = event.comment, event.sender or _DELETED
    is_own = is_ours(comment.performed_via_github_app, app_id)
    if event.issue.pull_request is None:
        return ()
    ref = pull_ref(installation, event.repository, event.issue.number)
    before = event.changes.body.text if event.changes and event.changes.body else ""
    if event.action == "edited" and is_own and _is_sticky(comment.body, before):
        return (_ticked(ref, comment, before, sender),)
    if event.action != "created" or is_own:
        return ()
    return _spoken(ref, event, sender)


def _spoken(ref: PullRef, event: IssueCommentEvent, sender: Account) -> tuple[Order, ...]:
    """Return what a new comment is: commands, of people only; or perhaps an answer, of the author, who may be a bot."""
    comment, author = event.comment, event.issue.user
    details: Details = {"comment": comment.id, "at": int(comment.created_at.timestamp()) if comment.created_at else 0}
    if sender.type != "Bot" and (lines := command_lines(comment.body or "")):
        details["lines"] = "\n".join(lines)
    elif author is not None and author.id == sender.id:
        details["answers"] = True
    else:
        return ()
    return (_order(ref, Channel.COMMAND, f"comment/{comment.id}", sender, details),)


def button_orders(
    event: CheckRunEvent, installation: Installation, numbers: Iterable[PullNumber], button: str
) -> tuple[Order, ...]:
    """Return what a pressed button wants done, for each pull of the head; `button` ends with what it was shown for."""
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
    name = action.identifier.partition("-")[0] if action else ""
    return action.identifier if action and name in (VALIDATE_BUTTON, ASK_BUTTON) else None


def is_ours(app: App | None, app_id: int) -> bool:
    """Return whether something was made by our App."""
    return app is not None and app.id == app_id


def _is_sticky(*texts: str | None) -> bool:
    """Return whether a comment is the card, or was until somebody wrote over it."""
    return any((text or "").startswith(STICKY_PREFIX) for text in texts)


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
