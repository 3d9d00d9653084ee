"""What the folded parts hold, each in one line of words."""

from collections import Counter
from collections.abc import Iterable, Sequence

from reviewer.model.plan import Lane
from reviewer.model.units import ProofKind
from reviewer.report.card import Card, NumberedClaim, UnitLine
from reviewer.report.phrases import count, listing
from reviewer.report.unread import unread_items

MOST_IDS = 8

_PROVED = {
    ProofKind.FORMATTING: "formatting only",
    ProofKind.COMMENT: "comments only",
    ProofKind.MOVE: "moved unchanged",
    ProofKind.RENAME: "renamed only",
    ProofKind.IMPORT_ORDER: "import order only",
}


def at_rest(card: Card) -> str:
    """Return why no unit needs anyone: "9 by proof, 2 exempt, 1 at a glance"."""
    parts = [
        (len(card.folded[Lane.MECHANICAL]), "by proof"),
        (len(card.folded[Lane.EXEMPT]), "exempt"),
        (len(card.folded[Lane.GLANCE]), "at a glance"),
        (len(card.seen), "validated by a person"),
        (len(card.open), "waiting on the author"),
    ]
    return ", ".join(f"{number:,} {words}" for number, words in parts if number)


def glance(lines: Sequence[UnitLine]) -> str:
    """Return the line of the units that were explained and are of low risk."""
    return f"{count(len(lines), 'unit')} at a glance: low risk, explained by what is stated, not proved"


def mechanical(lines: Sequence[UnitLine]) -> str:
    """Return "27 units need no eyes, by proof: 18 moved unchanged, 9 formatting only"."""
    kinds = (_PROVED[line.unit.proof.kind] for line in lines if line.unit.proof)
    return f"{count(len(lines), 'unit')} {'needs' if len(lines) == 1 else 'need'} no eyes, by proof: {_tally(kinds)}"


def exempt(lines: Sequence[UnitLine]) -> str:
    """Return "3 units exempt by policy, not proved: lock file (2), generated (1)"."""
    tally = Counter(line.unit.exempt or "" for line in lines).most_common()
    reasons = [reason if len(tally) == 1 else f"{reason} ({number:,})" for reason, number in tally]
    return f"{count(len(lines), 'unit')} exempt by policy, not proved: {', '.join(reasons)}"


def seen(lines: Sequence[UnitLine]) -> str:
    """Return the line of the units that a person validated."""
    people = {line.standing.by for line in lines if line.standing}
    return f"{count(len(lines), 'unit')} validated by {'a person' if len(people) < 2 else f'{len(people):,} people'}"


def claims(numbered: Sequence[NumberedClaim]) -> str:
    """Return "5 claims: 4 verified, 1 not checkable"."""
    return f"{count(len(numbered), 'claim')}: {_tally(item.claim.verdict.value for item in numbered)}"


def unread(card: Card) -> str:
    """Return how much was not fully read."""
    return f"What was not looked at, or only as lines: {count(len(unread_items(card.review)), 'remark')}"


def unclaimed(card: Card) -> str:
    """Return which units that need eyes nothing stated explains."""
    if len(card.unclaimed) == card.needing:
        every = "the one unit that needs you" if card.needing == 1 else f"all {card.needing:,} units that need you"
        return f"{every} — nothing stated explains {'it' if card.needing == 1 else 'them'}"
    named = list(card.unclaimed[:MOST_IDS])
    left = len(card.unclaimed) - len(named)
    listed = listing([*named, f"{left:,} more"] if left else named)
    return f"{listed} — nothing stated explains {'it' if len(card.unclaimed) == 1 else 'them'}"


def _tally(words: Iterable[str]) -> str:
    """Return counted words, the most frequent first, ties by first appearance."""
    return ", ".join(f"{number:,} {word}" for word, number in Counter(words).most_common())
