"""Checks of what a change keeps to: "docs only", "tests only", and of "adds tests"."""

import re
from pathlib import PurePosixPath

from reviewer.intent.evidence import Evidence, Finding, anchors_of, counted_text, is_document, named
from reviewer.intent.statements import Statement
from reviewer.model.intent import Verdict
from reviewer.model.units import Action, ChangeUnit

_DOCS_ONLY = re.compile(
    r"\b(?:docs?|documentation|comments?|docstrings?|readme)(?: changes?)?[ -]only\b"
    r"|\bonly (?:touches |changes |updates |affects )?(?:the )?(?:docs|documentation|comments|docstrings)\b",
    re.IGNORECASE,
)
_TESTS_ONLY = re.compile(
    r"\btests?(?: changes?)?[ -]only\b"
    r"|\bonly (?:touches |changes |updates |adds |affects )?(?:the )?tests\b",
    re.IGNORECASE,
)
_ADDS_TESTS = re.compile(
    r"\b(?:add(?:s|ed|ing)?|with|includ(?:es|ing)|writ(?:es|ing|e)|cover(?:s|ed)? (?:by|with))"
    r" (?:[\w`.-]+ ){0,4}?tests?\b(?! (?:plan|data|fixture|file|helper|env|server|runner|step|job|command|mode)s?\b)",
    re.IGNORECASE,
)


def check_docs_only(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "docs only" and the type `docs`: contradicted by code that differs beyond comments and strings."""
    is_strict = bool(_DOCS_ONLY.search(statement.text))
    if not is_strict and statement.kind_of_all != "docs":
        return None
    other = [unit for unit in evidence.counted if not _is_told_to_people(unit)]
    code = [unit for unit in evidence.code if not _is_told_to_people(unit)]
    if not other and evidence.units:
        return Finding(Verdict.VERIFIED, "every unit is documentation or comment")
    # The type alone may stand for the larger part; where nothing is documentation it is wrong for the whole.
    if not code or not (is_strict or len(code) == len(evidence.units)):
        return None
    return Finding(Verdict.CONTRADICTED, f"{counted_text(code, 'change code')}: {named(code)}", anchors_of(code))


def check_tests_only(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "tests only" and the type `test`: contradicted by code outside tests."""
    is_strict = bool(_TESTS_ONLY.search(statement.text))
    if not is_strict and statement.kind_of_all not in {"test", "tests"}:
        return None
    if evidence.counted and all(unit.is_test for unit in evidence.counted):
        return Finding(Verdict.VERIFIED, "every unit is a test")
    if evidence.code and (is_strict or not evidence.tests):
        text = f"{counted_text(evidence.code, 'change code outside tests')}: {named(evidence.code)}"
        return Finding(Verdict.CONTRADICTED, text, anchors_of(evidence.code))
    return None


def check_adds_tests(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "adds tests": verified by test units with added lines, unsupported where the change holds no test."""
    if not _ADDS_TESTS.search(statement.text):
        return None
    grown = [unit for unit in evidence.tests if unit.added_lines]
    if grown:
        return Finding(Verdict.VERIFIED, f"tests are changed: {named(grown)}", anchors_of(grown))
    return Finding(Verdict.UNSUPPORTED, "no test gains a line in this change")


def _is_told_to_people(unit: ChangeUnit) -> bool:
    """Return whether a unit is documentation: by its name, its folder, or as a comment or layout in code."""
    folders = PurePosixPath(unit.place.path).parts[:-1]
    is_documentation = is_document(unit) or not {"doc", "docs", "documentation"}.isdisjoint(folders)
    return is_documentation or Action.COMMENT_ONLY in unit.actions or Action.FORMATTING_ONLY in unit.actions
