"""The one sticky comment of a pull: edited in place, found again when its id is lost, made only when there is none."""

from contextlib import suppress

from reviewer.errors import Gone
from reviewer.github.credentials import AppCredentials
from reviewer.github.failures import Request
from reviewer.github.names import STICKY_PREFIX
from reviewer.github.pulls import owner_and_name
from reviewer.github.replies import COMMENTS, CommentReply
from reviewer.github.session import PAGE, Session
from reviewer.model.ids import CommentId
from reviewer.model.pulls import PullRef

BODY_LIMIT = 65_536
"""Characters; GitHub answers 422 beyond ("Body is too long")."""


def write_sticky(session: Session, own: AppCredentials, ref: PullRef, body: str, known: CommentId | None) -> CommentId:
    """Make our comment on a pull read `body` and return its id; repeating the call is harmless.

    A create is never sent without a look for what an earlier, seemingly failed one may have left.
    """
    if not body.startswith(STICKY_PREFIX) or len(body) > BODY_LIMIT:
        raise ValueError(f"not a sticky comment of at most {BODY_LIMIT} characters: {body[:40]!r}, {len(body)}")
    if known is not None:
        # A person may have deleted it; then it is as if we did not know it.
        with suppress(Gone):
            return _edit(session, ref, known, body)
    found = _find(session, own, ref)
    if found is None:
        return _create(session, ref, body)
    return CommentId(found.id) if found.body == body else _edit(session, ref, CommentId(found.id), body)


def _find(session: Session, own: AppCredentials, ref: PullRef) -> CommentReply | None:
    """Return our oldest sticky comment: by marker *and* author, for anybody can paste a marker."""
    owner, name = owner_and_name(ref.repository)
    comments = session.read_pages(
        COMMENTS,
        Request(f"list the comments of {ref.repository.full_name}#{ref.number}", "pull_requests"),
        lambda rest, page: rest.issues.list_comments(owner, name, ref.number, per_page=PAGE, page=page),
    )
    return next((each for each in comments if _is_sticky(each, own)), None)


def is_by_us(comment: CommentReply, own: AppCredentials) -> bool:
    """Return whether our App wrote a comment."""
    app, user = comment.performed_via_github_app, comment.user
    by_app = app is not None and app.id == own.app_id
    by_login = app is None and user is not None and user.type == "Bot" and user.login == own.login
    return by_app or by_login


def _is_sticky(comment: CommentReply, own: AppCredentials) -> bool:
    return is_by_us(comment, own) and (comment.body or "").startswith(STICKY_PREFIX)


def _edit(session: Session, ref: PullRef, comment: CommentId, body: str) -> CommentId:
    owner, name = owner_and_name(ref.repository)
    request = Request(f"edit our comment on {ref.repository.full_name}#{ref.number}", "pull_requests", "write")
    session.write(CommentReply, request, lambda rest: rest.issues.update_comment(owner, name, comment, body=body))
    return comment


def _create(session: Session, ref: PullRef, body: str) -> CommentId:
    owner, name = owner_and_name(ref.repository)
    request = Request(f"comment on {ref.repository.full_name}#{ref.number}", "pull_requests", "write")
    made = session.write(
        CommentReply, request, lambda rest: rest.issues.create_comment(owner, name, ref.number, body=body)
    )
    return CommentId(made.id)
