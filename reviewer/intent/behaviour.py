"""Checks of "refactoring only", "no behaviour change" and "formatting only"."""

import re

from reviewer.intent.comparisons import turned_comparisons
from reviewer.intent.evidence import Evidence, Finding, anchors_of, counted_text, named
from reviewer.intent.kept_lines import telling_lines
from reviewer.intent.statements import Statement
from reviewer.model.facts import Fact, FactKind
from reviewer.model.intent import Verdict
from reviewer.model.units import Action

_STRICT = re.compile(
    r"\bno (?:\w+ )?(?:behaviou?r(?:al)?|functional(?:ity)?|logic|semantic) (?:changes?|difference)"
    r"|\bno changes? (?:in|to|of) (?:\w+ )?(?:behaviou?r|functionality|logic)"
    r"|\bno functional(?:ity)? (?:changes?|impact)|\bbehaviou?r[ -](?:preserving|neutral)"
    r"|\bwithout (?:any )?(?:changing|change (?:in|to|of)) (?:\w+ )?(?:behaviou?r|functionality|logic)"
    r"|\b(?:pure|purely|just|only) (?:a )?(?:refactor|refactoring|mechanical|code move)\b"
    r"|\brefactor(?:ing)?[ -]only\b|\bonly refactor(?:s|ing)?\b|\bdoes(?:n't| not) change (?:\w+ )?behaviou?r",
    re.IGNORECASE,
)
_WEAK = re.compile(r"^refactor(?:s|ed|ing)?\b", re.IGNORECASE)
_FORMATTING = re.compile(
    r"\b(?:formatting|whitespace|style|lint|linting|layout|indentation)(?: changes?)?[ -]only\b"
    r"|\bonly (?:formatting|whitespace|style|indentation)\b|\bno code changes?\b|\bjust (?:formatting|whitespace)\b"
    r"|^(?:run|apply|reformat|format)\w* .{0,40}\b(?:black|ruff format|prettier|gofmt|rustfmt|clang-format|isort)\b",
    re.IGNORECASE,
)
_ACTING_FACTS = frozenset((FactKind.ENDPOINT, FactKind.MIGRATION, FactKind.ENVIRONMENT_VARIABLE, FactKind.FEATURE_FLAG))


def check_behaviour(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "refactoring only" and its kin.

    Contradicted only by what a refactoring never does: one telling token on a kept line, a comparison of the same two
    things that says something else, or an operational fact.
    Verified only when every unit outside tests is proved. Anything between is unsupported: nobody has shown it.
    """
    is_strict = bool(_STRICT.search(statement.text))
    if not is_strict and statement.kind_of_all != "refactor" and not _WEAK.match(statement.text):
        return None
    return _telling(evidence) or _operational(evidence, is_strict=is_strict) or _proof(evidence, is_strict=is_strict)


def check_formatting(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "formatting only": contradicted by a telling token, or an entity that comes, goes or changes form."""
    if statement.kind_of_all != "style" and not _FORMATTING.search(statement.text):
        return None
    shape = {Action.ADDED, Action.REMOVED, Action.SIGNATURE_CHANGED}
    shaped = [unit for unit in evidence.code if unit.entity_kind is not None and shape.intersection(unit.actions)]
    found = _telling(evidence)
    if found or not shaped:
        return found or _proof(evidence, is_strict=statement.kind_of_all != "style")
    text = f"{counted_text(shaped, 'change more than layout')}: {named(shaped)}"
    return Finding(Verdict.CONTRADICTED, text, anchors_of(shaped))


def _telling(evidence: Evidence) -> Finding | None:
    kept = [(unit, anchor, what) for unit in evidence.code for anchor, what in telling_lines(evidence, unit)]
    found = kept or list(turned_comparisons(evidence))
    if not found:
        return None
    parts = [f"{what} in {named([unit])}" for unit, _, what in found[:2]]
    more = f", and {len(found) - 2} more" if len(found) > 2 else ""
    return Finding(Verdict.CONTRADICTED, "; ".join(parts) + more, tuple(anchor for _, anchor, _ in found[:5]))


def _operational(evidence: Evidence, *, is_strict: bool) -> Finding | None:
    facts: list[Fact] = [fact for fact in evidence.facts if fact.kind in _ACTING_FACTS]
    if not facts or not is_strict:
        return None
    first = facts[0]
    text = f"{first.kind.value} `{first.subject}`: {first.detail}"
    return Finding(Verdict.CONTRADICTED, text, tuple(fact.anchor for fact in facts[:5]))


def _proof(evidence: Evidence, *, is_strict: bool) -> Finding | None:
    left = [unit for unit in evidence.counted if not unit.is_test]
    if not left and evidence.units:
        return Finding(Verdict.VERIFIED, "every unit outside tests is proved to change no behaviour")
    if not is_strict:
        return None
    text = f"{counted_text(left, 'change code outside tests')}, without proof that behaviour stays: {named(left)}"
    return Finding(Verdict.UNSUPPORTED, text, anchors_of(left)) if left else None
