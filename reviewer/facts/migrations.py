"""Database migrations: files that carry one, and the statements in them that an operator wants to know about."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import NamedTuple

from reviewer.facts.anchoring import fact_about, fact_at
from reviewer.facts.migration_statements import FRAMEWORK_RULES, SQL_RULES, Rule, sql_statements, subject_of
from reviewer.model.facts import Fact, FactKind
from reviewer.model.lines import Side
from reviewer.model.texts import Change, ChangedFile

_PATH = re.compile(
    r"(?:^|/)(?:alembic/)?versions/[^/]+\.py$|(?:^|/)migrations/(?:[^/]+/)*[^/]+\.(?:py|sql|js|ts|php|cs|rb|go|kt|java)$"
    r"|(?:^|/)db/migrate/[^/]+\.rb$|(?:^|/)[VUR]\d[\w.]*__[^/]+\.sql$|(?:^|/)db/changelog/"
)
_FUNCTION = re.compile(r"^\s*(?:def |(?:public )?(?:async )?function |exports\.)(?P<name>\w+)")
_DDL = re.compile(r"^\s*(?:ALTER|DROP|CREATE|RENAME|TRUNCATE)\s", re.IGNORECASE)


class _Statement(NamedTuple):
    start: int
    end: int
    text: str


def read_migrations(change: Change) -> Iterator[Fact]:
    """Yield a fact for each statement of a migration that locks, drops or constrains, else one for the file.

    Each detail is stated only where the statement itself shows it; what a framework does behind it is not guessed.
    """
    for file in change.files:
        path = file.path
        if PurePosixPath(path).name == "__init__.py":
            continue
        if path.endswith(".sql"):
            found = list(_sql_facts(file))
        elif _PATH.search(path):
            found = list(_framework_facts(file))
        else:
            continue
        yield from found or _file_fact(file)


def _file_fact(file: ChangedFile) -> Iterator[Fact]:
    if not _PATH.search(file.path):
        return
    what = "changed after it was written" if file.change.before and file.change.after else "new"
    detail = "removed" if file.change.after is None else what
    yield from fact_about(file, FactKind.MIGRATION, (PurePosixPath(file.path).name, detail))


def _sql_facts(file: ChangedFile) -> Iterator[Fact]:
    for start, end, text in sql_statements(file.after.lines, file.after.code):
        if _DDL.match(text):
            yield from _facts_of(file, _Statement(start, end, " ".join(text.split())), SQL_RULES)


def _framework_facts(file: ChangedFile) -> Iterator[Fact]:
    for statement in _calls(file.after.code):
        yield from _facts_of(file, statement, FRAMEWORK_RULES)


def _facts_of(file: ChangedFile, statement: _Statement, rules: tuple[Rule, ...]) -> Iterator[Fact]:
    at = next(
        (number for number in range(statement.start, statement.end + 1) if (Side.AFTER, number) in file.owners), None
    )
    if at is None:
        return
    for rule in rules:
        if rule.applies(statement.text):
            yield from fact_at(file, FactKind.MIGRATION, (subject_of(statement.text), rule.detail), (Side.AFTER, at))
            return


_LONGEST = 40
"""Lines a call may span before it is no longer read."""


def _calls(lines: dict[int, str]) -> Iterator[_Statement]:
    """Yield each line that starts a call of a migration, joined with what follows until its brackets close."""
    in_downgrade = False
    numbers = list(lines)
    for index, number in enumerate(numbers):
        line = lines[number]
        found = _FUNCTION.match(line)
        in_downgrade = found["name"] in {"downgrade", "down", "backwards"} if found else in_downgrade
        if in_downgrade or not any(rule.starts.search(line) for rule in FRAMEWORK_RULES):
            continue
        yield _joined(lines, numbers[index : index + _LONGEST])


def _joined(lines: dict[int, str], numbers: list[int]) -> _Statement:
    depth, text = 0, ""
    for number in numbers:
        line = lines[number]
        text += " " + line.strip()
        depth += sum(line.count(mark) for mark in "([{") - sum(line.count(mark) for mark in ")]}")
        if depth <= 0:
            return _Statement(numbers[0], number, text.strip())
    return _Statement(numbers[0], numbers[0], lines[numbers[0]].strip())
