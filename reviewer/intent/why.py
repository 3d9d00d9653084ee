"""The why of a change, quoted only where a person gives a reason. Missing one is better than inventing one."""

import re
from collections.abc import Iterable, Iterator

from reviewer.intent.blocks import Block, blocks
from reviewer.intent.goal import is_noise
from reviewer.intent.sentences import bounded, sentences
from reviewer.model.intent import Quote, Source
from reviewer.model.pulls import Prose

_SECTIONS = re.compile(r"^(?:the )?(?:why\b|motivation|rationale|reason|background|problem\b|context$)")
_NO_REASON = re.compile(
    r"^(?:\W*(?:n/?a|none|not applicable|tbd|todo|see (?:title|above|issue))\b|\W*(?:why (?:is|do)|please|describe)\b)",
    re.IGNORECASE,
)
_REASONS = re.compile(
    r"\bbecause\b(?! +you\b)"
    r"|\bso that\b(?!')"
    r"|\bin order to\b"
    r"|\bdue to\b(?! (?:be|land|ship|expire|start|go|release)\b)"
    r"|(?:^|, )since (?:it|they|we|there|this|that|these|those)\b"
    r"|(?<!how )(?<!need )(?<!needs )(?<!want )(?<!wants )(?<!trying )(?<!going )(?<!able )(?<!used )(?<!have )"
    r"(?<!has )(?<!attempt )(?<!attempts )\bto (?:fix|avoid|prevent|stop|work around)\b"
    r"|\b(?:[sS]upport|[uU]sers?|[cC]ustomers?|[pP]eople|[wW]e|[oO]perators?) (?:got|get|gets|keep|kept|received"
    r"|reported|report|complained|complain|saw|hit|were seeing|are seeing|have seen)\b"
    r"|\b(?:[sS]upport|[uU]sers?|[cC]ustomers?|[pP]eople|[oO]perators?) (?:asked|ask|wanted|want|needed|need)\b"
    r"|\b(?:[oO]therwise|[wW]ithout this|[wW]ithout it),"
)
_AIM_AT_START = re.compile(r"^(?:[tT]o (?:fix|avoid|prevent|stop|work around)|[sS]o that)\b")


def find_why(prose: Prose) -> Quote | None:
    """Return a sentence that gives a reason, verbatim, or None, which is shown as "not stated".

    A section that asks for it comes first, then a sentence with a reason in the description, the title, an issue, a
    commit message. Questions, templates and quotations of others are no reasons.
    """
    return next(_candidates(prose), None)


def asks_why(block: Block) -> bool:
    """Return whether a block stands under a heading that asks for the reason."""
    return bool(_SECTIONS.match(block.section))


def _candidates(prose: Prose) -> Iterator[Quote]:
    body = blocks(prose.body)
    yield from (Quote(text, Source.BODY) for text in _from_sections(body))
    yield from (Quote(text, Source.BODY) for text in _from_sentences(body))
    yield from (Quote(text, Source.TITLE) for text in _from_sentences((Block(prose.title[:500]),)))
    for issue in prose.issues:
        told = blocks(issue.body)
        for text in (*_from_sections(told), *_from_sentences(told)):
            yield Quote(text, Source.ISSUE, issue.reference)
    for commit in prose.commits:
        for text in _from_sentences(blocks(commit.message)):
            yield Quote(text, Source.COMMIT, commit.sha[:7])


def _from_sections(found: Iterable[Block]) -> Iterator[str]:
    for block in found:
        if asks_why(block) and not _NO_REASON.match(block.text) and block.ticked is None:
            first = sentences(block.text)[0]
            if not is_noise(first) and not first.endswith("?"):
                yield bounded(first)


def _from_sentences(found: Iterable[Block]) -> Iterator[str]:
    for block in found:
        # A list item's reason is that of a detail.
        for sentence in sentences(block.text) if block.ticked is None and not block.is_bullet else ():
            if _gives_a_reason(sentence):
                yield bounded(sentence)


def _gives_a_reason(sentence: str) -> bool:
    if sentence.endswith("?") or len(sentence) > 600 or is_noise(sentence):
        return False
    return bool(_REASONS.search(sentence) or _AIM_AT_START.match(sentence))
