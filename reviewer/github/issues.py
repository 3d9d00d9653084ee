"""The issues that a pull says it closes."""

from reviewer.errors import Gone, TellOperator
from reviewer.github.failures import Request
from reviewer.github.pulls import owner_and_name
from reviewer.github.replies import IssueReply
from reviewer.github.session import Session
from reviewer.model.closing import find_closing
from reviewer.model.pulls import Issue, IssueState, RepositoryRef

ISSUE_LIMIT = 5
"""As many are read; a pull that closes more than that is not explained by them."""


def closing_references(text: str, full_name: str) -> tuple[list[int], list[str]]:
    """Return the numbers of this repository's issues that a text closes, and references to other repositories' ones.

    Both in the order of the text, each once.
    """
    here: dict[int, None] = {}
    elsewhere: dict[str, None] = {}
    for found in find_closing(text):
        if found.repository.lower() in {"", full_name.lower()}:
            here[found.number] = None
        else:
            elsewhere[f"{found.repository}#{found.number}"] = None
    return list(here), list(elsewhere)


def read_issues(session: Session, repository: RepositoryRef, text: str) -> tuple[tuple[Issue, ...], tuple[str, ...]]:
    """Return the issues that a text closes, five at most read, and notes on those that were not.

    One that is not there, is a pull, or is elsewhere comes without text, and says so in its state.

    Issues of other repositories are never read: what an installation may see there, readers of this pull may not.
    """
    numbers, elsewhere = closing_references(text, repository.full_name)
    issues = [Issue(reference, "", "", IssueState.ELSEWHERE) for reference in elsewhere]
    notes = [f"The issue {reference} was not read: it is in another repository." for reference in elsewhere]
    notes += [
        f"The issue #{number} was not read: only the first {ISSUE_LIMIT} are." for number in numbers[ISSUE_LIMIT:]
    ]
    for number in numbers[:ISSUE_LIMIT]:
        try:
            issues.append(_read(session, repository, number))
        except Gone:
            issues.append(Issue(f"#{number}", "", "", IssueState.ABSENT))
            notes.append(
                f"The issue #{number} was not read: there is none, it was deleted, or issues are switched off."
            )
        except TellOperator as error:
            notes.append(f"The issue #{number} was not read. {error}")
    return tuple(issues), tuple(notes)


def _read(session: Session, repository: RepositoryRef, number: int) -> Issue:
    """Return the issue; without its text when the number is a pull's, for GitHub lists pulls among the issues."""
    owner, name = owner_and_name(repository)
    request = Request(f"read issue {repository.full_name}#{number}", "issues")
    reply = session.read(IssueReply, request, lambda rest: rest.issues.get(owner, name, number))
    if reply.pull_request:
        return Issue(f"#{number}", "", "", IssueState.PULL)
    state = IssueState.CLOSED if reply.state == "closed" else IssueState.OPEN
    return Issue(f"#{number}", reply.title, reply.body or "", state)
