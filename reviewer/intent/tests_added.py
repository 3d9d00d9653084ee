"""Checks of "adds tests": tests come, and they assert something."""

import re

from reviewer.intent.evidence import Evidence, Finding, anchors_of, counted_text, named
from reviewer.intent.statements import Statement
from reviewer.intent.words import terms_of
from reviewer.model.code import is_code
from reviewer.model.intent import Verdict
from reviewer.model.lines import Side
from reviewer.model.units import Action, ChangeUnit

_NOT_TESTS = (
    r"(?! (?:plan|data|fixture|file|helper|env\w*|server|runner|step|job|command|mode|suite|failure|workflow|infra\w*"
    r"|util\w*|matrix|dependenc\w+|case name|name|result|output|script|config\w*|setup|run|harness|framework|target"
    r"|crate|project|app|page|feature|matcher|class|module|skip|time|timeout|logging|support|director\w+"
    r"|commands?|table|instructions?|mark\w*)s?\b)"
)
_ONE_TEST = (
    r"(?=$|[.,;:)]| (?:case|coverage|for|to|that|of|in|on|when|where|with|which|against|and|cover\w*|verify\w*"
    r"|check\w*|show\w*)\b)"
    r"(?! case name)"
)
_ADDS_TESTS = re.compile(
    rf"\b(?:add(?:s|ed|ing)?|includ(?:es?|ing)|writ(?:es|ing|e)|wrote|introduc(?:es?|ing)|cover(?:s|ed)? (?:by|with))"
    rf" (?:[\w`.-]+ ){{0,4}}?(?:tests\b{_NOT_TESTS}|test\b{_ONE_TEST})"
    rf"|\b(?:add(?:s|ed|ing)?|includ(?:es?|ing)|extends?|improv(?:es?|ing)|increas(?:es?"
    rf"|ing)) (?:[\w`.-]+ ){{0,2}}?test coverage\b"
    rf"|^(?:unit |regression |integration )?tests? (?:(?:are|is|were|was|have been) )?(?:added|included)\b"
    rf"|^with (?:unit )?tests\b",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"\b(?:should|could|would|will|can|cannot|can't|to|todo|need|needs|without|no|not|please|if|when"
    r"|follow-?up|later|next)\b"
    r"(?: \w+){0,3} (?:add|write|include|cover)\w*\b",
    re.IGNORECASE,
)
_ASSERTS = re.compile(
    r"assert|expect|should|\bmust\b|require|verify|check|raises|throws|\bt\.(?:Error|Fatal|Fail|Log)\w*"
    r"|\beq\b|\bis\(|\bok\(|panic"
    r"|match|snapshot|\bBe\b|test_\w+ '|equal|fail|refute|it\(|contain|respon",
    re.IGNORECASE,
)
_TABLE = re.compile(r"^\s*(?:[{\[(\"'`\d-]|\w+\s*[:=,])")


def check_adds_tests(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide "adds tests": verified by tests with added lines that assert something.

    Contradicted where tests only go; unsupported where no test gains a line, or none of the lines asserts.
    """
    if not _ADDS_TESTS.search(statement.text) or _HYPOTHETICAL.search(statement.text):
        return None
    grown = [unit for unit in evidence.tests if unit.added_lines]
    if not grown:
        return _without(evidence)
    asserting = [unit for unit in grown if _asserts(unit, evidence)]
    if not asserting:
        text = f"{counted_text(grown, 'change as tests')}, and no line that comes asserts anything: {named(grown)}"
        return Finding(Verdict.UNSUPPORTED, text, anchors_of(grown))
    wanted = {name.rpartition(".")[2] for name in terms_of(statement.text).names}
    about = [unit for unit in asserting if not wanted.isdisjoint(unit.mentions)]
    words = f"tests are changed, and assert: {named(about or asserting)}"
    return Finding(Verdict.VERIFIED, words, anchors_of(about or asserting))


def _without(evidence: Evidence) -> Finding | None:
    # A test may stand in what is not known as one: a document, data, a file without a grammar.
    if any(re.search(r"tests?\b|spec", unit.place.path, re.IGNORECASE) and unit.added_lines for unit in evidence.units):
        return None
    gone = [unit for unit in evidence.tests if Action.REMOVED in unit.actions]
    if gone:
        return Finding(Verdict.CONTRADICTED, f"tests go, none comes: {named(gone)}", anchors_of(gone))
    return Finding(Verdict.UNSUPPORTED, "no test gains a line in this change")


def _asserts(unit: ChangeUnit, evidence: Evidence) -> bool:
    """Return whether a test's added lines assert something, or may: rows of a table and data files do by others."""
    if not is_code(unit.place.path):
        return True
    lines = evidence.lines(unit, Side.AFTER)
    return any(_ASSERTS.search(line.code) or _TABLE.match(line.code) for line in lines)
