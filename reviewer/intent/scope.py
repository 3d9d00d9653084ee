"""Checks of what a change keeps to: "docs only" and "tests only"."""

import re

from reviewer.intent.documents import is_changelog, is_of_documents
from reviewer.intent.evidence import Evidence, Finding, anchors_of, counted_text, named
from reviewer.intent.statements import Statement
from reviewer.model.code import is_code
from reviewer.model.intent import Verdict
from reviewer.model.lines import Side
from reviewer.model.units import Action, ChangeUnit

_END = r"(?=\W*$|[.,;:)(]|,? (?:changes?|PR|pull|commit|patch|updates?|fix(?:es)?|no|and|so|--?|—)\b)"
"""What may follow "tests only" where it is said of the change: "the test only simulated" is not."""

_DOCS = r"(?:docs?|documentation|comments?|docstrings?|readme)"
_DOCS_ONLY = re.compile(
    rf"\b{_DOCS}(?: changes?)?[ -]only\b{_END}"
    rf"|\b(?:only|just|purely) (?:touch(?:es)?|chang(?:es?|ing)|updat(?:es?|ing)|affects?|improv(?:es?|ing)"
    rf"|fix(?:es)?)?"
    rf" ?(?:the |some |our )?{_DOCS}\b(?! (?:\w+ )?(?:when|if|build|generat\w+|test\w*)\b)"
    rf"|\b(?:only|just) {_DOCS} (?:and|or) {_DOCS} (?:are|is|were) (?:touched|changed|updated|affected)\b"
    r"|\bno code changes?\b.{0,12}\b(?:docs?|documentation)\b|\b(?:docs?|documentation)\b.{0,12}\bno code changes?\b",
    re.IGNORECASE,
)
_TESTS_ONLY = re.compile(
    rf"\btests?(?: changes?)?[ -]only\b{_END}"
    r"|\bonly (?:touches |changes |updates |adds |affects )?(?:the )?tests\b",
    re.IGNORECASE,
)


_SHOWS = re.compile(r"(?:^|/)(?:examples?|samples?|stories|tutorials?|demos?)/|\.stories\.", re.IGNORECASE)
_FOR_DOCUMENTS = re.compile(r"doc(?:s|srs)?\b", re.IGNORECASE)


def check_docs_only(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "docs only" and the type `docs`: contradicted by code that differs beyond comments and strings."""
    is_strict = bool(_DOCS_ONLY.search(statement.text))
    if not is_strict and statement.kind_of_all != "docs":
        return None
    other = [unit for unit in evidence.counted if not _is_told_to_people(unit)]
    told = [unit for unit in evidence.units if _is_documentation(unit)]
    acting = evidence.spelling if is_strict else evidence.code
    if not is_strict:
        # Links of documentation need imports.
        acting = tuple(unit for unit in acting if Action.IMPORTS not in unit.actions and not _builds(unit, evidence))
    code = [unit for unit in acting if not _is_told_to_people(unit)]
    if not other and evidence.units:
        return Finding(Verdict.VERIFIED, "every unit is documentation or comment")
    # The type alone may stand for the larger part; where no documentation changes it is wrong for the whole.
    if not is_strict and told:
        return None
    if not code:
        # Where comments are told apart from code, what is left over is strings: those of documentation, mostly.
        strange = [unit for unit in other if not is_code(unit.place.path)]
        text = f"{counted_text(strange, 'stand in no document')}: {named(strange)}"
        return Finding(Verdict.UNSUPPORTED, text, anchors_of(strange)) if is_strict and strange else None
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
        # A type says what a change is for: assertions in the code, and a library of tests, are for tests too.
        verdict = Verdict.CONTRADICTED if is_strict else Verdict.UNSUPPORTED
        return Finding(verdict, text, anchors_of(evidence.code))
    return None


def _builds(unit: ChangeUnit, evidence: Evidence) -> bool:
    """Return whether each line that a unit gains speaks of documentation, as what builds it does."""
    lines = evidence.lines(unit, Side.AFTER)
    return bool(lines) and all(_FOR_DOCUMENTS.search(line.code) for line in lines)


def _is_documentation(unit: ChangeUnit) -> bool:
    """Return whether a unit may be what the type `docs` is about: a document, a remark, an example, no changelog."""
    is_shown = _SHOWS.search(unit.place.path) is not None or Action.COMMENT_ONLY in unit.actions
    return (is_of_documents(unit) and not is_changelog(unit.place.path)) or is_shown


def _is_told_to_people(unit: ChangeUnit) -> bool:
    """Return whether a unit is documentation: by its name, its folder, or as a comment or layout in code."""
    return is_of_documents(unit) or Action.COMMENT_ONLY in unit.actions or Action.FORMATTING_ONLY in unit.actions
