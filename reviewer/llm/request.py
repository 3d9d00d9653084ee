"""From a review to what a model is shown of it: units that need eyes, in reading order, within a budget."""

from collections.abc import Iterable, Sequence

from reviewer.llm.messages import MOST_UNITS, QuoteSent, UnitSent, WordRequest
from reviewer.model.facts import Fact
from reviewer.model.intent import Quote
from reviewer.model.lines import count_lines
from reviewer.model.plan import PlannedUnit
from reviewer.model.review import Review
from reviewer.model.units import ChangeUnit, Place
from reviewer.report.deal import in_reading_order
from reviewer.report.neutral import exact, plain
from reviewer.report.phrases import source

BUDGET = 16_000
"""Most bytes of the units in a prompt; it is cut between units, never inside one."""

MOST_NAMES = 30
MOST_FACTS = 10


def request_of(review: Review, limit: float) -> WordRequest | None:
    """Return what a model is asked about a review, within `limit` seconds; None where no unit needs eyes."""
    units = units_within(
        (_unit_sent(planned, unit, review.facts) for planned, unit in in_reading_order(review) if planned.needs_eyes),
        BUDGET,
    )
    if not units:
        return None
    return WordRequest(limit=limit, units=units, quotes=_quotes(review.intent.goal, review.intent.why))


def units_within(units: Iterable[UnitSent], budget: int) -> tuple[UnitSent, ...]:
    """Return the first of the units that fit into so many bytes together, but the first of all in any case."""
    kept: list[UnitSent] = []
    for unit in units:
        budget -= len(unit.model_dump_json().encode())
        if kept and (budget < 0 or len(kept) == MOST_UNITS):
            break
        kept.append(unit)
    return tuple(kept)


def _unit_sent(planned: PlannedUnit, unit: ChangeUnit, facts: Sequence[Fact]) -> UnitSent:
    place = unit.place
    own = [fact for fact in facts if fact.unit == unit.fingerprint]
    return UnitSent(
        id=planned.id,
        kind=unit.entity_kind.value if unit.entity_kind else "lines",
        name=exact(place.qualified_name),
        path=exact(place.path),
        lines=f"{place.start_line}-{place.end_line}",
        was=_was(unit.before, place),
        actions=tuple(action.value for action in unit.actions),
        lines_added=count_lines(unit.added_lines),
        lines_removed=count_lines(unit.removed_lines),
        names=tuple(exact(name) for name in unit.mentions[:MOST_NAMES]),
        facts=tuple(plain(f"{fact.kind.value} {fact.subject} {fact.detail}") for fact in own[:MOST_FACTS]),
    )


def _was(before: Place | None, place: Place) -> str:
    """Return where the unit stood before, where that is somewhere else."""
    if before is None or (before.path, before.qualified_name) == (place.path, place.qualified_name):
        return ""
    return exact(f"{before.path} {before.qualified_name}".strip())


def _quotes(*quotes: Quote | None) -> tuple[QuoteSent, ...]:
    return tuple(QuoteSent(source=plain(source(quote)), text=plain(quote.text)) for quote in quotes if quote)
