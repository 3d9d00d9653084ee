"""Which units a statement speaks of, so that what nothing stated explains can be shown."""

from reviewer.intent.evidence import Evidence, is_document
from reviewer.intent.statements import Statement
from reviewer.intent.words import Terms, UnitTerms, terms_of
from reviewer.model.ids import Fingerprint
from reviewer.model.pulls import Issue
from reviewer.model.units import Action, ChangeUnit

_ABOUT_TESTS = frozenset(("test", "tests"))


def explained_by(statement: Statement, evidence: Evidence) -> tuple[Fingerprint, ...]:
    """Return the units that a statement speaks of, in the order of the units.

    It speaks of a unit whose name, path or significant words it holds, or whose changed lines mention a name that it
    writes as code, else of all tests or documents where it is about those; then of the tests of those, and of the
    imports beside them.
    """
    direct = _direct(statement.terms, evidence) or _by_kind(statement, evidence)
    return _in_order(direct | _companions(direct, evidence), evidence)


def explained_by_issue(issue: Issue, evidence: Evidence) -> tuple[Fingerprint, ...]:
    """Return the units that the title of a linked issue speaks of."""
    direct = _direct(terms_of(issue.title[:500]), evidence)
    return _in_order(direct | _companions(direct, evidence), evidence)


def _direct(terms: Terms, evidence: Evidence) -> set[Fingerprint]:
    subjects = {
        fact.unit for fact in evidence.facts if fact.subject in terms.names or fact.subject in terms.text.split()
    }
    return subjects | {unit.unit.fingerprint for unit in evidence.terms if _speaks_of(terms, unit)}


def _speaks_of(terms: Terms, unit: UnitTerms) -> bool:
    if terms.names & unit.names or terms.words & unit.words or any(unit.is_at(path) for path in terms.paths):
        return True
    parts = {name.rpartition(".")[2] for name in terms.names}
    return not parts.isdisjoint(unit.unit.mentions)


def _by_kind(statement: Statement, evidence: Evidence) -> set[Fingerprint]:
    """Return the units of the kind that the statement is about: tests for `test:`, documents for `docs:`."""
    words = {word.strip(".,:;").lower() for word in statement.text.split()} | {statement.kind}
    found = {unit.fingerprint for unit in evidence.tests} if words & _ABOUT_TESTS else set[Fingerprint]()
    if words & {"docs", "documentation"}:
        found |= {unit.fingerprint for unit in evidence.units if is_document(unit)}
    return found


def _companions(direct: set[Fingerprint], evidence: Evidence) -> set[Fingerprint]:
    spoken = [unit for unit in evidence.units if unit.fingerprint in direct and not unit.is_test]
    names = {unit.place.name for unit in spoken if len(unit.place.name) >= 3}
    paths = {unit.place.path for unit in spoken}
    return {unit.fingerprint for unit in evidence.units if _accompanies(unit, names, paths)}


def _accompanies(unit: ChangeUnit, names: set[str], paths: set[str]) -> bool:
    if unit.is_test:
        return not names.isdisjoint(unit.mentions)
    return Action.IMPORTS in unit.actions and unit.place.path in paths


def _in_order(found: set[Fingerprint], evidence: Evidence) -> tuple[Fingerprint, ...]:
    return tuple(unit.fingerprint for unit in evidence.units if unit.fingerprint in found)
