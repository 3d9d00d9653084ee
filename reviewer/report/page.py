"""A review as one self-contained HTML page: no script, no other file, nothing fetched."""

from functools import cache

from jinja2 import Environment
from markupsafe import Markup

from reviewer.model.lines import Anchor
from reviewer.model.published import PullLinks
from reviewer.model.review import Review
from reviewer.report import phrases, tallies
from reviewer.report.alarms import alarms_of
from reviewer.report.card import UnitLine
from reviewer.report.deal import deal_card
from reviewer.report.environment import build_environment
from reviewer.report.folds import folds_of
from reviewer.report.neutral import exact, plain, split_code, visible
from reviewer.report.places import places_of, pull_url
from reviewer.report.unread import unread_words


def render_page(review: Review, title: str, links: PullLinks | None) -> str:
    """Return the page of a review, every unit listed; `title` names the pull or the range. Without links none is made.

    Everything is escaped, unseen characters are written out, and a content policy in the page forbids scripts, images
    and requests.
    """
    card = deal_card(review, most=max(1, len(review.plan.units)))
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            title=title,
            card=card,
            review=review,
            risk=review.risk.pull,
            places=places_of(review, links),
            pull=pull_url(links) if links else None,
            alarms=alarms_of(card),
            unclaimed=tallies.unclaimed(card) if card.unclaimed else "",
            at_rest=tallies.at_rest(card),
            unread=unread_words(review),
            folds=folds_of(card, everything=True),
            raised=phrases.reasons(review.risk.pull),
        )
    )


@cache
def _environment() -> Environment:
    words = {
        "calibration": phrases.calibration,
        "count": phrases.count,
        "duration": phrases.duration,
        "made_from": phrases.made_from,
        "need_you": phrases.need_you,
        "not_stated": phrases.NOT_STATED,
        "parsed": phrases.parsed,
        "risk_level": phrases.risk_level,
        "short": phrases.short,
        "source": phrases.source,
        "span": _span,
        "split_code": split_code,
        "where": _where,
    }
    return build_environment(_shown, {"plain": plain, "exact": exact, "signed": "{:+.2f}".format}, words)


def _span(line: UnitLine) -> str:
    return f"{exact(line.anchor.path)} {line.span}"


def _where(anchor: Anchor) -> str:
    return exact(f"{anchor.path}:{anchor.lines.start}")


def _shown(value: object) -> object:
    """Write out unseen characters in everything that is printed; Jinja escapes it afterwards."""
    return value if isinstance(value, Markup | int) else visible(str(value))
