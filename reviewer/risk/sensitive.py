"""The second axis: where a mistake costs more, however small the change. It can raise a band and never lowers one.

It adds nothing to the score, which is about how likely a fault is; the worse of the two axes decides the band.
"""

from collections.abc import Iterator, Sequence

from reviewer.model.facts import Fact
from reviewer.model.risk import BAND_RANK, Band
from reviewer.model.units import Action, ChangeUnit
from reviewer.risk.scope import Scope
from reviewer.risk.territory import is_prose, territories

_IDLE = frozenset({Action.IMPORTS, Action.COMMENT_ONLY, Action.FORMATTING_ONLY})


def sensitive(scope: Scope) -> tuple[str, ...]:
    """Return which sensitive territory is touched and which operational facts there are, in words for people."""
    return (*_territory(scope), *_facts(scope.facts))


def floor(scope: Scope, said: Sequence[str], band: Band) -> Band:
    """Return the least band that the second axis allows, where this much was `said` and the first axis gave a band.

    What is sensitive is at least medium; where a check is gone or callers were left behind there, high.
    """
    if not said:
        return Band.LOW
    loose = any(scope.measures(unit).gone_guards or unit.left_behind for unit in scope.code if territories(unit))
    lowest = Band.HIGH if loose else Band.MEDIUM
    return max(band, lowest, key=BAND_RANK.__getitem__)


def _territory(scope: Scope) -> Iterator[str]:
    touched: dict[str, ChangeUnit] = {}
    for unit in scope.units:
        for territory in territories(unit) if _acts(unit) else ():
            touched.setdefault(territory, unit)
    for territory in sorted(touched):
        where = f" ({touched[territory].place.path})" if len(scope.units) > 1 else ""
        yield f"touches {territory}{where}"


def _acts(unit: ChangeUnit) -> bool:
    """Return whether a unit changes what runs: a mistake in tests, texts, comments or imports costs no more here."""
    return not unit.is_test and not is_prose(unit) and not set(unit.actions) <= _IDLE


def _facts(facts: Sequence[Fact]) -> Iterator[str]:
    kinds: dict[str, list[Fact]] = {}
    for fact in facts:
        kinds.setdefault(fact.kind.value, []).append(fact)
    for kind, found in sorted(kinds.items()):
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        yield f"{kind}: `{found[0].subject}` {found[0].detail}{more}"
