"""What people state about the change, sentence by sentence: the title, the description, commit subjects."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from reviewer.intent.blocks import Block, blocks
from reviewer.intent.goal import is_noise, subject_of
from reviewer.intent.sentences import bounded, sentences
from reviewer.intent.why import asks_why
from reviewer.intent.words import Terms, terms_of
from reviewer.model.intent import Quote, Source
from reviewer.model.pulls import Prose

MOST: Final = 40
"""Statements that are checked; what follows is not read."""

_CONVENTIONAL = re.compile(
    r"^(?:(?P<type>[a-z]{2,12})(?:\((?P<scope>[^()\n]{1,60})\))?!?:|\[(?P<tag>[a-z]{2,12})\])\s+(?P<rest>\S.*)$"
)
_CHANGES = re.compile(
    r"^(?:(?:this|the) (?:pr|pull request|change|commit|patch|mr)\s+|it\s+|we\s+|also,?\s+|now,?\s+|i\s+|and\s+)*+"
    r"(?:add|remove|delete|drop|rename|move|extract|inline|split|merge|refactor|fix|bump|upgrade|update|change|replace"
    r"|introduce|implement|make|use|support|allow|stop|prevent|handle|improve|simplif|clean|convert|migrate|switch|return"
    r"|raise|log|retry|cache|validate|expose|deprecate|document|enable|disable|reduce|increase|revert|format|reformat)"
    r"(?:s|es|ed|d|ing|ies|ied|y)?\b",
    re.IGNORECASE,
)
_ABOUT_THE_CHANGE = re.compile(
    r"\bno (?:behaviou?r|functional|logic|api|breaking|code|new dependenc|dependenc)\w*\b"
    r"|\b(?:only|pure|purely|just)\b"
    r"|backwards?[ -]compatible|without changing|\b(?:is|are|was|were) (?:added|removed|renamed|moved|extracted)\b"
    r"|\bbehaviou?r[ -]preserving\b|\bunit tests?\b",
    re.IGNORECASE,
)
_NOT_CLAIMS = re.compile(
    r"checklist|how (?:has|was|to)|test plan|steps|screenshot|environment|related|reviewer|type of change"
)


@dataclass(frozen=True)
class Statement:
    """A sentence about the change. `kind` and `scope` are those of a conventional commit, else "".

    `is_partial` says that it speaks of one commit among several, so that "docs only" is not said of the whole change.
    """

    quote: Quote
    text: str
    kind: str = ""
    scope: str = ""
    is_partial: bool = False

    @property
    def kind_of_all(self) -> str:
        """Return the kind where it is said of the whole change: in its title."""
        return self.kind if self.quote.source is Source.TITLE else ""

    @cached_property
    def terms(self) -> Terms:
        """Return what the statement names."""
        return terms_of(f"{self.scope} {self.text}")


def statements(prose: Prose) -> tuple[Statement, ...]:
    """Return the statements in the order in which people read them, each once, at most forty."""
    found: dict[str, Statement] = {}
    for statement in _all(prose):
        found.setdefault(statement.text.casefold().rstrip("."), statement)
    return tuple(found.values())[:MOST]


def _all(prose: Prose) -> Iterator[Statement]:
    if re.search(r"\w", prose.title):
        yield _statement(Quote(bounded(prose.title), Source.TITLE))
    for block in blocks(prose.body):
        for text in _stated(block):
            yield _statement(Quote(bounded(text), Source.BODY))
    for commit in prose.commits:
        subject = subject_of(commit)
        if subject and not is_noise(subject):
            quote = Quote(bounded(subject), Source.COMMIT, commit.sha[:7])
            yield _statement(quote, is_partial=len(prose.commits) > 1)


def _statement(quote: Quote, *, is_partial: bool = False) -> Statement:
    found = _CONVENTIONAL.match(quote.text)
    if found:
        return Statement(quote, found["rest"], found["type"] or found["tag"], found["scope"] or "", is_partial)
    return Statement(quote, quote.text, is_partial=is_partial)


def _stated(block: Block) -> Iterator[str]:
    """Yield the sentences that state a change; an unticked box states nothing, a ticked one what can be checked."""
    if block.ticked is False or asks_why(block):
        return
    is_list = block.is_bullet and block.ticked is None and not _NOT_CLAIMS.search(block.section)
    for sentence in sentences(block.text):
        speaks = _ABOUT_THE_CHANGE.search(sentence) or (block.ticked is None and _CHANGES.match(sentence))
        if len(sentence) <= 600 and (speaks or is_list) and not is_noise(sentence) and not sentence.endswith("?"):
            yield sentence
