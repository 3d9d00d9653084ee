"""Claims that the code does not bear out: what stands above the fold, each finding once."""

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.model.intent import Claim, Verdict
from reviewer.report.card import Card, NumberedClaim
from reviewer.report.phrases import listing

MOST_ALARMS = 4

_LOUD = (Verdict.CONTRADICTED, Verdict.UNSUPPORTED)
"""What is told above the fold, the worst first."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """One finding, and the numbers of all claims that it speaks against; `claim` is the first of them."""

    numbers: tuple[int, ...]
    claim: Claim

    @property
    def who(self) -> str:
        """Return "claim 1" or "claims 1 and 4"."""
        listed = listing([str(number) for number in self.numbers])
        return f"claim {listed}" if len(self.numbers) == 1 else f"claims {listed}"


def alarms_of(card: Card) -> list[Alarm]:
    """Return the first `MOST_ALARMS` findings; title and text often claim the same, which is then told once."""
    loud = [item for verdict in _LOUD for item in card.claims if item.claim.verdict is verdict]
    found: dict[tuple[object, ...], list[NumberedClaim]] = {}
    for item in loud:
        found.setdefault((item.claim.verdict, item.claim.explanation, item.claim.anchors), []).append(item)
    merged = [Alarm(tuple(item.number for item in same), same[0].claim) for same in found.values()]
    return merged[:MOST_ALARMS]


def calm_claims(card: Card, alarms: Sequence[Alarm]) -> tuple[NumberedClaim, ...]:
    """Return the claims that no alarm tells of."""
    told = {number for alarm in alarms for number in alarm.numbers}
    return tuple(item for item in card.claims if item.number not in told)
