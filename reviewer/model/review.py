"""The finished review: complete without a model, and the same bytes for the same snapshot."""

from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from reviewer.model.acts import Standing, claim_key
from reviewer.model.facts import Fact
from reviewer.model.ids import Sha, UnitId
from reviewer.model.intent import Intent
from reviewer.model.plan import Plan
from reviewer.model.policy import Policy
from reviewer.model.pulls import PullState
from reviewer.model.risk import RiskReport
from reviewer.model.units import ChangeUnit, Coverage

SCHEMA = "review/1"
"""The version of the JSON form; see docs/review-1.schema.json."""


class Conclusion(StrEnum):
    """How the check run ends; the words are GitHub's."""

    SUCCESS = "success"
    NEUTRAL = "neutral"
    ACTION_REQUIRED = "action_required"


@dataclass(frozen=True, slots=True)
class Review:
    """A finished review. `plan.units` has one entry a unit, in reading order; `engine` is the version that made it.

    `override` is there when a person with the right to it let this head pass.
    """

    units: tuple[ChangeUnit, ...]
    coverage: Coverage
    facts: tuple[Fact, ...]
    risk: RiskReport
    intent: Intent
    plan: Plan
    policy: Policy
    conclusion: Conclusion
    engine: str
    base: Sha | None = None
    head: Sha | None = None
    merge_base: Sha | None = None
    state: PullState | None = None
    notes: tuple[str, ...] = ()
    override: Standing | None = None

    @property
    def claims(self) -> dict[UnitId, str]:
        """Return the statement under which each unit is shown, "" where nothing states it."""
        stated = {
            group.index: "" if group.claim is None else self.intent.claims[group.claim].quote.text
            for group in self.plan.groups
        }
        return {unit.id: stated.get(unit.group, "") for unit in self.plan.units}

    @property
    def waiting_key(self) -> str:
        """Return by what all that waits is known, as it is stated: it changes with a push, and with what is said."""
        claims = self.claims
        waiting = [f"{unit.fingerprint} {claim_key(claims[unit.id])}" for unit in self.plan.units if unit.needs_eyes]
        return sha256("\n".join((self.head or "", *waiting)).encode()).hexdigest()[:11]
