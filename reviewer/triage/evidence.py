"""All that a plan is made from, with the look-ups that the rules share."""

from dataclasses import dataclass
from functools import cached_property

from reviewer.model.acts import Standing, Verb
from reviewer.model.facts import Fact
from reviewer.model.ids import Fingerprint
from reviewer.model.intent import Intent, Verdict
from reviewer.model.lines import Anchor, Side
from reviewer.model.plan import Seen
from reviewer.model.risk import Band, RiskReport
from reviewer.model.units import ChangeUnit
from reviewer.triage.standing import standings, validated_before


@dataclass(frozen=True)
class Evidence:
    """The change as earlier steps left it."""

    units: tuple[ChangeUnit, ...]
    risks: RiskReport
    facts: tuple[Fact, ...]
    intent: Intent
    seen: Seen

    def band(self, unit: ChangeUnit) -> Band:
        """Return a unit's band; ungraded when nobody graded it."""
        risk = self.risks.units.get(unit.fingerprint)
        return risk.band if risk else Band.UNGRADED

    def place_in_order(self, unit: ChangeUnit) -> tuple[bool, float, str, int, str]:
        """Return a sort key: what contradicts a claim, then by what reading it is worth, then by path and line.

        No two units tie.
        """
        risk = self.risks.units.get(unit.fingerprint)
        value = risk.reading_value if risk else 0.0
        is_calm = unit.fingerprint not in self.contradicted
        return (is_calm, -value, unit.place.path, unit.place.start_line, unit.fingerprint)

    @cached_property
    def standings(self) -> dict[Fingerprint, Standing]:
        """Return what people said of units, by the fingerprint that they spoke of."""
        return standings(self.seen.acts, {claim.quote.text for claim in self.intent.claims})

    @cached_property
    def changed_since(self) -> dict[str, Standing]:
        """Return what was validated, by its place and name, and is not as it was then."""
        return validated_before(self.seen.acts, {unit.fingerprint for unit in self.units} & self.standings.keys())

    @cached_property
    def validated(self) -> frozenset[Fingerprint]:
        """Return the units that a person validated as they are."""
        return frozenset(key for key, standing in self.standings.items() if standing.verb is Verb.VALIDATE)

    @cached_property
    def contradicted(self) -> frozenset[Fingerprint]:
        """Return the units whose lines contradict a claim; all that it speaks of, where no line was named."""
        bad = [claim for claim in self.intent.claims if claim.verdict is Verdict.CONTRADICTED]
        spoken = {fingerprint for claim in bad if not claim.anchors for fingerprint in claim.explains}
        anchors = [anchor for claim in bad for anchor in claim.anchors]
        holding = {unit.fingerprint for unit in self.units if any(holds(unit, anchor) for anchor in anchors)}
        return frozenset(spoken | holding)


def holds(unit: ChangeUnit, anchor: Anchor) -> bool:
    """Return whether a unit owns a changed line that an anchor points at, or is what the anchor was made of."""
    if unit.anchor == anchor:
        return True
    place, ranges = (unit.after, unit.added_lines) if anchor.side is Side.AFTER else (unit.before, unit.removed_lines)
    return (
        place is not None
        and place.path == anchor.path
        and any(lines.start <= anchor.lines.end and anchor.lines.start <= lines.end for lines in ranges)
    )
