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
    r"\bno (?:public |external )?(?:api|interface|signature)s? (?:or \w+ )?changes?\b"
    r"|\b(?:api|interface)s? (?:is|are|stays?|remains?) (?:the same|unchanged)\b"
    r"|\bno changes? (?:to|in) (?:the |our |any )?(?:public |external )?(?:api|interface)s?\b",
    re.IGNORECASE,
)
_COMPATIBLE = re.compile(
    r"\bbackwards?[ -]compatible\b|\bno breaking(?: api)? changes?\b|\bnon-?breaking\b", re.IGNORECASE
)
_NEGATED = re.compile(r"\b(?:not|isn't|breaks?) (?:\w+ )?backwards?[ -]compatib", re.IGNORECASE)
_HIDDEN = re.compile(r"\b(?:private|protected|internal|fileprivate|static)\b|^\s*#")
_CALLABLE = frozenset((EntityKind.FUNCTION, EntityKind.METHOD, EntityKind.CONSTRUCTOR))
_DATA = frozenset((EntityKind.KEY, EntityKind.SECTION, EntityKind.STATEMENT))
_SHOWN = {
    **dict.fromkeys((".java", ".cs"), re.compile(r"\bpublic\b")),
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
    if any(unit.fallback is not None or unit.entity_kind in _DATA for unit in evidence.counted):
        return Finding(Verdict.UNSUPPORTED, "not every changed file was read as code")
    return Finding(Verdict.VERIFIED, "no break found: no public signature changes, none is removed, nor an endpoint")


def _contradiction(evidence: Evidence, *, is_strict: bool) -> Finding | None:
    gone = [fact for fact in evidence.facts if fact.kind is FactKind.ENDPOINT and fact.detail == "removed"]
    if gone:
        return Finding(Verdict.CONTRADICTED, f"endpoint `{gone[0].subject}` is removed", _places(gone))
    removed = [unit for unit in _with(evidence, Action.REMOVED) if _is_public(unit, evidence)]
    if removed:
        return Finding(Verdict.CONTRADICTED, f"{named(removed)} is removed", anchors_of(removed))
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
