"""What we say to a person outside of the card: a reaction under a comment, or a reply, written once."""

from reviewer.github.comments import is_by_us
from reviewer.github.credentials import AppCredentials
from reviewer.github.failures import Request
from reviewer.github.pulls import owner_and_name
from reviewer.github.replies import COMMENTS, CommentReply, ReactionReply
from reviewer.github.session import PAGE, Session
from reviewer.model.acts import Reaction
from reviewer.model.ids import CommentId
from reviewer.model.pulls import PullRef, RepositoryRef


def put_reaction(session: Session, repository: RepositoryRef, comment: CommentId, reaction: Reaction) -> None:
    """Put a reaction of ours under a comment; GitHub keeps one of a kind."""
    owner, name = owner_and_name(repository)
    request = Request(f"react to a comment in {repository.full_name}", "pull_requests", "write")
    session.write(
        ReactionReply,
        request,
        lambda rest: rest.reactions.create_for_issue_comment(owner, name, comment, content=reaction.value),
    )


def write_reply(session: Session, own: AppCredentials, ref: PullRef, body: str) -> None:
    """Write a comment, unless one of ours begins with the same line: that is its mark, and an earlier try left it."""
    owner, name = owner_and_name(ref.repository)
    mark = body.split("\n", 1)[0]
    comments = session.read_pages(
        COMMENTS,
        Request(f"list the comments of {ref.repository.full_name}#{ref.number}", "pull_requests"),
        lambda rest, page: rest.issues.list_comments(owner, name, ref.number, per_page=PAGE, page=page),
    )
    if any(is_by_us(each, own) and (each.body or "").split("\n", 1)[0] == mark for each in comments):
        return
    request = Request(f"reply on {ref.repository.full_name}#{ref.number}", "pull_requests", "write")
    session.write(CommentReply, request, lambda rest: rest.issues.create_comment(owner, name, ref.number, body=body))
