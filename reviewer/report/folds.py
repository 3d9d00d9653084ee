"""The folded parts of the card: what needs no eyes, with its evidence, and what was not looked at."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from reviewer.model.plan import Lane
from reviewer.model.wording import Wording
from reviewer.report import tallies
from reviewer.report.alarms import alarms_of, calm_claims
from reviewer.report.card import Card
from reviewer.report.markdown import render_markdown
from reviewer.report.neutral import ours
from reviewer.report.phrases import count
from reviewer.report.places import Places
from reviewer.report.unread import unread_items
from reviewer.report.worded import cited_sentences, part_of_model, tally

MOST_ITEMS = 40
MOST_FACTS = 5


@dataclass(frozen=True, slots=True)
class Fold:
    """A part that opens on a click: `summary` in words, the template of its body, and the items in it.

    One that `gives_way` is left out first where there is no room for all.
    """

    name: str
    summary: str
    template: str
    items: Sequence[Any]
    gives_way: bool = False


def folds_of(card: Card, wording: Wording | None = None, *, everything: bool = False) -> list[Fold]:
    """Return the folds that have something in them; those to be kept longest come first, but for a model's words.

    When `everything` is asked for, claims and facts that stand above the fold are there again, before the units.
    """
    calm = card.claims if everything else calm_claims(card, alarms_of(card))
    facts = card.facts if everything else card.facts[MOST_FACTS:]
    stated = [
        Fold("claims", tallies.claims(calm), "claims", calm),
        Fold("operations", f"{count(len(facts), 'operational fact')}{'' if everything else ' more'}", "facts", facts),
        Fold("what was not looked at", tallies.unread(card), "unread", unread_items(card.review)),
    ]
    units = [
        _units("units at a glance", tallies.glance, card.folded[Lane.GLANCE]),
        _units("mechanical units", tallies.mechanical, card.folded[Lane.MECHANICAL]),
        _units("exempt units", tallies.exempt, card.folded[Lane.EXEMPT]),
        Fold("validated units", tallies.seen(card.seen), "seen", card.seen),
    ]
    made = [Fold("how this was made", "How this was made", "made", ((card.review, part_of_model(wording)),))]
    said = cited_sentences(card, wording)
    words = [Fold("a model's words", tally(said), "words", said, gives_way=True)]
    folds = [*stated, *units, *made] if everything else [*words, *units, *stated, *made]
    return [fold for fold in folds if fold.items]


def render_body(fold: Fold, places: Places, most: int = MOST_ITEMS, *, has_boxes: bool = False) -> Markup:
    """Return what is inside a fold, at most `most` items and how many more there are; boxes work in comments only."""
    items, left = fold.items[:most], max(0, len(fold.items) - most)
    return render_markdown(
        f"fold_{fold.template}.md.j2", items=items, left=left, places=places, box=ours("[x] ") if has_boxes else ""
    )


def render_fold(fold: Fold, places: Places, most: int = MOST_ITEMS) -> Markup:
    """Return a fold as Markdown for GitHub: closed until somebody opens it."""
    body = render_body(fold, places, most, has_boxes=True)
    return render_markdown("fold.md.j2", summary=fold.summary, body=body)


def _units(name: str, words: Callable[[Sequence[Any]], str], lines: Sequence[Any]) -> Fold:
    return Fold(name, words(lines), "units", lines)
