"""What people state about the change, sentence by sentence: title, description, commits, changelog."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from reviewer.intent.blocks import Block, blocks
from reviewer.intent.documents import is_changelog
from reviewer.intent.goal import is_noise, subject_of
from reviewer.intent.sentences import bounded, sentences
from reviewer.intent.why import asks_why
from reviewer.intent.words import Terms, terms_of
from reviewer.model.intent import Quote, Source
from reviewer.model.lines import Anchor, LineRange, Side
from reviewer.model.pulls import Prose
from reviewer.model.texts import Change

MOST: Final = 40
"""Statements that are checked; what follows is not read."""

_MOST_ENTRIES = 4
"""Lines of changelogs that are taken for what this change says of itself."""

_ENTRY = re.compile(r"^\s{0,4}[-*+]\s+(\S.{9,600})$")
_CONVENTIONAL = re.compile(
    r"^(?:(?P<type>[a-z]{2,12})(?:\((?P<scope>[^()\n]{1,60})\))?!?:|\[(?P<tag>[a-z]{2,12})\])\s+(?P<rest>\S.*)$"
)
_LEAD = re.compile(
    r"^(?:\[(?P<file>[\w./ -]{1,60})\]:?\s*|[A-Z][A-Z0-9]{1,9}(?:-\d{1,6})?:\s+|[A-Z][A-Z0-9]{1,9}-\d{1,6}\s+)*"
    r"(?:`?(?P<scope>[A-Za-z_][\w./-]{1,80}(?:, ?[a-z][\w./-]{1,40}){0,3})`?:\s+)?(?=\S)"
)
"""What stands in front of a title: a ticket, a branch, a component ("[13.x] ", "KAFKA-12: ", "net/http: ")."""

_TYPES = frozenset(
    (
        "feat",
        "feature",
        "fix",
        "bugfix",
        "hotfix",
        "docs",
        "doc",
        "style",
        "refactor",
        "perf",
        "test",
        "tests",
        "build",
        "ci",
        "chore",
        "revert",
        "deps",
        "release",
        "security",
        "types",
        "wip",
        "dx",
        "minor",
        "major",
        "patch",
    )
)

_CHANGES = re.compile(
    r"^(?:(?:this|the) (?:pr|pull request|change|commit|patch|mr)\s+|this\s+|it\s+|we\s+|also,?\s+"
    r"|now,?\s+|i\s+|and\s+|have\s+|additionally,?\s+)*+"
    r"(?:add|remove|delete|drop|rename|move|extract|inline|split|merge|refactor|fix|bump|upgrade|update|change|replace"
    r"|introduce|implement|make|use|support|allow|stop|prevent|handle|improve|simplif|clean|convert"
    r"|migrate|switch|return"
    r"|raise|log|retry|cache|validate|expose|deprecate|document|enable|disable|reduce|increase|revert|format|reformat)"
    r"(?:s|es|ed|d|ing|ies|ied|y)?\b",
    re.IGNORECASE,
)
_ABOUT_THE_CHANGE = re.compile(
    r"\bno (?:(?:public|external|user-facing) )?(?:behaviou?r|functional|logic|api|interface|breaking|code"
    r"|new dependenc|dependenc)\w*\b"
    r"|\bno changes? (?:to|in)\b"
    r"|\b(?:only|pure|purely|just)\b"
    r"|\b(?:api|interface)s? (?:is|are|stays?|remains?)\b|\btest coverage\b|\btests (?:added|included)\b|^with tests\b"
    r"|\b(?:docs?|documentation|tests?|comments?|formatting|refactor(?:ing)?)(?: changes?)?[ -]only\b"
    r"|\b(?:faster|safer|all tests|performance)\b|\bdoes(?:n't| not) change\b"
    r"|backwards?[ -]compatible|without changing|\b(?:is|are|was|were) (?:added|removed|renamed|moved|extracted)\b"
    r"|\bbehaviou?r[ -]preserving\b|\bunit tests?\b",
    re.IGNORECASE,
)
_TICKED = re.compile(
    r"\b(?:added|included|wrote|written|covered)\b.{0,40}\btests?\b|\btests?\b.{0,30}\b(?:added|included|written)\b"
    r"|\b(?:bug ?fix|new feature|breaking change|documentation update|refactor\w*|dependenc(?:y|ies))\b",
    re.IGNORECASE,
)
"""What a ticked box of a template says of the change, and not of its author."""

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
        """Return the kind where it is said of the whole change: in its title, or by its only commit."""
        is_of_all = self.quote.source is Source.TITLE or (self.quote.source is Source.COMMIT and not self.is_partial)
        return self.kind if is_of_all else ""

    @cached_property
    def terms(self) -> Terms:
        """Return what the statement names."""
        return terms_of(f"{self.scope} {self.text}")


def statements(prose: Prose, change: Change | None = None) -> tuple[Statement, ...]:
    """Return the statements in the order in which people read them, each once, at most forty.

    Lines that a changelog gains in the change come last.
    """
    found: dict[str, Statement] = {}
    for statement in (*_all(prose), *_of_changelogs(change)):
        found.setdefault(statement.text.casefold().rstrip("."), statement)
    return tuple(found.values())[:MOST]


def _all(prose: Prose) -> Iterator[Statement]:
    if re.search(r"\w", prose.title):
        yield _statement(Quote(bounded(prose.title), Source.TITLE))
    for block in blocks(prose.body):
        source = Source.BOX if block.ticked else Source.BODY
        for text in _stated(block):
            yield _statement(Quote(bounded(text), source))
    for commit in prose.commits:
        subject = subject_of(commit)
        if subject and not is_noise(subject):
            quote = Quote(bounded(subject), Source.COMMIT, commit.sha[:7])
            yield _statement(quote, is_partial=len(prose.commits) > 1)
        for block in blocks(commit.message.strip().partition("\n")[2]):
            for text in _stated(block):
                quote = Quote(bounded(text), Source.COMMIT, commit.sha[:7])
                yield Statement(quote, quote.text, is_partial=len(prose.commits) > 1)


def _file(tag: str) -> str:
    """Return what stands in brackets where it is a file's name: "[13.x]" is a branch's."""
    return tag if re.fullmatch(r"[\w/.-]*[a-z_]{3,}[\w-]*\.[a-z]{1,4}", tag) else ""


def _of_changelogs(change: Change | None) -> Iterator[Statement]:
    """Yield the entries that changelogs gain; many at once are a release's, and speak of other changes."""
    entries: list[tuple[Anchor, str]] = []
    for file in change.files if change else ():
        if is_changelog(file.path):
            text = file.after.lines
            lines = [number for side, number in file.owners if side is Side.AFTER and number in text]
            entries += ((Anchor(file.path, Side.AFTER, LineRange(number, number)), text[number]) for number in lines)
    told = [(anchor, found[1].strip()) for anchor, line in entries if (found := _ENTRY.match(line))]
    for anchor, entry in told if len(told) <= _MOST_ENTRIES else ():
        if not is_noise(entry):
            quote = Quote(bounded(entry), Source.CHANGELOG, f"{anchor.path}:{anchor.lines.start}")
            yield Statement(quote, quote.text, is_partial=True)


def _statement(quote: Quote, *, is_partial: bool = False) -> Statement:
    found = _CONVENTIONAL.match(quote.text)
    if found:
        kind = found["type"] or found["tag"]
        # What is no type that people agree on is the component: "net: add a limit".
        scope = found["scope"] or ("" if kind in _TYPES or found["tag"] else kind)
        rest = _LEAD.sub("", found["rest"], count=1) or found["rest"]
        return Statement(quote, rest, kind, scope, is_partial)
    lead = _LEAD.match(quote.text)
    scope = (lead["scope"] or _file(lead["file"] or "")) if lead else ""
    return Statement(quote, quote.text[lead.end() :] if lead else quote.text, "", scope, is_partial)


def _stated(block: Block) -> Iterator[str]:
    """Yield the sentences that state a change; an unticked box states nothing, a ticked one what can be checked."""
    if block.ticked is False or asks_why(block):
        return
    is_list = block.is_bullet and block.ticked is None and not _NOT_CLAIMS.search(block.section)
    for sentence in sentences(block.text):
        stated = _CHANGES.match(sentence) if block.ticked is None else _TICKED.search(sentence)
        speaks = _ABOUT_THE_CHANGE.search(sentence) or stated
        if len(sentence) <= 600 and (speaks or is_list) and not is_noise(sentence) and not sentence.endswith("?"):
            yield sentence
