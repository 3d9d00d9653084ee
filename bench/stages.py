"""One pull, reviewed under the clock, in a process of its own."""

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import Any

import reviewer.diff.pull
from bench.targets import Target
from reviewer import pipeline
from reviewer.git.command import find_git
from reviewer.git.repository import open_repository
from reviewer.git.snapshot import read_snapshot
from reviewer.model.ids import PullNumber, Sha
from reviewer.model.published import PullLinks
from reviewer.model.pulls import Prose, PullSnapshot
from reviewer.report.check import render_check
from reviewer.report.comment import render_comment

STAGES = ("fetch", "parse", "units", "facts", "risk", "intent", "plan", "render")

# Where the stages are called from, so that the clock follows the pipeline itself and not a copy of it.
_CALLS = {
    "read_file": (reviewer.diff.pull, "parse"),
    "diff_pull": (pipeline, "units"),
    "read_facts": (pipeline, "facts"),
    "score_units": (pipeline, "risk"),
    "check_intent": (pipeline, "intent"),
    "plan_reading": (pipeline, "plan"),
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A pull's numbers: seconds by stage, seconds until the process was ready, and the peak memory in bytes.

    `cpu` are the processor seconds of all stages, git's too: on a busy machine they say more than the clock. `memory`
    is the reviewing process's, `git_memory` that of the largest git beside it.
    """

    seconds: dict[str, float]
    start: float
    cpu: float
    files: int
    lines: int
    units: int
    memory: int
    git_memory: int

    @property
    def total(self) -> float:
        """Return the seconds from the first read to the last render."""
        return sum(self.seconds.values())


class Clock:
    """Seconds by name; time inside an inner stage is taken off the outer one."""

    def __init__(self) -> None:
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self._inner = 0.0

    def timed(self, stage: str, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a function that does the same, under this clock."""

        def run(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever the stage takes and gives
            outer, self._inner = self._inner, 0.0
            began = time.perf_counter()
            try:
                return call(*arguments, **named)
            finally:
                took = time.perf_counter() - began
                self.seconds[stage] += took - self._inner
                self._inner = outer + took

        return run


def measure(target: Target, asked_at: float, search_path: str) -> Measured:
    """Review one pull from a clone on disk and return its numbers; `asked_at` is when its process was asked for."""
    start = time.time() - asked_at
    clock = Clock()
    for name, (module, stage) in _CALLS.items():
        setattr(module, name, clock.timed(stage, getattr(module, name)))
    cpu_before = _cpu_seconds()
    snapshot = clock.timed("fetch", _read)(target, search_path)
    review = pipeline.review_snapshot(snapshot)
    clock.timed("render", _render)(review)
    return Measured(
        seconds={stage: clock.seconds[stage] for stage in STAGES},
        start=start,
        cpu=_cpu_seconds() - cpu_before,
        files=len(snapshot.files),
        lines=review.coverage.changed_lines,
        units=len(review.units),
        memory=_peak_memory(),
        git_memory=getrusage(RUSAGE_CHILDREN).ru_maxrss * 1024,
    )


def _read(target: Target, search_path: str) -> PullSnapshot:
    repository = open_repository(target.repository, find_git(search_path))
    base, head = repository.resolve(target.base), repository.resolve(target.head)
    snapshot = read_snapshot(repository, base, head)
    prose = Prose(target.title, target.body, snapshot.prose.commits)
    return PullSnapshot(
        snapshot.files, prose, base, head, snapshot.merge_base, snapshot.policy_text, notes=snapshot.notes
    )


def _render(review: pipeline.Review) -> None:
    links = PullLinks("https://github.com", "owner/name", PullNumber(1), review.head or Sha("0" * 40))
    render_comment(review, links)
    render_check([(links, review)])


def _cpu_seconds() -> float:
    """Return the processor seconds of this process and of the children that ended."""
    children = getrusage(RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak_memory() -> int:
    """Return the most memory this process held, in bytes; what its parent held before exec does not count."""
    if not sys.platform.startswith("linux"):
        raise SystemExit("Peak memory is read from /proc: run the benchmark on Linux.")
    status = Path("/proc/self/status").read_text(encoding="ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
