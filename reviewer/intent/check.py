"""The one door of the room: goal, why, claims with verdicts, and what nothing stated explains."""

from collections.abc import Callable, Sequence

from reviewer.intent.artefacts import check_artefact, is_revert
from reviewer.intent.behaviour import check_behaviour, check_formatting
from reviewer.intent.evidence import Evidence, Finding, anchors_of
from reviewer.intent.explain import explained_by, explained_by_issue
from reviewer.intent.goal import find_goal
from reviewer.intent.interface import check_interface
from reviewer.intent.issues import claims_of_issues
from reviewer.intent.kinds import check_kind
from reviewer.intent.names import check_addition, check_removal, check_rename
from reviewer.intent.packages import check_bump, check_no_new_dependency
from reviewer.intent.place import check_component, check_named_path, check_only_paths
from reviewer.intent.presence import check_presence
from reviewer.intent.scope import check_docs_only, check_tests_only
from reviewer.intent.size import check_size
from reviewer.intent.statements import Statement, statements
from reviewer.intent.tests_added import check_adds_tests
from reviewer.intent.versions import check_version
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
    check_kind,
    check_component,
    check_only_paths,
    check_size,
)
"""Checks of what is said of the whole change."""

OF_PARTS: tuple[Check, ...] = (
    check_adds_tests,
    check_bump,
    check_rename,
    check_addition,
    check_removal,
    check_version,
    check_named_path,
    check_presence,
    check_artefact,
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
    stated = (_claim(statement, evidence) for statement in statements(prose, evidence.change))
    claims = (*stated, *claims_of_issues(prose, evidence))
    explained = {fingerprint for claim in claims for fingerprint in claim.explains}
    for issue in prose.issues:
        explained.update(explained_by_issue(issue, evidence))
    unexplained = frozenset(unit.fingerprint for unit in evidence.counted) - explained
    why = find_why(prose)
    return Intent(find_goal(prose, why), why, claims, unexplained)


def _claim(statement: Statement, evidence: Evidence) -> Claim:
    checks = OF_PARTS if statement.is_partial else OF_ALL + OF_PARTS
    if is_revert(statement):
        # It quotes what another change said.
        checks = (check_artefact,)
    findings = [finding for check in checks if (finding := check(statement, evidence))]
    if statement.is_partial:
        # What one commit of several says may have been undone by the next.
        findings = [finding for finding in findings if finding.verdict is not Verdict.UNSUPPORTED]
    explains = explained_by(statement, evidence)
    if not findings:
        return Claim(statement.quote, Verdict.NOT_CHECKABLE, explains=explains)
    loudest = min(findings, key=lambda finding: _LOUDEST.index(finding.verdict))
    anchors = loudest.anchors
    if loudest.verdict is Verdict.VERIFIED:
        # What is true of the whole change is shown by its units.
        anchors = anchors or anchors_of(evidence.counted or evidence.units)
    return Claim(statement.quote, loudest.verdict, loudest.explanation, anchors, explains)
