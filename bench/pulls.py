"""Seconds by stage, pulls a minute and peak memory, over real pulls."""

import os
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import mean, median, quantiles
from tempfile import TemporaryDirectory

from bench.stages import STAGES, Measured, measure
from bench.targets import Target, demo_targets, real_targets
from reviewer.errors import ReviewerError
from reviewer.git.command import find_git

_WIDE = 34


def bench_pulls(pulls: Path | None, mirrors: Path | None, fixtures: Path, repeat: int) -> None:
    """Measure every pull that is there and print the tables; what was not measured is listed with the reason."""
    with TemporaryDirectory(prefix="reviewer-bench-") as scratch:
        if pulls is not None and mirrors is not None:
            targets, missing = real_targets(pulls, mirrors)
        else:
            targets, missing = demo_targets(fixtures, Path(scratch), find_git()), []
        print(f"{len(targets)} pulls, {repeat} runs each, every run in a process of its own; median seconds")
        print(_row("pull", ["files", "lines", "units", *STAGES, "total", "cpu", "MB"]))
        results = [result for target in targets if (result := _measure_one(target, repeat))]
    if missing:
        print(f"\nNot measured, no clone among the mirrors ({len(missing)}): {', '.join(missing)}")
    if results:
        _print_summary(results, repeat)


def _measure_one(target: Target, repeat: int) -> Measured | None:
    """Return the run whose total is the median, printed as a row; None, and the reason, when it cannot be reviewed."""
    try:
        runs = sorted((_in_own_process(target) for _ in range(repeat)), key=lambda run: run.total)
    except ReviewerError as error:
        print(f"{target.name}: not measured: {error}")
        return None
    run = runs[len(runs) // 2]
    seconds = [*(run.seconds[stage] for stage in STAGES), run.total, run.cpu]
    counts = [str(run.files), str(run.lines), str(run.units)]
    cells = [*counts, *(f"{number:.3f}" for number in seconds), f"{run.memory / 1e6:.0f}"]
    print(_row(target.name, cells), flush=True)
    return run


def _in_own_process(target: Target) -> Measured:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, target, time.time(), os.defpath).result()


def _print_summary(runs: Sequence[Measured], repeat: int) -> None:
    print(f"\nSeconds by stage over {len(runs)} pulls")
    print(_row("", [*STAGES, "total", "cpu"]))
    kinds: tuple[tuple[str, Callable[[Iterable[float]], float]], ...] = (
        ("median", median),
        ("90 %", _ninetieth),
        ("most", max),
    )
    for name, choose in kinds:
        columns = [*([run.seconds[stage] for run in runs] for stage in STAGES), *_wholes(runs)]
        print(_row(name, [f"{choose(column):.3f}" for column in columns]))
    _print_totals(runs, len(runs) * repeat)


def _wholes(runs: Sequence[Measured]) -> tuple[list[float], list[float]]:
    return [run.total for run in runs], [run.cpu for run in runs]


def _print_totals(runs: Sequence[Measured], sample: int) -> None:
    totals = [run.total for run in runs]
    whole = [run.total + run.start for run in runs]
    lines = sum(run.lines for run in runs)
    memory = [run.memory / 1e6 for run in runs]
    git_memory = max(run.git_memory for run in runs) / 1e6
    cpu = mean(run.cpu for run in runs)
    print(f"\nPulls a minute and worker: {60 / mean(totals):.0f}; {60 / mean(whole):.0f} with a new process for each")
    print(f"By processor seconds: {60 / cpu:.0f} a minute and core")
    print(f"Start of a process: median {median(run.start for run in runs):.2f} s")
    print(f"Changed lines a second: {lines / sum(totals):,.0f} ({lines:,} lines)")
    print(
        f"Peak memory: {max(memory):.0f} MB, median {median(memory):.0f}; the largest git beside it {git_memory:.0f} MB"
    )
    print(f"Sample: {len(runs)} pulls, {sample} runs. Publishing needs a code host and is not in these numbers.")


def _ninetieth(values: Iterable[float]) -> float:
    known = list(values)
    return quantiles(known, n=10, method="inclusive")[-1] if len(known) > 1 else known[0]


def _row(name: str, cells: Iterable[str]) -> str:
    return f"{name[:_WIDE]:{_WIDE}}" + "".join(f"{cell:>8}" for cell in cells)
