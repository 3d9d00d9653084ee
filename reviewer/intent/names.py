"""Checks of "adds X", "removes X", "renames X to Y", where X is written as code."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.intent.dead_code import check_dead
from reviewer.intent.evidence import Evidence, Finding, anchors_of, named
from reviewer.intent.presence import AT_RUN_TIME
from reviewer.intent.statements import Statement
from reviewer.intent.words import terms_of
from reviewer.model.facts import Fact
from reviewer.model.intent import Verdict
from reviewer.model.lines import Side
from reviewer.model.units import Action, ChangeUnit

_TERM = (
    r"(?:the |a |an |new |unused |dead |old |function |method |class |field |flag |option |endpoint )*+"
    r"(`[^`\n]{1,80}`|\"[\w.-]{1,60}\"|'[\w.-]{1,60}'|(?<!\w)--[a-z][\w-]*|[\w$]+(?:(?:\.|::|#)[\w$]+)*(?:\(\))?)"
)
_OPENS = (
    r"(?:^(?:(?:this|the|it|we|i|pr|pull request|change|commit|patch|also|now)[ ,]+)*|\b(?:and|then|also)\s+|[,;]\s+)"
)
_RENAMES = re.compile(rf"\brenam(?:e|es|ed|ing) {_TERM}(?: \w+)? (?:to|into|as|→|->) {_TERM}", re.IGNORECASE)
_ADDS = re.compile(rf"{_OPENS}(?:add|adds|added|introduce|introduces|introduced|create|creates) {_TERM}", re.IGNORECASE)
_REMOVES = re.compile(
    rf"{_OPENS}(?:remove|removes|removed|delete|deletes|deleted|drop|drops|dropped) {_TERM}", re.IGNORECASE
)
_DEAD = re.compile(
    r"\b(?:remov|delet|drop)(?:e|es|ed|ing|s|ped|ping)? .{0,40}?\b(?:dead|unused|unreachable|unreferenced|obsolete)\b"
    r"|\b(?:dead|unused) code\b",
    re.IGNORECASE,
)
_AFTER_OBJECT = (
    r"(?:function|method|class|field|flag|option|endpoint|parameter"
    r"|argument|constant|property|attribute|setting|variable|helper|type|interface|trait|struct|enum|alias|command)"
)
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
    return _decide(evidence, name, _ADDITION, statement) if name else None


def check_removal(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "removes X": verified by what ceases to exist under that name, contradicted where that is only added."""
    name = _stated(_REMOVES, statement)
    found = _decide(evidence, name, _REMOVAL, statement) if name else None
    is_dead = _DEAD.search(statement.text) is not None
    if not is_dead or (found is not None and found.verdict is not Verdict.VERIFIED):
        return found
    return check_dead(name, evidence) or found


@dataclass(frozen=True, slots=True)
class _Way:
    """What is said of a name: the side on which it should stand, the words for it, and the actions that make it so."""

    side: Side
    done: str
    actions: frozenset[Action]

    @property
    def other(self) -> "_Way":
        """Return the opposite."""
        return _REMOVAL if self.side is Side.AFTER else _ADDITION


_ADDITION = _Way(Side.AFTER, "added", _BIRTH)
_REMOVAL = _Way(Side.BEFORE, "removed", _DEATH)


def _decide(evidence: Evidence, name: str, way: _Way, statement: Statement) -> Finding | None:
    """Decide by the side on which the name should stand, and the one on which it should not stand alone."""
    fitting = [unit for unit in evidence.units if way.actions.intersection(unit.actions) and _is_called(unit, name)]
    if fitting:
        return Finding(Verdict.VERIFIED, f"{way.done}: {named(fitting)}", anchors_of(fitting))
    facts = [fact for fact in evidence.facts if name in fact.subject and _way_of(fact) is not way.other]
    mentioned = _naming(evidence, name, way.side)
    if facts or mentioned:
        return _traced(name, facts, mentioned)
    return _undone(evidence, name, way, statement)


def _undone(evidence: Evidence, name: str, way: _Way, statement: Statement) -> Finding | None:
    """Find the opposite of what is said; unsupported where the name is nowhere, and None where it may be meant."""
    wrong = way.other
    against = [unit for unit in evidence.units if wrong.actions.intersection(unit.actions) and _is_called(unit, name)]
    if against:
        text = f"{named(against)} is {wrong.done}, not {way.done}"
        return Finding(Verdict.CONTRADICTED, text, anchors_of(against))
    # What is written beside it, or under a longer name, may be what was meant.
    last = name.rpartition(".")[2].lower()
    if last in evidence.shown_on[way.side]:
        return None
    if last in evidence.shown_on[wrong.side]:
        return _only_there(evidence, name, wrong, statement)
    text = f"`{name[:60]}` is on no line that was {way.done}"
    return None if evidence.shows(name) else Finding(Verdict.UNSUPPORTED, text)


def _only_there(evidence: Evidence, name: str, wrong: _Way, statement: Statement) -> Finding | None:
    held = _naming(evidence, name, wrong.side)
    is_sure = held and evidence.is_all_read and _is_object(name, statement.text)
    if not is_sure and (AT_RUN_TIME.search(statement.text) or " from " in statement.text):
        return None
    verdict = Verdict.CONTRADICTED if is_sure else Verdict.UNSUPPORTED
    return Finding(verdict, f"`{name[:60]}` is only on lines that were {wrong.done}", anchors_of(held))


def _way_of(fact: Fact) -> _Way | None:
    """Return whether a fact says that its subject comes or goes; None for what only changes."""
    if fact.detail.startswith(("removed", "no longer")):
        return _REMOVAL
    return _ADDITION if fact.detail.startswith(("added", "newly")) else None


def _traced(name: str, facts: Sequence[Fact], units: Sequence[ChangeUnit]) -> Finding:
    anchors = tuple(fact.anchor for fact in facts[:5]) or anchors_of(units)
    return Finding(Verdict.VERIFIED, f"`{name}` is on changed lines", anchors)


def _stated(pattern: re.Pattern[str], statement: Statement) -> str:
    found = pattern.search(statement.text)
    return _as_code(found[1]) if found else ""


def _as_code(text: str) -> str:
    """Return the name where a person wrote it as code ("`retry`", "Cart.total") and it is no file, else ""."""
    names = {text.strip("\"'")} if text[:1] in "\"'-" else terms_of(text).names
    return next(iter(names)) if len(names) == 1 and not _FILE.search(text) else ""


def _is_object(name: str, text: str) -> bool:
    """Return whether a name is itself what comes or goes, and nothing follows: "adds `x`", not "adds `x` warnings"."""
    return bool(re.search(rf"{re.escape(name)}[`\"']?(?:\(\))?(?: {_AFTER_OBJECT})?\.?$", text))


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
