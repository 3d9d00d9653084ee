"""Checks of "adds X", "removes X", "renames X to Y", where X is written as code."""

import re
from collections.abc import Sequence

from reviewer.intent.evidence import Evidence, Finding, anchors_of, named
from reviewer.intent.statements import Statement
from reviewer.intent.words import terms_of
from reviewer.model.facts import Fact
from reviewer.model.intent import Verdict
from reviewer.model.lines import Side
from reviewer.model.units import Action, ChangeUnit

_TERM = (
    r"(?:the |a |an |new |unused |dead |old |function |method |class |field |flag |option |endpoint )*+"
    r"(`[^`\n]{1,80}`|[\w.$]+(?:\(\))?)"
)
_RENAMES = re.compile(rf"\brenam(?:e|es|ed|ing) {_TERM}(?: \w+)? (?:to|into|as|→|->) {_TERM}", re.IGNORECASE)
_ADDS = re.compile(rf"\b(?:add|adds|added|introduce|introduces|introduced|create|creates) {_TERM}", re.IGNORECASE)
_REMOVES = re.compile(rf"\b(?:remove|removes|removed|delete|deletes|deleted|drop|drops|dropped) {_TERM}", re.IGNORECASE)
_FILE = re.compile(r"/|\.(?:[a-z]{1,4}|json|yaml|toml|lock|java|html)`?$")
_BIRTH = frozenset((Action.ADDED, Action.EXTRACTED, Action.SPLIT))
_DEATH = frozenset((Action.REMOVED, Action.INLINED, Action.MERGED))


def check_rename(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "renames X to Y" by a unit that was X and is Y; unsupported where neither name is on a changed line."""
    found = _RENAMES.search(statement.text)
    names = [_as_code(text) for text in found.groups()] if found else []
    if len(names) < 2 or not all(names):
        return None
    old, new = names
    fitting = [unit for unit in evidence.units if unit.before and unit.after and _goes(unit, old, new)]
    if fitting:
        return Finding(Verdict.VERIFIED, f"`{old}` became `{new}`", anchors_of(fitting))
    gone, come = _naming(evidence, old, Side.BEFORE), _naming(evidence, new, Side.AFTER)
    if gone and come:
        return Finding(Verdict.VERIFIED, f"`{old}` leaves and `{new}` enters changed lines", anchors_of(come))
    missing = new if gone else old
    return Finding(Verdict.UNSUPPORTED, f"`{missing}` is on no changed line")


def check_addition(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "adds X": verified by what begins to exist under that name, contradicted where that is only removed."""
    name = _stated(_ADDS, statement)
    return _decide(evidence, name, (Side.AFTER, Side.BEFORE)) if name else None


def check_removal(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "removes X": verified by what ceases to exist under that name, contradicted where that is only added."""
    name = _stated(_REMOVES, statement)
    return _decide(evidence, name, (Side.BEFORE, Side.AFTER)) if name else None


def _decide(evidence: Evidence, name: str, sides: tuple[Side, Side]) -> Finding:
    """Decide by the side on which the name should stand, and the one on which it should not stand alone."""
    right, wrong = sides
    words = {Side.AFTER: ("added", _BIRTH), Side.BEFORE: ("removed", _DEATH)}
    done, actions = words[right]
    undone, opposite = words[wrong]
    fitting = [unit for unit in evidence.units if actions.intersection(unit.actions) and _is_called(unit, name)]
    if fitting:
        return Finding(Verdict.VERIFIED, f"{done}: {named(fitting)}", anchors_of(fitting))
    facts = [fact for fact in evidence.facts if name in fact.subject]
    mentioned = _naming(evidence, name, right)
    if facts or mentioned:
        return _traced(name, facts, mentioned)
    against = [unit for unit in evidence.units if opposite.intersection(unit.actions) and _is_called(unit, name)]
    if against:
        return Finding(Verdict.CONTRADICTED, f"{named(against)} is {undone}, not {done}", anchors_of(against))
    return Finding(Verdict.UNSUPPORTED, f"`{name[:60]}` is on no line that was {done}")


def _traced(name: str, facts: Sequence[Fact], units: Sequence[ChangeUnit]) -> Finding:
    anchors = tuple(fact.anchor for fact in facts[:5]) or anchors_of(units)
    return Finding(Verdict.VERIFIED, f"`{name}` is on changed lines", anchors)


def _stated(pattern: re.Pattern[str], statement: Statement) -> str:
    found = pattern.search(statement.text)
    return _as_code(found[1]) if found else ""


def _as_code(text: str) -> str:
    """Return the name where a person wrote it as code ("`retry`", "Cart.total") and it is no file, else ""."""
    names = terms_of(text).names
    return next(iter(names)) if len(names) == 1 and not _FILE.search(text) else ""


def _is_called(unit: ChangeUnit, name: str) -> bool:
    names = [place.qualified_name for place in (unit.before, unit.after) if place]
    return any(own == name or own.endswith(f".{name}") for own in names)


def _goes(unit: ChangeUnit, old: str, new: str) -> bool:
    before, after = unit.before, unit.after
    return bool(
        before
        and after
        and old in {before.name, before.qualified_name, before.path}
        and new in {after.name, after.qualified_name, after.path}
    )


def _naming(evidence: Evidence, name: str, side: Side) -> list[ChangeUnit]:
    """Return the units whose changed lines on a side hold the last part of a name, as a whole word."""
    whole = re.compile(rf"(?<!\w){re.escape(name.rpartition('.')[2])}(?!\w)")
    return [unit for unit in evidence.units if any(whole.search(line.code) for line in evidence.lines(unit, side))]
