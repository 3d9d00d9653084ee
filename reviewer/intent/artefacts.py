"""What no code can bear out: speed, safety, quality. Why that is so is said, and what would show it."""

import re
from collections.abc import Callable

from reviewer.intent.evidence import Evidence, Finding, anchors_of, named
from reviewer.intent.statements import Statement
from reviewer.model.intent import Verdict

_SPEED = re.compile(
    r"\b(?:faster|slower|speed(?:s|ed)? up|speedup|performan(?:ce|t)|optimi[sz](?:e|es|ed|ation)"
    r"|efficien\w+|latency|throughput"
    r"|less memory|memory usage|overhead)\b",
    re.IGNORECASE,
)
_SECURITY = re.compile(
    r"\b(?:secur(?:e|ity|ely)|vulnerab\w+|CVE-\d+-\d+|hardened|harden(?:s|ing)?|exploit\w*)\b", re.IGNORECASE
)
_QUALITY = re.compile(
    r"\b(?:safe|safely|safer|clean(?:er|ly)?|robust\w*|reliab\w+|bug-?free|well[ -]tested|simple(?:r)?"
    r"|readab\w+|maintainab\w+"
    r"|production[ -]ready|correct(?:ly)?|stable|elegant)\b",
    re.IGNORECASE,
)
_CI = re.compile(
    r"\b(?:CI|build|pipeline|checks?|tests?(?: suite)?) (?:is|are|now|all|still|should)? ?(?:pass(?:es|ed"
    r"|ing)?|green|succeed\w*)\b"
    r"|\ball tests (?:are )?(?:pass\w*|green)\b|\btests? pass(?:es|ed|ing)? locally\b",
    re.IGNORECASE,
)
_REVERT = re.compile(r"^(?:revert|reapply)(?:s|ed|ing)?\b|^this reverts commit\b", re.IGNORECASE)
_BENCH = re.compile(r"bench|perf", re.IGNORECASE)
_SECURE_PLACES = re.compile(r"secur|auth|crypt|fuzz|sanitiz", re.IGNORECASE)


def is_revert(statement: Statement) -> bool:
    """Return whether a statement takes another change back."""
    return bool(_REVERT.search(statement.text)) or statement.kind == "revert"


def check_artefact(statement: Statement, evidence: Evidence) -> Finding | None:
    """Say why a statement is not checkable, and name what of the change comes nearest to showing it."""
    if is_revert(statement):
        return _reverts(evidence)
    for pattern, explain in _KINDS:
        if pattern.search(statement.text):
            return explain(evidence)
    return None


def _speed(evidence: Evidence) -> Finding:
    return _shown_by(evidence, _BENCH, "a benchmark", "speed is measured, not read: no benchmark is in this change")


def _security(evidence: Evidence) -> Finding:
    silent = "security is not read off a diff: no test of it is in this change"
    tests = [unit for unit in evidence.tests if _SECURE_PLACES.search(unit.place.path)]
    if not tests:
        return Finding(Verdict.NOT_CHECKABLE, silent)
    return Finding(
        Verdict.NOT_CHECKABLE, f"security is not read off a diff; tests of it change: {named(tests)}", anchors_of(tests)
    )


def _quality(_: Evidence) -> Finding:
    return Finding(Verdict.NOT_CHECKABLE, "a judgement: nothing in code decides it")


def _ci(_: Evidence) -> Finding:
    return Finding(Verdict.NOT_CHECKABLE, "the checks of this head were not read: they stand below the pull request")


def _reverts(_: Evidence) -> Finding:
    return Finding(Verdict.NOT_CHECKABLE, "the reverted commit was not read")


def _shown_by(evidence: Evidence, places: re.Pattern[str], what: str, silent: str) -> Finding:
    near = [unit for unit in evidence.units if places.search(unit.place.path)]
    if not near:
        return Finding(Verdict.NOT_CHECKABLE, silent)
    text = f"speed is measured, not read; {what} changes, its result was not seen: {named(near)}"
    return Finding(Verdict.NOT_CHECKABLE, text, anchors_of(near))


_KINDS: tuple[tuple[re.Pattern[str], Callable[[Evidence], Finding]], ...] = (
    (_CI, _ci),
    (_SPEED, _speed),
    (_SECURITY, _security),
    (_QUALITY, _quality),
)
