"""The goal of a change, quoted from the nearest place where a person states it."""

import re
from collections.abc import Iterator

from reviewer.intent.blocks import Block, blocks
from reviewer.intent.sentences import bounded, sentences
from reviewer.model.intent import Quote, Source
from reviewer.model.pulls import Commit, Prose

_NOISE = re.compile(
    r"^(?:n/?a|none|tbd|todo|wip|no|yes|-+|see (?:title|above|issue)\b.*|please .*|thank(?:s| you)\b.*|hi\b.*|hello\b.*"
    r"|describe .*|(?:briefly|shortly) .*|what does this (?:pr|change) do\??"
    r"|(?:(?:fix(?:es|ed)?|close[sd]?|resolve[sd]?|refs?|related(?: to)?|part of|see)[:\s]+)?"
    r"(?:\S*#\d+|https?://\S+)[\s.,]*)$",
    re.IGNORECASE,
)
_CHECKLISTS = re.compile(r"checklist|type of change|test|screenshot|related|reviewer|notes?$|how has|environment|steps")
_DISCLAIMER = re.compile(r"^(?:no|not|only|just|pure|purely|this is (?:a )?(?:pure|only|just))\b", re.IGNORECASE)
"""How a paragraph begins that says what the change is not; the title says better what it is."""

_MERGE = re.compile(r"^(?:Merge (?:branch|pull|remote|tag)\b|fixup!|squash!|amend!)")


def find_goal(prose: Prose, why: Quote | None = None) -> Quote | None:
    """Return the first meaningful sentence of the description, else the title, an issue's title, a commit's subject.

    What is quoted as the why already is the goal only where nothing else is stated.
    """
    found = list(_candidates(prose))
    return next((quote for quote in found if why is None or quote.text != why.text), found[0] if found else None)


def is_noise(text: str) -> bool:
    """Return whether a text says nothing about the change: a template's words, a bare reference, a greeting."""
    return len(text) > 2_000 or bool(_NOISE.match(text)) or len(re.findall(r"\w+", text)) < 2


def subject_of(commit: Commit) -> str:
    """Return a commit's subject line; "" for merges and for what is to be folded into another commit."""
    subject = commit.message.strip().split("\n", 1)[0].strip()[:500]
    return "" if _MERGE.match(subject) else subject


def _candidates(prose: Prose) -> Iterator[Quote]:
    paragraph = next((block for block in blocks(prose.body) if _states_a_goal(block)), None)
    if paragraph is not None:
        yield Quote(_opening(paragraph.text), Source.BODY)
    if prose.title.strip():
        yield Quote(bounded(prose.title), Source.TITLE)
    for issue in prose.issues:
        if issue.title.strip():
            yield Quote(bounded(issue.title), Source.ISSUE, issue.reference)
    for commit in prose.commits:
        if subject_of(commit):
            yield Quote(bounded(subject_of(commit)), Source.COMMIT, commit.sha[:7])


def _states_a_goal(block: Block) -> bool:
    is_prose = not block.is_bullet and not block.text.endswith("?") and not _DISCLAIMER.match(block.text)
    return is_prose and not is_noise(block.text) and not _CHECKLISTS.search(block.section)


def _opening(text: str) -> str:
    """Return the first sentence, and the second where both are short."""
    first, *rest = sentences(text)
    if rest and len(first) + len(rest[0]) < 160:
        return bounded(f"{first} {rest[0]}")
    return bounded(first)
