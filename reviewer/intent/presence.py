"""Checks that what a statement announces is there at all: names, words, and lines that come or go."""

import re
from collections.abc import Iterator
from typing import Final

from reviewer.intent.evidence import Evidence, Finding
from reviewer.intent.statements import Statement
from reviewer.intent.words import terms_of
from reviewer.model.intent import Verdict
from reviewer.model.lines import Side

_SAID = r"(?:(?:this|the) (?:pr|pull request|change|commit|patch)\s+|it\s+|also,?\s+|and\s+|we\s+|i\s+)*+"
_BRINGS = re.compile(
    rf"^{_SAID}(?:add|introduce|implement|create|support|allow|expose|provide|enable)(?:s|ed|d)?\b(?! for\b)",
    re.IGNORECASE,
)
_TAKES = re.compile(rf"^{_SAID}(?:remove|delete|drop)(?:s|ed|d|ing)?\b", re.IGNORECASE)
AT_RUN_TIME: Final = re.compile(r"\b(?:if|when|before|after|while|until|unless|during)\b", re.IGNORECASE)
"""Words by which a sentence may say what the program adds or removes, and not the change."""

_ADDS = re.compile(rf"^{_SAID}(?:add|introduce|implement|create)(?:s|ed|d|ing)?$", re.IGNORECASE)
_WHERE = re.compile(r" (?:to|in|into|from|on) ")
_PAST = re.compile(r"\bintroduced? (?:a |the )?(?:regression|bug|problem)", re.IGNORECASE)
_TICKED = re.compile(r"`[^`\n]{1,120}`")
_WORD = re.compile(r"[A-Za-z]{4,}")
_FEWEST_WORDS = 2
_STEM = 5
"""Letters of a word that are looked for, so that "retries" is found in "retry"."""


def check_presence(statement: Statement, evidence: Evidence) -> Finding | None:
    """Find what is announced and not there: unsupported where the diff, read whole, shows no trace of it.

    A name written as code counts as shown wherever it stands, be it in a remark or within a longer name; of plain
    words one of all is enough. So nothing is said of what is merely called otherwise in part.
    """
    if (
        statement.is_partial
        or not evidence.is_all_read
        or not (_BRINGS.match(statement.text) or _TAKES.match(statement.text))
    ):
        return None
    return _names(statement, evidence) or _words(statement, evidence) or _direction(statement, evidence)


def _names(statement: Statement, evidence: Evidence) -> Finding | None:
    # What stands behind "to" or "in" is where it goes, and may be named otherwise there, unless it is written as code.
    what, *where = _WHERE.split(statement.text, maxsplit=1)
    names = sorted(terms_of(" ".join((what, *_TICKED.findall(" ".join(where))))).names)
    if not names or any(evidence.shows(name) for name in names):
        return None
    listed = ", ".join(f"`{name[:60]}`" for name in names[:3])
    return Finding(Verdict.UNSUPPORTED, f"{listed} {'is' if len(names) == 1 else 'are'} nowhere in this change")


def _words(statement: Statement, evidence: Evidence) -> Finding | None:
    said = _BRINGS.match(statement.text)
    if not said:
        return None
    words = list(_significant(statement.text[said.end() :]))
    # What is allowed or supported is seldom written as it is said.
    fewest = _FEWEST_WORDS if _ADDS.match(said[0]) else _FEWEST_WORDS + 1
    if len(words) < fewest or any(word[:_STEM] in evidence.shown for word in words):
        return None
    listed = ", ".join(words[:3])
    return Finding(Verdict.UNSUPPORTED, f"no word of it ({listed}) is anywhere in this change")


def _significant(text: str) -> Iterator[str]:
    return (word.lower() for word in _WORD.findall(text) if word.lower() not in _LITTLE)


_LITTLE = frozenset(
    (
        "with",
        "from",
        "that",
        "this",
        "when",
        "into",
        "more",
        "some",
        "only",
        "also",
        "their",
        "there",
        "which",
        "where",
        "while",
        "after",
        "before",
        "without",
        "instead",
        "missing",
        "ability",
        "possibility",
        "better",
        "proper",
        "comma",
        "space",
        "import",
        "imports",
        "function",
        "functions",
        "method",
        "methods",
        "back",
        "fixes",
        "configuration",
        "these",
        "those",
        "changes",
        "documentation",
        "page",
        "pages",
        "section",
        "example",
        "examples",
        "docs",
        "things",
        "flag",
        "flags",
        "release",
        "notes",
        "note",
        "check",
        "checks",
        "debug",
        "typo",
        "info",
        "details",
        "stuff",
    )
)


def _direction(statement: Statement, evidence: Evidence) -> Finding | None:
    """Find "adds …" where no line comes, and "removes …" where none goes."""
    if AT_RUN_TIME.search(statement.text):
        return None
    added, removed = (any(line.strip() for line in evidence.raw_lines[side]) for side in (Side.AFTER, Side.BEFORE))
    if _TAKES.match(statement.text) and added and not removed:
        return Finding(Verdict.UNSUPPORTED, "no line is removed in this change")
    if _BRINGS.match(statement.text) and removed and not added:
        return Finding(Verdict.UNSUPPORTED, "no line is added in this change")
    return None
