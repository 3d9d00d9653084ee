"""Issues that a text says it closes, with the words that say so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
_CLOSING = re.compile(
    r"\b(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):?\s+"
    r"(?:https://[^\s/]+/(?P<path>[\w.-]+/[\w.-]+)/issues/|(?P<name>[\w.-]+/[\w.-]+)?(?:\#|\bGH-))(?P<number>\d{1,9})\b",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Closing:
    """A reference that closes: `text` as written, `repository` "" for the text's own."""

    text: str
    repository: str
    number: int


def find_closing(text: str) -> Iterator[Closing]:
    """Yield what a text closes, in order: "Fixes #12", "closes owner/name#12", "Resolved: https://…/issues/12"."""
    for found in _CLOSING.finditer(text):
        yield Closing(" ".join(found[0].split()), found["path"] or found["name"] or "", int(found["number"]))
