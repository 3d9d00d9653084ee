"""Continuous integration: workflows that change, what starts them, and the permissions their tokens gain or lose."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from reviewer.facts.anchoring import fact_about, fact_at
from reviewer.model.facts import Fact, FactKind
from reviewer.model.lines import Side
from reviewer.model.texts import Change, ChangedFile

_NAMES = frozenset(
    (".gitlab-ci.yml", ".travis.yml", "azure-pipelines.yml", "bitbucket-pipelines.yml", "Jenkinsfile", ".drone.yml")
)
_PERMISSIONS = re.compile(r"^(?P<indent>\s*)permissions:\s*(?P<value>[\w-]*)\s*$")
_SCOPE = re.compile(r"^(?P<indent>\s+)(?P<scope>[\w-]+):\s*(?P<level>read|write|none)\s*$")
_TRIGGER = re.compile(r"^\s*(?:-\s*)?(?:on:\s*\[?.*\b)?(?P<trigger>pull_request_target|workflow_run)\b")


def read_ci(change: Change) -> Iterator[Fact]:
    """Yield a fact for each CI file that changes, and for each token permission or risky trigger that comes or goes."""
    for file in change.files:
        path = PurePosixPath(file.path)
        if _is_workflow(path):
            yield from _permissions(file)
            yield from _triggers(file)
        if _is_workflow(path) or path.name in _NAMES or str(path).startswith((".circleci/", ".buildkite/")):
            yield from fact_about(file, FactKind.CI, (file.path, _what_happens(file)))


def _is_workflow(path: PurePosixPath) -> bool:
    return path.parts[:2] == (".github", "workflows") and path.suffix in {".yml", ".yaml"}


def _what_happens(file: ChangedFile) -> str:
    if file.change.before is None:
        return "new"
    return "removed" if file.change.after is None else "changed"


def _permissions(file: ChangedFile) -> Iterator[Fact]:
    after, before = _scopes(file, Side.AFTER), _scopes(file, Side.BEFORE)
    for scope, (level, line) in after.items():
        old = before.get(scope)
        if old is None or old[0] != level:
            detail = f"the workflow's token: {old[0]} → {level}" if old else "gained by the workflow's token"
            yield from fact_at(file, FactKind.PERMISSION, (f"{scope}: {level}", detail), (Side.AFTER, line))
    for scope, (level, line) in before.items():
        if scope not in after:
            told = (f"{scope}: {level}", "no longer stated for the workflow's token")
            yield from fact_at(file, FactKind.PERMISSION, told, (Side.BEFORE, line))


def _scopes(file: ChangedFile, side: Side) -> dict[str, tuple[str, int]]:
    """Return what the `permissions` blocks of a side state, by scope: the level and the first line that says so."""
    scopes: dict[str, tuple[str, int]] = {}
    block: int | None = None
    for number, line in file.text(side).code.items():
        opened = _PERMISSIONS.match(line)
        found = _SCOPE.match(line)
        if opened:
            block = len(opened["indent"])
            if opened["value"]:
                scopes.setdefault("permissions", (opened["value"], number))
        elif block is not None and found and len(found["indent"]) > block:
            scopes.setdefault(found["scope"], (found["level"], number))
        elif line.strip():
            block = None
    return scopes


def _triggers(file: ChangedFile) -> Iterator[Fact]:
    before = {found["trigger"] for line in file.before.code.values() if (found := _TRIGGER.match(line))}
    for line in file.changed(Side.AFTER):
        found = _TRIGGER.match(line.code)
        if found and found["trigger"] not in before:
            detail = "newly starts this workflow, with the base repository's secrets"
            yield Fact(FactKind.CI, found["trigger"], detail, line.anchor, line.unit.fingerprint)
