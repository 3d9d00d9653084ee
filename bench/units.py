"""The price of change units: processor time beside that of parsing alone, in one run, and how it grows with size."""

import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from shutil import which
from statistics import median
from subprocess import DEVNULL, run
from tempfile import TemporaryDirectory

from reviewer.diff.entities import grammar_of
from reviewer.diff.languages import language_of
from reviewer.diff.pull import diff_pull
from reviewer.git.cases import read_case_snapshots, read_cases
from reviewer.git.command import find_git
from reviewer.git.texts import TextPair, diff_texts
from reviewer.model.files import FileChange, FileSide
from reviewer.settings import search_path

OTHERS = {"git diff": ("git", "diff", "--no-index", "--no-ext-diff"), "difftastic": ("difft", "--color=never")}
"""Other diffs, as commands for two folders; what is not on the PATH is left out."""


@dataclass(frozen=True, slots=True)
class Price:
    """What a change cost in processor seconds: parsing both sides, all of the semantic diff, other diffs; its bytes."""

    language: str
    parsing: float
    units: float
    size: int
    others: tuple[float, ...] = ()


def bench_units(cases: Path) -> None:
    """Print, by language, what units cost beside parsing; git's part is not in it."""
    git = find_git(search_path())
    others = [name for name, command in OTHERS.items() if which(command[0])]
    by_language: dict[str, list[Price]] = defaultdict(list)
    with cases.open("rb") as lines:
        for _, snapshot in read_case_snapshots(read_cases(lines, str(cases)), git):
            if (price := price_of(snapshot.files, others)) is not None:
                by_language[price.language].append(price)
    head = f"{'':12}{'commits':>8}{'KB':>7}{'parsing ms':>12}{'units ms':>10}{'p90':>7}{'units / parsing':>17}"
    print(head + "".join(f"{name + ' ms':>16}" for name in others))
    everything = [price for prices in by_language.values() for price in prices]
    for language, prices in [*sorted(by_language.items()), ("all", everything)]:
        print(row(language, prices))


def row(language: str, prices: Sequence[Price]) -> str:
    """Return the line of one language: medians, the ninth decile, the ratio of the sums, and the others' medians."""
    units = sorted(price.units for price in prices)
    ratio = sum(units) / max(1e-9, sum(price.parsing for price in prices))
    return (
        f"{language:12}{len(prices):8}{median(price.size for price in prices) / 1000:7.0f}"
        f"{median(price.parsing for price in prices) * 1000:12.1f}{median(units) * 1000:10.1f}"
        f"{units[len(units) * 9 // 10] * 1000:7.0f}{ratio:17.1f}"
        + "".join(f"{median(column) * 1000:16.1f}" for column in zip(*(price.others for price in prices), strict=True))
    )


def price_of(files: Sequence[FileChange], others: Sequence[str]) -> Price | None:
    """Return what a change cost with its grammars loaded, None when no grammar reads any of it."""
    texts = [
        (language, side.content)
        for change in files
        for side in (change.before, change.after)
        if side is not None and side.content and (language := language_of(side.path)) is not None
    ]
    if not texts:
        return None
    parsers = [(grammar_of(language).parser, content) for language, content in texts]

    def parse() -> None:
        for parser, content in parsers:
            parser.parse(content)

    most = Counter(language.name for language, _ in texts).most_common(1)[0][0]
    size = sum(len(content) for _, content in texts)
    return Price(
        most, seconds_of(parse), seconds_of(partial(diff_pull, files)), size, tuple(prices_of_others(files, others))
    )


def prices_of_others(files: Sequence[FileChange], others: Sequence[str]) -> Iterator[float]:
    """Yield the processor seconds of other diffs on the same texts, each in a process of its own."""
    with TemporaryDirectory(prefix="reviewer-bench-") as name:
        folders = Path(name) / "before", Path(name) / "after"
        for folder in folders:
            folder.mkdir()
        for index, change in enumerate(files):
            for folder, side in zip(folders, (change.before, change.after), strict=True):
                if side is not None and side.content is not None:
                    (folder / f"{index}{Path(side.path).suffix}").write_bytes(side.content)
        for other in others:
            began = getrusage(RUSAGE_CHILDREN)
            run([*OTHERS[other], *map(str, folders)], stdout=DEVNULL, stderr=DEVNULL, check=False)  # noqa: S603 - a diff
            ended = getrusage(RUSAGE_CHILDREN)
            yield ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime


def seconds_of(work: Callable[[], object]) -> float:
    """Return the processor seconds of some work."""
    began = time.process_time()
    work()
    return time.process_time() - began


def bench_growth() -> None:
    """Print what large changes cost, and what twice as large ones do."""
    print(f"{'':28}{'seconds':>9}{'of twice':>10}{'ratio':>7}{'MB at most':>12}")
    for name, make in (("a file of 25,000 lines", one_file), ("a pull of 1,500 files", many_files)):
        seconds = [seconds_of(partial(diff_pull, make(scale))) for scale in (1, 2)]
        memory = getrusage(RUSAGE_SELF).ru_maxrss / 1000
        print(f"{name:28}{seconds[0]:9.2f}{seconds[1]:10.2f}{seconds[1] / seconds[0]:7.2f}{memory:12.0f}")


def one_file(scale: int) -> tuple[FileChange, ...]:
    """Return a changed file of 25,000 lines, `scale` times."""
    return changes([("large.py", list(functions(scale * 5_000)))])


def many_files(scale: int) -> tuple[FileChange, ...]:
    """Return 1,500 changed files of a hundred lines, `scale` times."""
    return changes([(f"part{number}.py", list(functions(20, number))) for number in range(scale * 1_500)])


def functions(count: int, seed: int = 0) -> Iterator[str]:
    """Yield small functions, no two alike."""
    for number in range(seed * count, (seed + 1) * count):
        body = f"    total = cart.part_{number % 97} + {number}\n    log({number})\n    return total\n\n"
        yield f"def step_{number}(cart):\n{body}"


def changes(texts: Sequence[tuple[str, list[str]]]) -> tuple[FileChange, ...]:
    """Return files in which every tenth function is renamed, every seventh changed, and the first moved to the end."""
    pairs: list[tuple[str, TextPair]] = []
    for path, parts in texts:
        new = [part.replace("step_", "stage_", 1) if index % 10 == 0 else part for index, part in enumerate(parts)]
        new = [part.replace(" + ", " - ") if index % 7 == 0 else part for index, part in enumerate(new)]
        pairs.append((path, TextPair("".join(parts).encode(), "".join([*new[1:], new[0]]).encode())))
    diffs = diff_texts([pair for _, pair in pairs], find_git(search_path()))
    return tuple(
        FileChange(FileSide(path, content=pair.before), FileSide(path, content=pair.after), diff.hunks)
        for (path, pair), diff in zip(pairs, diffs, strict=True)
    )
