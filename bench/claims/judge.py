"""Verdicts of messages: the product reads a pull's code once, then every message that it is given with it."""

import os
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial

from bench.claims.mutants import Given, Kind, Pool, mutant
from bench.claims.records import Record
from bench.claims.shown import shown
from reviewer.errors import ReviewerError
from reviewer.facts.read import read_facts
from reviewer.git.command import Git, find_git
from reviewer.git.repository import open_repository
from reviewer.git.snapshot import read_snapshot
from reviewer.intent.check import check_intent
from reviewer.model.facts import Fact
from reviewer.model.files import FileChange
from reviewer.model.ids import Sha
from reviewer.model.intent import Claim, Verdict
from reviewer.model.units import ChangeUnit
from reviewer.pipeline import diff_snapshot

MOST_FILES = 60
"""Pulls of more files are left out: they say nothing about verdicts that smaller ones do not, and take long."""

LOUD = (Verdict.CONTRADICTED, Verdict.UNSUPPORTED)


@dataclass(frozen=True, slots=True)
class Task:
    """A pull, and what to make of its message."""

    record: Record
    kinds: tuple[Kind, ...]
    pool: Pool
    seed: int


@dataclass(frozen=True, slots=True)
class Code:
    """A pull's code as the product read it."""

    units: tuple[ChangeUnit, ...]
    facts: tuple[Fact, ...]
    files: tuple[FileChange, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """What became of a message: `kind` is None where it was judged as it is, `said` the untrue statement.

    `verdict` is that of the untrue statement (None: it was not taken for one); of a true message, its worst.
    """

    origin: str
    kind: Kind | None
    said: str
    verdict: Verdict | None
    told: str
    claims: tuple[Verdict, ...]


def judge_all(tasks: Sequence[Task]) -> list[Row]:
    """Return the rows of some pulls."""
    return [row for task in tasks for row in rows_of(task, partial(read_code, task.record))]


def rows_of(task: Task, read: Callable[[], Code | None]) -> Iterator[Row]:
    """Yield what became of a pull's message as it is, and of each mutant of it."""
    code = read()
    if code is None:
        return
    record = task.record
    origin = f"{record.mirror}@{record.head[:10]}"
    yield _plain(origin, _claims(record, code))
    view = shown(code.files)
    for kind in task.kinds:
        dice = random.Random(f"{task.seed} {kind} {record.head}")  # noqa: S311 - samples, not secrets
        made = mutant(kind, Given(record, view, task.pool, dice))
        if made is not None:
            yield _mutated(origin, made.kind, made.said, _claims(made.record, code))


def read_code(record: Record) -> Code | None:
    """Return the units, facts and files of a pull; None where it is too large, empty, or cannot be read."""
    repository = open_repository(record.directory, _git())
    try:
        names = repository.run("diff-tree", "-r", "--name-only", record.base, record.head).stdout.count(b"\n")
        if not 0 < names <= MOST_FILES:
            return None
        snapshot = read_snapshot(repository, Sha(record.base), Sha(record.head))
    except ReviewerError:
        return None
    units = diff_snapshot(snapshot).units
    return Code(units, read_facts(units, snapshot.files), snapshot.files)


@cache
def _git() -> Git:
    return find_git(os.environ.get("PATH", os.defpath))


def _claims(record: Record, code: Code) -> tuple[Claim, ...]:
    return check_intent(record.prose, code.units, code.facts, code.files).claims


def _plain(origin: str, claims: Sequence[Claim]) -> Row:
    worst = _worst(claims)
    return Row(origin, None, "", worst.verdict if worst else None, _told(worst), tuple(c.verdict for c in claims))


def _mutated(origin: str, kind: Kind, said: str, claims: Sequence[Claim]) -> Row:
    about = [claim for claim in claims if _is_about(claim, said)]
    worst = _worst(about)
    return Row(origin, kind, said, worst.verdict if worst else None, _told(worst), tuple(c.verdict for c in about))


def _is_about(claim: Claim, said: str) -> bool:
    text, wanted = claim.quote.text.casefold().rstrip(" …"), " ".join(said.casefold().split())
    return text[:60] in wanted or wanted[:60] in text


def _worst(claims: Sequence[Claim]) -> Claim | None:
    loud = [claim for verdict in LOUD for claim in claims if claim.verdict is verdict]
    return loud[0] if loud else next(iter(claims), None)


def _told(claim: Claim | None) -> str:
    if claim is None:
        return ""
    places = ", ".join(f"{anchor.path}:{anchor.lines.start}" for anchor in claim.anchors[:3])
    return f"“{claim.quote.text}” ({claim.quote.source}) {claim.explanation} [{places}]"
