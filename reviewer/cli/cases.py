"""`reviewer review --cases`: many cases from a file, one JSON review a line out, in the order given."""

import json
import sys
from collections import deque
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice, starmap
from multiprocessing import get_context
from pathlib import Path
from typing import BinaryIO

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from reviewer.diff.reading import load_grammars
from reviewer.errors import TellOperator
from reviewer.git.cases import read_case_snapshots, read_cases
from reviewer.git.command import find_git
from reviewer.jobs.guarded import ParseLimits, guarded
from reviewer.model.parsing import Parsing
from reviewer.model.pulls import PullSnapshot
from reviewer.pipeline import review_snapshot
from reviewer.report.record import review_record
from reviewer.settings import search_path

AHEAD = 8
"""How many cases a process are read before the first of them is printed: bounds the memory of a long file."""


def review_cases(path: Path, jobs: int, limits: ParseLimits) -> Iterator[str]:
    """Yield one JSON review a case, in order, made by `jobs` processes; a malformed case raises TellOperator."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with _open(path) as file, Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("Reviewing", total=None)
        pairs = read_case_snapshots(read_cases(file, str(path)), find_git(search_path()))
        for line in _in_order(((case.id, snapshot, limits) for case, snapshot in pairs), jobs):
            progress.advance(task)
            yield line


def _open(path: Path) -> BinaryIO:
    if str(path) == "-":
        return sys.stdin.buffer
    try:
        return path.open("rb")
    except OSError as error:
        raise TellOperator(f"Could not read the cases from {path}: {error.strerror}") from error


def _in_order(tasks: Iterator[tuple[str, PullSnapshot, ParseLimits]], jobs: int) -> Iterator[str]:
    if jobs == 1:
        yield from starmap(review_case, tasks)
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting = deque(pool.submit(review_case, *task) for task in islice(tasks, jobs * AHEAD))
        while waiting:
            yield waiting.popleft().result()
            waiting.extend(pool.submit(review_case, *task) for task in islice(tasks, 1))


def review_case(identity: str, snapshot: PullSnapshot, limits: ParseLimits) -> str:
    """Return the JSON review of one case, on one line."""
    load_grammars(side.path for file in snapshot.files for side in (file.before, file.after) if side is not None)

    def make(parsing: Parsing) -> str:
        record = review_record(review_snapshot(snapshot, parsing=parsing), identity)
        return json.dumps(record, separators=(",", ":"))

    return guarded(make, limits)
