"""The check run of a head: the same card in its own form, for every open pull that has this head."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from reviewer.model.acts import ChainHead
from reviewer.model.published import CheckButton, CheckReport, PullLinks
from reviewer.model.review import Conclusion, Review
from reviewer.report.annotations import annotate
from reviewer.report.card import MOST_UNITS, Card
from reviewer.report.deal import deal_card
from reviewer.report.folds import Fold, folds_of, render_body
from reviewer.report.markdown import render_markdown
from reviewer.report.phrases import count, need_you, parsed, percent_parsed, risk_title
from reviewer.report.places import Places, places_of, pull_url
from reviewer.report.top import render_top

TITLE_LIMIT = 255
PART_LIMIT = 60_000
"""Most bytes of summary and of text; GitHub refuses more than 65,535 characters of either."""

RERUN = CheckButton("Re-run", "Review this head again from the start", "rerun")
VALIDATE = CheckButton("Validate", "All that waits: this is what we want", "validate")
ASK = CheckButton("Ask author", "Ask the author once why it is wanted", "ask")

_RANK = {Conclusion.SUCCESS: 0, Conclusion.NEUTRAL: 1, Conclusion.ACTION_REQUIRED: 2}
_MOST_PROOFS = 200


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One pull's part of the check run."""

    links: PullLinks
    card: Card
    places: Places


def render_check(reviews: Sequence[tuple[PullLinks, Review]], audit: ChainHead | None = None) -> CheckReport:
    """Return the completed check run of one head: the worst conclusion over all open pulls with that head (law 8).

    At least one review is needed. The title speaks of the worst pull; summary and text have a part for each. The text
    ends with the head of the repository's audit: who keeps it can tell later that nothing was taken out.
    """
    ranked = sorted(reviews, key=lambda pair: (-_RANK[pair[1].conclusion], -pair[1].plan.needs_eyes, pair[0].number))
    sheets = [_Sheet(links, deal_card(review), places_of(review, links)) for links, review in ranked]
    return CheckReport(
        conclusion=ranked[0][1].conclusion,
        title=check_title(ranked[0][1]),
        summary=_summary(sheets),
        text=_text(sheets) + _audited(audit),
        annotations=annotate([sheet.card for sheet in sheets]),
        buttons=_buttons([review for _, review in ranked]),
    )


def _buttons(reviews: Sequence[Review]) -> tuple[CheckButton, ...]:
    # Pulls that share a head wait for different things: there, each is validated on its own card.
    is_small = len(reviews) == 1 and reviews[0].plan.is_small
    validate = (replace(VALIDATE, identifier=f"validate-{reviews[0].waiting_key}"),) if is_small else ()
    ask = (ASK,) if any(review.intent.why is None and review.plan.needs_eyes for review in reviews) else ()
    return (*validate, RERUN, *ask)


def _audited(audit: ChainHead | None) -> str:
    if audit is None:
        return ""
    return f"\nAudit of this repository: row {audit.sequence}, `{audit.digest}`.\n"


def check_title(review: Review) -> str:
    """Return "3 of 41 units need you · medium risk (uncalibrated)", and what was not fully read; no units, no risk."""
    parts = [need_you(review.plan.needs_eyes, len(review.plan.units))]
    if review.override is not None:
        parts.insert(0, "Overridden")
    if review.plan.waits_on_author:
        parts.append(f"{count(review.plan.waits_on_author, 'waits', 'wait')} on the author")
    if review.plan.units:
        parts.append(risk_title(review.risk.pull))
    if percent_parsed(review.coverage) not in {100, None}:
        parts.append(parsed(review.coverage))
    if review.notes:
        parts.append("not fully read")
    return " · ".join(parts)[:TITLE_LIMIT]


def _summary(sheets: Sequence[_Sheet]) -> str:
    """Return the reading order of each pull; fewer units are listed until it fits."""
    text = ""
    for most in (MOST_UNITS, 10, 3, 1):
        text = _parts("check_summary.md.j2", [_Part(sheet, _top(sheet, most)) for sheet in sheets])
        if _size(text) <= PART_LIMIT:
            break
    return text


def _text(sheets: Sequence[_Sheet]) -> str:
    """Return the details of each pull; fewer items a part are listed until it fits."""
    text = ""
    for most in (_MOST_PROOFS, 60, 20, 5, 0):
        details = [_Part(sheet, _details(sheet, most)) for sheet in sheets]
        text = _parts("check_text.md.j2", details)
        if _size(text) <= PART_LIMIT:
            break
    return text


@dataclass(frozen=True, slots=True)
class _Part:
    """A rendered part with the heading it needs when several pulls share the head."""

    sheet: _Sheet
    body: Markup

    @property
    def url(self) -> str:
        """Return the address of its pull."""
        return pull_url(self.sheet.links)

    @property
    def number(self) -> int:
        """Return the number of its pull."""
        return self.sheet.links.number


def _parts(template: str, parts: Sequence[_Part]) -> str:
    return str(render_markdown(template, parts=parts))


def _top(sheet: _Sheet, most: int) -> Markup:
    return render_top(deal_card(sheet.card.review, most), sheet.places, has_boxes=False)


def _details(sheet: _Sheet, most: int) -> Markup:
    folds: list[tuple[Fold, Markup]] = [
        (fold, render_body(fold, sheet.places, most)) for fold in folds_of(sheet.card, everything=True)
    ]
    return render_markdown("details.md.j2", folds=folds)


def _size(text: str) -> int:
    return len(text.encode())
