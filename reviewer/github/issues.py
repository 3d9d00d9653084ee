"""The issues that a pull says it closes."""

import re

from reviewer.errors import Gone, TellOperator
from reviewer.github.failures import Request
from reviewer.github.pulls import owner_and_name
from reviewer.github.replies import IssueReply
from reviewer.github.session import Session
from reviewer.model.pulls import Issue, RepositoryRef

ISSUE_LIMIT = 5
"""As many are read; a pull that closes more than that is not explained by them."""

# https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
_CLOSING = re.compile(
    r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+"
    r"(?:https://[^\s/]+/(?P<path>[\w.-]+/[\w.-]+)/issues/|(?P<name>[\w.-]+/[\w.-]+)?(?:\#|\bGH-))(?P<number>\d{1,9})\b",
    re.ASCII | re.IGNORECASE,
)


def closing_references(text: str, full_name: str) -> tuple[list[int], list[str]]:
    """Return the numbers of this repository's issues that a text closes, and references to other repositories' ones.

    Both in the order of the text, each once.
    """
    here: dict[int, None] = {}
    elsewhere: dict[str, None] = {}
    for match in _CLOSING.finditer(text):
        repository = match["path"] or match["name"] or full_name
        if repository.lower() == full_name.lower():
            here[int(match["number"])] = None
        else:
            elsewhere[f"{repository}#{match['number']}"] = None
    return list(here), list(elsewhere)


def read_issues(session: Session, repository: RepositoryRef, text: str) -> tuple[tuple[Issue, ...], tuple[str, ...]]:
    """Return the issues that a text closes, five at most, and notes on those that were not read.

    Issues of other repositories are never read: what an installation may see there, readers of this pull may not.
    """
    numbers, elsewhere = closing_references(text, repository.full_name)
    issues: list[Issue] = []
    notes = [f"The issue {reference} was not read: it is in another repository." for reference in elsewhere]
    notes += [
        f"The issue #{number} was not read: only the first {ISSUE_LIMIT} are." for number in numbers[ISSUE_LIMIT:]
    ]
    for number in numbers[:ISSUE_LIMIT]:
        try:
            issues += _read(session, repository, number)
        except Gone:
            notes.append(
                f"The issue #{number} was not read: there is none, it was deleted, or issues are switched off."
            )
        except TellOperator as error:
            notes.append(f"The issue #{number} was not read. {error}")
    return tuple(issues), tuple(notes)


def _read(session: Session, repository: RepositoryRef, number: int) -> list[Issue]:
    """Return the issue; nothing when the number is a pull's, for GitHub lists pulls among the issues."""
    owner, name = owner_and_name(repository)
    request = Request(f"read issue {repository.full_name}#{number}", "issues")
    reply = session.read(IssueReply, request, lambda rest: rest.issues.get(owner, name, number))
    return [] if reply.pull_request else [Issue(f"#{number}", reply.title, reply.body or "")]
