"""How a model's words stand on the card: folded, below everything that was computed, each linked to its units."""

from dataclasses import dataclass

from reviewer.model.ids import UnitId
from reviewer.model.wording import Sentence, Silence, Wording
from reviewer.report.card import Card, UnitLine
from reviewer.report.phrases import count, listing

MOST_IDS = 12

_SILENT = {
    Silence.AWAITED: "No model yet: it is being asked, and this comment is edited when it has answered",
    Silence.AWAY: "No model: its process did not answer",
    Silence.FAILED: "No model: it gave no usable answer",
}


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence with the lines of the units that it cites."""

    text: str
    units: tuple[UnitLine, ...]


def cited_sentences(card: Card, wording: Wording | None) -> tuple[CitedSentence, ...]:
    """Return a model's sentences; one that cites a unit which this review has not is not shown (law 10)."""
    lines = {line.id: line for line in card.lines}
    return tuple(
        CitedSentence(sentence.text, tuple(lines[unit] for unit in sentence.units))
        for sentence in (wording.sentences if wording else ())
        if _is_anchored(sentence, lines)
    )


def tally(sentences: tuple[CitedSentence, ...]) -> str:
    """Return the line of the fold."""
    return f"In a model's words: {count(len(sentences), 'sentence')}, not checked for truth"


def part_of_model(wording: Wording | None) -> str:
    """Return what part a model had in the card: none, none yet, or which one, what it was sent and what it cost."""
    if wording is None:
        return "No language model had a part in it: every word here is ours or quoted."
    if wording.silence is not None:
        return f"{_SILENT[wording.silence]}. Every word here is ours or quoted."
    return f"{_spent(wording)} {_sent(wording)} {_kept(wording)} It had no part in the rest."


def _is_anchored(sentence: Sentence, lines: dict[UnitId, UnitLine]) -> bool:
    return bool(sentence.units) and all(unit in lines for unit in sentence.units)


def _spent(wording: Wording) -> str:
    if wording.tokens is None:
        return f"Model `{wording.model}`, tokens not counted by its server."
    return f"Model `{wording.model}`, {wording.tokens.read:,} tokens read and {wording.tokens.written:,} written."


def _sent(wording: Wording) -> str:
    units, sent = wording.sent.units, wording.sent
    more = len(units) - MOST_IDS
    ids = listing([*units[:MOST_IDS], f"{more} more"] if more > 0 else list(units))
    left = f"; {count(sent.left, 'more unit')} did not fit" if sent.left else ""
    return f"Sent, without code: {ids} ({sent.size:,} bytes, prompt `{wording.prompt[:8]}`){left}."


def _kept(wording: Wording) -> str:
    kept = count(len(wording.sentences), "sentence")
    if not wording.dropped:
        return f"Shown: {kept}."
    return f"Shown: {kept}; dropped: {wording.dropped}, for words that their units do not hold or for a judgement."
