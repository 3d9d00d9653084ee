"""Which units a statement speaks of, so that what nothing stated explains can be shown."""

from reviewer.intent.documents import is_document
from reviewer.intent.evidence import Evidence
from reviewer.intent.statements import Statement
from reviewer.intent.words import Terms, UnitTerms, terms_of
from reviewer.model.facts import FactKind
from reviewer.model.ids import Fingerprint
from reviewer.model.pulls import Issue
from reviewer.model.units import Action, ChangeUnit

_ABOUT_TESTS = frozenset(("test", "tests"))
_ABOUT_DOCUMENTS = frozenset(("docs", "documentation", "readme", "changelog"))


def explained_by(statement: Statement, evidence: Evidence) -> tuple[Fingerprint, ...]:
    """Return the units that a statement speaks of, in the order of the units.

    It speaks of a unit whose name, path or significant words it holds, or whose changed lines mention a name that it
    writes as code; of a migration only by its name or path, as its table is a word of half the pull; of documents where
    it is about those; of all tests where it is about tests and names no unit. Then
    of the tests of those units, and of the imports beside them.
    """
    direct = _direct(statement.terms, evidence)
    words = {word.strip(".,:;").lower() for word in statement.text.split()} | {statement.kind}
    if words & _ABOUT_DOCUMENTS:
        direct |= {unit.fingerprint for unit in evidence.units if is_document(unit)}
    if words & _ABOUT_TESTS and not direct:
        direct = {unit.fingerprint for unit in evidence.tests}
    return _in_order(direct | _companions(direct, evidence), evidence)


def explained_by_issue(issue: Issue, evidence: Evidence) -> tuple[Fingerprint, ...]:
    """Return the units that the title of a linked issue speaks of."""
    direct = _direct(terms_of(issue.title[:500]), evidence)
    return _in_order(direct | _companions(direct, evidence), evidence)


def units_of_issue(issue: Issue, evidence: Evidence) -> tuple[ChangeUnit, ...]:
    """Return the units that an issue speaks of: by any word of its title, or by what its text writes as code."""
    told = terms_of(issue.body[:20_000])
    found = _direct(terms_of(issue.title[:500]), evidence)
    found |= _direct(Terms("", told.names, told.paths), evidence)
    return tuple(unit for unit in evidence.units if unit.fingerprint in found)


def _direct(terms: Terms, evidence: Evidence) -> set[Fingerprint]:
    said = terms.names.union(terms.text.split())
    subjects = {fact.unit for fact in evidence.facts if fact.subject in said}
    migrations = {fact.unit for fact in evidence.facts if fact.kind is FactKind.MIGRATION}
    return subjects | {
        unit.unit.fingerprint
        for unit in evidence.terms
        if _names(terms, unit) or (terms.words & unit.words and unit.unit.fingerprint not in migrations)
    }


def _names(terms: Terms, unit: UnitTerms) -> bool:
    if terms.names & unit.names or any(unit.is_at(path) for path in terms.paths):
        return True
    parts = {name.rpartition(".")[2] for name in terms.names}
    return not parts.isdisjoint(unit.unit.mentions)


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
