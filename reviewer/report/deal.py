"""From a review to its card: units joined with their plan, risk and facts, then dealt to where they are shown."""

from collections import Counter
from collections.abc import Iterable, Sequence

from reviewer.model.ids import Fingerprint, UnitId
from reviewer.model.intent import Verdict
from reviewer.model.lines import Anchor, LineRange, Side
from reviewer.model.plan import Group, Lane, PlannedUnit
from reviewer.model.pulls import PullState
from reviewer.model.review import Review
from reviewer.model.risk import Band, Risk, RiskReport
from reviewer.model.units import ChangeUnit
from reviewer.report.callers import callers_left
from reviewer.report.card import MOST_UNITS, Card, GroupLine, NumberedClaim, UnitLine
from reviewer.report.doing import Piece, describe_actions, display_name
from reviewer.report.phrases import line_range, reasons
from reviewer.report.unread import why_unread

MOST_WHYS = 2

_UNKNOWN = Risk(Band.UNGRADED, 0.0, (), "")


def deal_card(review: Review, most: int = MOST_UNITS) -> Card:
    """Return the card of a review, with at most `most` of the units that need eyes listed by their groups."""
    whys = _whys(review)
    lines = {
        planned.id: _unit_line(review, planned, unit, whys.get(unit.fingerprint, ()))
        for planned, unit in in_reading_order(review)
    }
    plan = {planned.id: planned for planned in review.plan.units}
    waiting = tuple(line for line in lines.values() if plan[line.id].needs_eyes)
    objected = tuple(line for line in lines.values() if line.standing and line.standing.waits_on_author)
    validated = tuple(line for line in lines.values() if line.standing and not line.standing.waits_on_author)
    resting = [line for line in lines.values() if not plan[line.id].needs_eyes and line.standing is None]
    return Card(
        review=review,
        context=_context(review.state),
        groups=_groups(review.plan.groups, waiting, most),
        waiting=waiting,
        seen=validated,
        open=objected,
        folded={
            lane: tuple(line for line in resting if plan[line.id].lane is lane)
            for lane in (Lane.GLANCE, Lane.MECHANICAL, Lane.EXEMPT)
        },
        unclaimed=tuple(line.id for line in waiting if line.unit.fingerprint in review.intent.unexplained),
        claims=tuple(NumberedClaim(number, claim) for number, claim in enumerate(review.intent.claims, 1)),
    )


def in_reading_order(review: Review) -> list[tuple[PlannedUnit, ChangeUnit]]:
    """Return each unit with its place in the plan, what is read first first."""
    units = {unit.fingerprint: unit for unit in review.units}
    planned = sorted(review.plan.units, key=lambda unit: unit.order)
    return [(unit, units[unit.fingerprint]) for unit in planned]


def _unit_line(review: Review, planned: PlannedUnit, unit: ChangeUnit, whys: Sequence[str]) -> UnitLine:
    place = unit.place
    return UnitLine(
        id=planned.id,
        name=display_name(unit),
        anchor=unit.anchor,
        span=line_range(LineRange(place.start_line, place.end_line)),
        doing=describe_actions(unit),
        why=tuple(whys[: MOST_WHYS + 1]),
        risk=review.risk.units.get(unit.fingerprint, _UNKNOWN),
        unit=unit,
        standing=planned.standing,
        since=planned.since,
    )


def _whys(review: Review) -> dict[Fingerprint, tuple[str, ...]]:
    """Return what each unit is worth reading for, what weighs most first: a contradiction, callers left, its risk.

    Facts and unread lines have places of their own on the card: here they only stand in where nothing else is said.
    """
    found = [
        (unit.fingerprint, f"contradicts claim {number}")
        for number, claim in enumerate(review.intent.claims, 1)
        if claim.verdict is Verdict.CONTRADICTED
        for unit in review.units
        if any(_touches(unit, anchor) for anchor in claim.anchors)
    ]
    found += [(unit.fingerprint, left) for unit in review.units if (left := callers_left(unit)) is not None]
    said = _said_of_all(review.risk)
    for fingerprint, risk in review.risk.units.items():
        found += [(fingerprint, reason) for reason in reasons(risk, MOST_WHYS, said)]
    explained = {fingerprint for fingerprint, _ in found}
    spare = [(fact.unit, f"{fact.kind.value} {fact.subject}") for fact in review.facts]
    spare += [(unit.fingerprint, why_unread(unit)) for unit in review.units if unit.fallback]
    found += [(fingerprint, why) for fingerprint, why in spare if fingerprint not in explained]
    whys: dict[Fingerprint, tuple[str, ...]] = {}
    for fingerprint, why in dict.fromkeys(found):
        whys[fingerprint] = (*whys.get(fingerprint, ()), why)
    return whys


def _said_of_all(risk: RiskReport) -> frozenset[str]:
    """Return the reasons that the headline gives and several units share: beside each of them they say nothing."""
    shared = Counter(
        text for one in risk.units.values() for text in (*one.sensitive, *(reason.text for reason in one.reasons))
    )
    return frozenset(text for text in reasons(risk.pull) if shared[text] > 1)


def _touches(unit: ChangeUnit, anchor: Anchor) -> bool:
    """Return whether an anchor points at lines that the unit changes."""
    place, lines = (unit.before, unit.removed_lines) if anchor.side is Side.BEFORE else (unit.after, unit.added_lines)
    if place is None or place.path != anchor.path:
        return False
    return any(anchor.lines.start <= own.end and own.start <= anchor.lines.end for own in lines)


def _groups(groups: Iterable[Group], waiting: Sequence[UnitLine], most: int) -> tuple[GroupLine, ...]:
    """Deal waiting units to their groups; groups in which none waits are not shown."""
    waits = {line.id: line for line in waiting}
    dealt = [(group, [waits[unit] for unit in _in_order(group.units, waits)]) for group in groups]
    dealt = [(group, units) for group, units in dealt if units]
    shares = _shares([len(units) for _, units in dealt], most)
    return tuple(
        GroupLine(
            group.title, None if group.claim is None else group.claim + 1, tuple(units[:share]), len(units) - share
        )
        for (group, units), share in zip(dealt, shares, strict=True)
        if share
    )


def _shares(sizes: Sequence[int], room: int) -> list[int]:
    """Return how many units of each group are listed: one each in turn, so that a large group hides no other."""
    shares = [0] * len(sizes)
    while room and shares != list(sizes):
        for place, size in enumerate(sizes):
            if room and shares[place] < size:
                shares[place] += 1
                room -= 1
    return shares


def _in_order(units: Iterable[UnitId], waits: dict[UnitId, UnitLine]) -> list[UnitId]:
    places = {unit: place for place, unit in enumerate(waits)}
    return sorted((unit for unit in units if unit in waits), key=places.__getitem__)


def _context(state: PullState | None) -> tuple[Piece, ...]:
    if state is None:
        return ()
    parts: list[list[Piece]] = []
    if state.is_draft:
        parts.append([Piece("draft")])
    if state.is_fork:
        parts.append([Piece("from a fork")])
    if state.is_bot:
        parts.append([Piece("opened by the bot "), Piece(state.author, is_name=True)])
    joined: list[Piece] = []
    for part in parts:
        joined += [*([Piece(" · ")] if joined else []), *part]
    return tuple(joined)
