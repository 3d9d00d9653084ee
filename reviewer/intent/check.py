"""The one door of the room: goal, why, claims with verdicts, and what nothing stated explains."""

from collections.abc import Callable, Sequence

from reviewer.intent.behaviour import check_behaviour, check_formatting
from reviewer.intent.evidence import Evidence, Finding
from reviewer.intent.explain import explained_by, explained_by_issue
from reviewer.intent.goal import find_goal
from reviewer.intent.interface import check_interface
from reviewer.intent.names import check_addition, check_removal, check_rename
from reviewer.intent.packages import check_bump, check_no_new_dependency
from reviewer.intent.scope import check_adds_tests, check_docs_only, check_tests_only
from reviewer.intent.statements import Statement, statements
from reviewer.intent.why import find_why
from reviewer.model.facts import Fact
from reviewer.model.files import FileChange
from reviewer.model.intent import Claim, Intent, Verdict
from reviewer.model.pulls import Prose
from reviewer.model.units import ChangeUnit

Check = Callable[[Statement, Evidence], Finding | None]

OF_ALL: tuple[Check, ...] = (
    check_behaviour,
    check_formatting,
    check_docs_only,
    check_tests_only,
    check_no_new_dependency,
    check_interface,
)
"""Checks of what is said of the whole change."""

OF_PARTS: tuple[Check, ...] = (
    check_adds_tests,
    check_bump,
    check_rename,
    check_addition,
    check_removal,
)
"""Checks of what is said of anything in it."""

_LOUDEST = (Verdict.CONTRADICTED, Verdict.UNSUPPORTED, Verdict.VERIFIED, Verdict.NOT_CHECKABLE)


def check_intent(
    prose: Prose, units: Sequence[ChangeUnit], facts: Sequence[Fact], files: Sequence[FileChange] = ()
) -> Intent:
    """Return what the prose states, held against the code.

    Prose is data: bounded, never obeyed, and it can only add attention. Without `files` the checks that compare lines
    find nothing. A unit is unexplained when it is neither proved nor exempt and no statement or linked issue names it.
    """
    evidence = Evidence(tuple(units), tuple(facts), tuple(files))
    claims = tuple(_claim(statement, evidence) for statement in statements(prose))
    explained = {fingerprint for claim in claims for fingerprint in claim.explains}
    for issue in prose.issues:
        explained.update(explained_by_issue(issue, evidence))
    unexplained = frozenset(unit.fingerprint for unit in evidence.counted) - explained
    why = find_why(prose)
    return Intent(find_goal(prose, why), why, claims, unexplained)


def _claim(statement: Statement, evidence: Evidence) -> Claim:
    checks = OF_PARTS if statement.is_partial else OF_ALL + OF_PARTS
    findings = [finding for check in checks if (finding := check(statement, evidence))]
    explains = explained_by(statement, evidence)
    if not findings:
        return Claim(statement.quote, Verdict.NOT_CHECKABLE, explains=explains)
    loudest = min(findings, key=lambda finding: _LOUDEST.index(finding.verdict))
    return Claim(statement.quote, loudest.verdict, loudest.explanation, loudest.anchors, explains)
