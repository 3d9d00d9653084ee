"""The sticky comment: one per pull, edited in place, its top kept whatever has to go."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from reviewer.model.published import PullLinks
from reviewer.model.review import Review
from reviewer.model.wording import Wording
from reviewer.report.card import MOST_UNITS, Card
from reviewer.report.deal import deal_card
from reviewer.report.folds import Fold, folds_of, render_fold
from reviewer.report.markdown import render_markdown
from reviewer.report.neutral import ours
from reviewer.report.places import Places, places_of
from reviewer.report.top import render_top

MARKER = "<!-- reviewer:sticky"
"""What the first line of our comment begins with; it is looked up together with our own authorship."""

LIMIT = 60_000
"""Most bytes of UTF-8. GitHub refuses a body over 65,536 characters (docker/scout-action#66)."""


def render_comment(review: Review, links: PullLinks | None, wording: Wording | None = None) -> str:
    """Return the sticky comment of a review as Markdown, at most `LIMIT` bytes.

    What does not fit is left out, and said: first a model's words, then folds from the bottom, then units that need
    eyes. Without links (a local review) the places are named, not linked. `wording` is None where no model is asked.
    """
    places = places_of(review, links)
    body = ""
    for most in (MOST_UNITS, 15, 8, 4, 2, 1):
        body = _fitted(deal_card(review, most), places, wording)
        if _size(body) <= LIMIT:
            break
    return body


def _fitted(card: Card, places: Places, wording: Wording | None) -> str:
    """Return the comment with as many folds as fit, the first ones first; a model's words take what room is left."""
    top = render_top(card, places, has_boxes=True)
    folds = folds_of(card, wording)
    kept: dict[str, Markup] = {}
    for fold in sorted(folds, key=lambda fold: fold.gives_way):
        rendered = render_fold(fold, places)
        if _size(_comment(card, top, {**kept, fold.name: rendered}, folds)) <= LIMIT:
            kept[fold.name] = rendered
    return _comment(card, top, kept, folds)


def _comment(card: Card, top: Markup, kept: Mapping[str, Markup], folds: Sequence[Fold]) -> str:
    text = render_markdown(
        "comment.md.j2",
        marker=ours(f'{MARKER} v1 {{"head": "{card.review.head or ""}"}} -->'),
        top=top,
        folds=[kept[fold.name] for fold in folds if fold.name in kept],
        dropped=[fold.name for fold in folds if fold.name not in kept],
    )
    return str(text)


def _size(text: str) -> int:
    return len(text.encode())
