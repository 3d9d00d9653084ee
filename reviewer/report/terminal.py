"""A review in the terminal: numbers first, then what to read in order, each with its place."""

from collections.abc import Iterable
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from reviewer.model.facts import Fact
from reviewer.model.intent import Quote
from reviewer.model.lines import Anchor
from reviewer.model.review import Review
from reviewer.model.risk import Band
from reviewer.report import tallies
from reviewer.report.alarms import Alarm, alarms_of
from reviewer.report.card import Card, GroupLine, UnitLine
from reviewer.report.deal import deal_card
from reviewer.report.doing import Piece
from reviewer.report.folds import folds_of
from reviewer.report.neutral import exact, plain
from reviewer.report.phrases import (
    NOT_STATED,
    and_more,
    calibration,
    duration,
    need_you,
    parsed,
    reasons,
    risk_level,
    short,
    source,
)
from reviewer.report.unread import unread_words

_BAND_STYLES = {Band.CRITICAL: "bold red", Band.HIGH: "red", Band.MEDIUM: "yellow", Band.UNGRADED: "magenta"}


def render_text(review: Review, *, width: int, colour: bool) -> str:
    """Return a review for a terminal `width` columns wide, with ANSI colours or without any escape.

    Nothing of the change reaches the terminal as a control character.
    """
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=colour,
        no_color=not colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
    )
    console.print(_sheet(deal_card(review)))
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _sheet(card: Card) -> Group:
    return Group(_headline(card), Rule(style="dim"), _labels(card), *_order(card), *_rest(card))


def _headline(card: Card) -> Text:
    review, risk = card.review, card.review.risk.pull
    line = Text(need_you(card.needing, card.total), style="bold")
    if not card.total:
        return line.append(f"   {short(review.head)}" if review.head else "", style="not bold")
    line.append(f"   risk {risk_level(risk)}{calibration(risk)}", style=_BAND_STYLES.get(risk.band, ""))
    for words in (f"about {duration(review.plan.minutes)}", parsed(review.coverage), short(review.head)):
        line.append(f"   {words}" if words else "", style="not bold")
    return line


def _labels(card: Card) -> Table:
    """Return the labelled lines above the reading order, labels in a column of their own."""
    review = card.review
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    if card.total or review.intent.goal:
        table.add_row("Intent", _quote(review.intent.goal))
        table.add_row("Why", _quote(review.intent.why))
    if raised := reasons(review.risk.pull):
        table.add_row("Risk", Text("; ".join(plain(text) for text in raised)))
    if card.total and not card.needing:
        table.add_row("At rest", tallies.at_rest(card))
    if card.context:
        table.add_row("State", _pieces(card.context))
    for alarm in alarms_of(card):
        table.add_row(Text(alarm.claim.verdict.value.capitalize(), style="bold red"), _alarm(alarm))
    if card.unclaimed:
        table.add_row(Text("Unclaimed", style="bold yellow"), tallies.unclaimed(card))
    if unread := unread_words(review):
        table.add_row(Text("Not read", style="bold yellow"), Text("; ".join(plain(text) for text in unread)))
    for problem in review.policy.problems:
        table.add_row(Text("Policy", style="bold yellow"), Text(f"line {problem.line}: {plain(problem.message)}"))
    return table


def _order(card: Card) -> Iterable[RenderableType]:
    if not card.groups:
        return
    yield Text("\nRead in this order", style="bold")
    for group in card.groups:
        yield _title(group)
        yield Padding(_units(group), (0, 0, 0, 2))
    if card.left:
        yield Text(f"{and_more(card.left)} in all that need you and are not listed here: consider splitting")


def _title(group: GroupLine) -> Text:
    line = Text(plain(group.title, 120), style="bold cyan")
    return line.append(f" (claim {group.claim})" if group.claim else "", style="dim")


def _units(group: GroupLine) -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(style="dim", no_wrap=True, min_width=4)
    table.add_column(overflow="fold")
    for line in group.units:
        table.add_row(line.id, _unit(line))
    if group.left:
        table.add_row("", f"{and_more(group.left)} of this group")
    return table


def _unit(line: UnitLine) -> Text:
    """Return a unit in one line and a dimmed second one that says why."""
    text = Text()
    if line.name:
        text.append(f"{exact(line.name)}  ", style="bold")
    text.append(_where(line.anchor), style="blue" if line.name else "bold")
    text.append("  ").append_text(_pieces(line.doing))
    text.append(f"  {line.risk.band.value}", style=_BAND_STYLES.get(line.risk.band, "dim"))
    if line.why:
        text.append("\n" + "; ".join(plain(why, 160) for why in line.why), style="dim italic")
    return text


def _rest(card: Card) -> Iterable[RenderableType]:
    if card.facts:
        yield Text("\nOperations", style="bold")
        yield Padding(Group(*(_fact(fact) for fact in card.facts)), (0, 0, 0, 2))
    folded = [fold for fold in folds_of(card) if fold.template in {"units", "seen", "claims"}]
    if folded:
        yield Text("\nFolded", style="bold")
        yield Padding(Group(*(Text(plain(fold.summary), style="dim") for fold in folded)), (0, 0, 0, 2))


def _fact(fact: Fact) -> Text:
    text = Text(f"{fact.kind.value} ").append(exact(fact.subject), style="bold")
    return text.append(f" {plain(fact.detail)}  ").append(_where(fact.anchor), style="blue")


def _alarm(alarm: Alarm) -> Text:
    text = Text(f"{alarm.who}: ").append_text(_quote(alarm.claim.quote))
    if alarm.claim.explanation:
        text.append(f" — {plain(alarm.claim.explanation)}")
    for anchor in alarm.claim.anchors[:2]:
        text.append("  ").append(_where(anchor), style="blue")
    return text


def _quote(quote: Quote | None) -> Text:
    if quote is None:
        return Text(NOT_STATED, style="italic")
    return Text(f"“{plain(quote.text)}”").append(f" {plain(source(quote))}", style="dim")


def _pieces(pieces: Iterable[Piece]) -> Text:
    text = Text()
    for piece in pieces:
        text.append(exact(piece.text) if piece.is_name else piece.text, style="bold" if piece.is_name else "")
    return text


def _where(anchor: Anchor) -> str:
    return exact(f"{anchor.path}:{anchor.lines.start}")
