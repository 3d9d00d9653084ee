"""Checks of the type in front of a title ("feat", "ci"), held against what sort of files change."""

import re
from pathlib import PurePosixPath

from reviewer.intent.documents import is_document, is_of_documents
from reviewer.intent.evidence import Evidence, Finding, anchors_of, counted_text, named
from reviewer.intent.statements import Statement
from reviewer.model.intent import Verdict
from reviewer.model.units import Action, ChangeUnit

_OF_CODE = frozenset(("feat", "feature", "perf", "refactor"))
_OF_DOCUMENTS = frozenset(("docs", "doc"))
_OF_TESTS = frozenset(("test", "tests"))
_OF_CI = frozenset(("ci",))
_CI = re.compile(
    r"(?:^|/)(?:\.github|\.circleci|\.gitlab|\.buildkite|\.azure|ci|\.ci|xtask[\w-]*|[\w-]*-ci|tools?"
    r"|scripts?|script|build|infra)/"
    r"|(?:^|/)(?:\.?(?:travis|gitlab-ci|appveyor|codecov|pre-commit-config|azure-pipelines|renovate|dependabot)\b"
    r"|tox\.ini|noxfile|Makefile|Jenkinsfile|Dockerfile|docker-compose|Vagrantfile)",
    re.IGNORECASE,
)


def check_kind(statement: Statement, evidence: Evidence) -> Finding | None:
    """Decide the type of the whole change where its files speak against it.

    `ci` where code outside tests changes and nothing of CI does, and a type of code where all is documents or tests,
    are unsupported, never contradicted: people call things by their purpose.
    """
    kind = statement.kind_of_all
    if kind in _OF_CI:
        return _ci(evidence)
    if kind in _OF_DOCUMENTS | _OF_TESTS and evidence.units:
        return _swapped(kind, evidence)
    if kind not in _OF_CODE or not evidence.units:
        return None
    if not all(unit.is_test or is_of_documents(unit) for unit in evidence.units):
        return None
    words = {word for word in re.split(r"\W+", statement.scope.lower()) if word}
    if any(word.startswith("test") for word in words) or words & {
        "docs",
        "doc",
        "readme",
        "website",
        "guides",
        "examples",
        "e2e",
        "bench",
        "benches",
    }:
        return None
    what = "a document" if all(is_document(unit) for unit in evidence.units) else "a document or a test"
    text = f"every unit is {what}: {named(evidence.units)}"
    return Finding(Verdict.UNSUPPORTED, text, anchors_of(evidence.units))


def _swapped(kind: str, evidence: Evidence) -> Finding | None:
    """Find documents called tests, and tests called documents."""
    if kind in _OF_TESTS and all(is_of_documents(unit) and not unit.is_test for unit in evidence.units):
        return Finding(
            Verdict.UNSUPPORTED, f"every unit is a document: {named(evidence.units)}", anchors_of(evidence.units)
        )
    remarks = any(Action.COMMENT_ONLY in unit.actions for unit in evidence.units)
    if (
        kind in _OF_DOCUMENTS
        and not remarks
        and all(unit.is_test and not is_of_documents(unit) for unit in evidence.units)
    ):
        return Finding(
            Verdict.UNSUPPORTED, f"every unit is a test: {named(evidence.units)}", anchors_of(evidence.units)
        )
    return None


def _ci(evidence: Evidence) -> Finding | None:
    if any(_is_ci(unit) for unit in evidence.units):
        return None
    code = [unit for unit in evidence.code if PurePosixPath(unit.place.path).suffix != ".sh"]
    if not code:
        return None
    return Finding(
        Verdict.UNSUPPORTED, f"{counted_text(code, 'change code')}, no file of CI: {named(code)}", anchors_of(code)
    )


def _is_ci(unit: ChangeUnit) -> bool:
    return bool(_CI.search(unit.place.path))
