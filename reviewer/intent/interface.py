"""Checks of "no API change" and "backwards compatible": necessary signs only; the best result is "no break found"."""

import re
from pathlib import PurePosixPath

from reviewer.intent.evidence import Evidence, Finding, anchors_of, named
from reviewer.intent.statements import Statement
from reviewer.model.facts import Fact, FactKind
from reviewer.model.intent import Verdict
from reviewer.model.lines import Anchor, Side
from reviewer.model.units import Action, ChangeUnit, EntityKind

_NO_CHANGE = re.compile(
    r"\bno (?:public |external |user[ -]facing )*(?:api|interface|signature)s? (?:or \w+ )?changes?\b"
    r"|\b(?:api|interface)s? (?:is|are|stays?|remains?|was|were) (?:the same|unchanged|untouched"
    r"|not changed|not affected)\b"
    r"|\bno changes? (?:to|in) (?:the |our |any )?(?:public |external )?(?:api|interface)s?\b"
    r"|\b(?:does(?:n't| not)|without) (?:chang(?:e|ing)|affect(?:ing)?|break(?:ing)?) (?:the |our "
    r"|any )?(?:public |external )?apis?\b",
    re.IGNORECASE,
)
_COMPATIBLE = re.compile(
    r"\bbackwards?[ -]compatible\b|\bno breaking(?: api)? changes?\b|\bnon-?breaking\b", re.IGNORECASE
)
_NEGATED = re.compile(r"\b(?:not|isn't|breaks?) (?:\w+ )?backwards?[ -]compatib", re.IGNORECASE)
_HIDDEN = re.compile(r"\b(?:private|protected|internal|fileprivate|static)\b|^\s*#")
_CALLABLE = frozenset((EntityKind.FUNCTION, EntityKind.METHOD, EntityKind.CONSTRUCTOR))
_LEAVING = frozenset((Action.REMOVED, Action.RENAMED, Action.INLINED, Action.MERGED))
_DATA = frozenset((EntityKind.KEY, EntityKind.SECTION, EntityKind.STATEMENT))
_SHOWN = {
    **dict.fromkeys((".java", ".cs", ".php"), re.compile(r"\bpublic\b")),
    ".rs": re.compile(r"\bpub\b(?!\()"),
    **dict.fromkeys((".js", ".ts", ".tsx", ".mjs"), re.compile(r"\bexport\b")),
}


def check_interface(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide what is said of the API.

    "No API change" is contradicted by a public signature that changes; that, and "backwards compatible", by a public
    function or an endpoint that is gone.
    """
    is_strict = bool(_NO_CHANGE.search(statement.text))
    if not is_strict and (not _COMPATIBLE.search(statement.text) or _NEGATED.search(statement.text)):
        return None
    broken = _contradiction(evidence, is_strict=is_strict)
    if broken:
        return broken
    changed = _with(evidence, Action.SIGNATURE_CHANGED)
    if changed:
        return Finding(Verdict.UNSUPPORTED, f"signatures change: {named(changed)}", anchors_of(changed))
    elsewhere = [unit for unit in evidence.counted if _goes(unit) and not _is_private(unit, evidence)]
    if elsewhere:
        text = f"{named(elsewhere)} is no longer where it was; whether others call it there was not found out"
        return Finding(Verdict.UNSUPPORTED, text, anchors_of(elsewhere))
    if any(unit.fallback is not None or unit.entity_kind in _DATA for unit in evidence.counted):
        return Finding(Verdict.UNSUPPORTED, "not every changed file was read as code")
    return Finding(Verdict.VERIFIED, "no break found: no public signature changes, none is removed, nor an endpoint")


def _contradiction(evidence: Evidence, *, is_strict: bool) -> Finding | None:
    gone = [fact for fact in evidence.facts if fact.kind is FactKind.ENDPOINT and fact.detail == "removed"]
    if gone:
        return Finding(Verdict.CONTRADICTED, f"endpoint `{gone[0].subject}` is removed", _places(gone))
    renamed = [unit for unit in _with(evidence, Action.RENAMED) if not _keeps_its_name(unit, evidence)]
    removed = [unit for unit in (*_with(evidence, Action.REMOVED), *renamed) if _is_public(unit, evidence)]
    if removed:
        gone_names = ", ".join(f"`{unit.before.qualified_name}`" for unit in removed[:3] if unit.before)
        return Finding(Verdict.CONTRADICTED, f"{gone_names} is removed or renamed", anchors_of(removed))
    changed = [unit for unit in _with(evidence, Action.SIGNATURE_CHANGED) if _is_public(unit, evidence)]
    if changed and is_strict:
        return Finding(Verdict.CONTRADICTED, f"the signature of {named(changed)} changes", anchors_of(changed))
    return None


def _with(evidence: Evidence, action: Action) -> list[ChangeUnit]:
    return [
        unit
        for unit in evidence.counted
        if action in unit.actions and unit.entity_kind in _CALLABLE and not unit.is_test
    ]


def _goes(unit: ChangeUnit) -> bool:
    """Return whether a callable item leaves its name, its file, or the code."""
    if unit.entity_kind not in _CALLABLE or unit.is_test:
        return False
    is_moved = unit.before is not None and unit.after is not None and unit.before.path != unit.after.path
    return is_moved or not _LEAVING.isdisjoint(unit.actions)


def _keeps_its_name(unit: ChangeUnit, evidence: Evidence) -> bool:
    """Return whether the old name is on an added line: an alias may stand there."""
    return unit.before is not None and unit.before.name.lower() in evidence.shown_on[Side.AFTER]


def _is_private(unit: ChangeUnit, evidence: Evidence) -> bool:
    """Return whether others cannot call it, as far as its name and the line that declares it show."""
    place = unit.before or unit.place
    suffix = PurePosixPath(place.path).suffix
    if suffix in {".py", ".pyi"}:
        return any(part.startswith("_") for part in place.qualified_name.split("."))
    if suffix == ".go":
        return not place.name[:1].isupper()
    line = _declaration(unit, evidence)
    shown = _SHOWN.get(suffix)
    return bool(_HIDDEN.search(line)) if shown is None or suffix == ".cs" else not shown.search(line)


def _places(facts: list[Fact]) -> tuple[Anchor, ...]:
    return tuple(fact.anchor for fact in facts[:5])


def _is_public(unit: ChangeUnit, evidence: Evidence) -> bool:
    """Return whether others can call it, as far as its name and the line that declares it show; if unsure, False."""
    place = unit.before or unit.place
    suffix = PurePosixPath(place.path).suffix
    if suffix in {".py", ".pyi"}:
        return not any(part.startswith("_") for part in place.qualified_name.split("."))
    if suffix == ".go":
        return place.name[:1].isupper()
    line = _declaration(unit, evidence)
    shown = _SHOWN.get(suffix)
    return shown is not None and bool(shown.search(line)) and not _HIDDEN.search(line)


def _declaration(unit: ChangeUnit, evidence: Evidence) -> str:
    place = unit.before or unit.place
    side = Side.BEFORE if unit.before else Side.AFTER
    texts = (file.text(side) for file in evidence.change.files)
    return next((text.bare.get(place.start_line, "") for text in texts if text.path == place.path), "")
