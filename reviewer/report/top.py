"""The part above the fold, the same in the comment and in the check run's summary."""

from markupsafe import Markup

from reviewer.report import tallies
from reviewer.report.alarms import alarms_of
from reviewer.report.card import Card
from reviewer.report.folds import MOST_FACTS
from reviewer.report.markdown import render_markdown
from reviewer.report.neutral import ours
from reviewer.report.phrases import NOT_STATED
from reviewer.report.places import Places
from reviewer.report.unread import unread_words

MOST_OPEN = 10
"""How many units that wait on the author are listed."""

MOST_DETAILED = 7
"""How many of the first units say why they are worth reading: a first screen holds no more."""


def render_top(card: Card, places: Places, *, has_boxes: bool) -> Markup:
    """Return intent, numbers, what is wrong and the reading order as Markdown; boxes to tick work in comments only."""
    review = card.review
    return render_markdown(
        "top.md.j2",
        card=card,
        review=review,
        intent=review.intent,
        risk=review.risk.pull,
        head=review.head,
        places=places,
        box=ours("[ ] ") if has_boxes else "",
        alarms=alarms_of(card),
        unclaimed=tallies.unclaimed(card) if card.unclaimed else "",
        at_rest=tallies.at_rest(card),
        unread=unread_words(review),
        br=ours("<br>"),
        detailed=[line.id for group in card.groups for line in group.units][:MOST_DETAILED],
        most_facts=MOST_FACTS,
        most_open=MOST_OPEN,
        not_stated=NOT_STATED,
    )
