"""What is counted about a unit among the others of its change: does it act, who needs it, is it where most happens."""

from collections.abc import Iterator
from math import log1p, log2

from reviewer.model.units import Action, ChangeUnit, EntityKind
from reviewer.risk.scope import Counted, Scope, many, names_of

_CALLABLE = frozenset({EntityKind.FUNCTION, EntityKind.METHOD, EntityKind.CONSTRUCTOR, EntityKind.MACRO})
_REMADE = frozenset({Action.BODY_CHANGED, Action.EXTRACTED, Action.INLINED, Action.SPLIT, Action.MERGED})
_SHORTEST = 3


def behaviour_features(scope: Scope) -> Iterator[Counted]:
    """Yield whether code that runs is new or changed, how much it calls, and how the rest of the change leans on it."""
    acting = [unit for unit in scope.code if _acts(unit) and scope.measures(unit).new]
    yield Counted("acts", log2(1 + len(acting)), f"changes statements that run in {names_of(acting)}")
    calls = sum(scope.measures(unit).calls for unit in scope.code)
    yield Counted("calls", log1p(calls), f"makes {many(calls, 'call')}")
    if len(scope.units) == 1:
        yield from (counted for unit in scope.code for counted in _among_others(unit, scope))


def _acts(unit: ChangeUnit) -> bool:
    """Ours: a body that runs; a declaration, an import or a changed signature alone does nothing."""
    is_new = Action.ADDED in unit.actions and unit.entity_kind in _CALLABLE
    return is_new or not _REMADE.isdisjoint(unit.actions)


def _among_others(unit: ChangeUnit, scope: Scope) -> Iterator[Counted]:
    """Ours: what other changed code names (def-use), and the share of the change's new lines in the same file."""
    users = scope.around.users(unit.place.name) if len(unit.place.name) >= _SHORTEST else 0
    yield Counted("central", log1p(users), f"is named by {many(users, 'other unit')} of this change")
    share = scope.around.share_of(unit.place.path)
    yield Counted("main_file", share, f"stands in a file that has {share:.0%} of the new code")
