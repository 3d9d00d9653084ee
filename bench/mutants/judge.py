"""What the product says of samples: whether all of a mechanical one is proved, and whether an edit is seen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bench.mutants.parallel import in_parallel
from bench.mutants.sample import Edit, Sample
from bench.mutants.syntax import squeezed
from reviewer.diff import diff_pull
from reviewer.git.cases import read_case_snapshots
from reviewer.git.command import find_git
from reviewer.model.lines import LineRange
from reviewer.model.units import ChangeUnit


class Verdict(StrEnum):
    """What became of a sample."""

    PROVED = "all of it proved"
    UNPROVED = "not all of it proved"
    CAUGHT = "seen"
    ELSEWHERE = "seen by other lines"
    SAFE = "called mechanical"


@dataclass(frozen=True, slots=True)
class Judged:
    """A sample, what became of it, and what is said of the units that are not proved (or, of a safe one, of all)."""

    sample: Sample
    verdict: Verdict
    said: tuple[str, ...]


def judge_all(samples: Sequence[Sample]) -> Iterator[Judged]:
    """Yield what became of each sample, in order."""
    return in_parallel(judge_some, samples)


def judge_some(samples: Iterable[Sample]) -> list[Judged]:
    """Return what became of some samples."""
    known = list(samples)
    snapshots = read_case_snapshots((sample.case() for sample in known), find_git())
    return [
        judge(sample, diff_pull(snapshot.files).units) for sample, (_, snapshot) in zip(known, snapshots, strict=True)
    ]


def judge(sample: Sample, units: Sequence[ChangeUnit]) -> Judged:
    """Return what became of a sample, given its units.

    An edit is called mechanical when every unit that owns one of its lines is proved, or when nothing needs eyes. Git
    may list none of its lines, but those that it passed: then these must need eyes.
    """
    open_units = [unit for unit in units if unit.proof is None]
    if sample.edit is None:
        verdict = Verdict.UNPROVED if open_units else Verdict.PROVED
        return Judged(sample, verdict, tuple(map(words_of, open_units)))
    edit = sample.edit
    owners = [unit for unit in units if owns(unit, sample, edit)]
    if any(unit.proof is None for unit in owners):
        verdict = Verdict.CAUGHT
    else:
        verdict = Verdict.SAFE if owners or not open_units else Verdict.ELSEWHERE
    return Judged(sample, verdict, tuple(map(words_of, units)))


def owns(unit: ChangeUnit, sample: Sample, edit: Edit) -> bool:
    """Return whether a unit owns a line of an edit, on either side; a deleted line is looked for by its text."""
    after = sample.files[edit.file][1]
    is_here = after is not None and unit.after is not None and unit.after.path == after.path
    if is_here and any(number in lines for lines in unit.added_lines for number in edit.lines):
        return True
    if not edit.gone or unit.before is None:
        return False
    texts = {side.path: side.text for side, _ in sample.files if side is not None}
    return any(is_gone(text, edit.gone) for text in lines_of(texts.get(unit.before.path, b""), unit.removed_lines))


def is_gone(line: bytes, gone: Iterable[bytes]) -> bool:
    """Return whether a line before holds what was deleted, or a part of it."""
    found = squeezed(line)
    return len(found) > 2 and any(found in text or text in found for text in gone)


def lines_of(text: bytes, ranges: Iterable[LineRange]) -> Iterator[bytes]:
    """Yield the lines of some ranges."""
    lines = text.split(b"\n")
    for found in ranges:
        yield from lines[found.start - 1 : found.end]


def words_of(unit: ChangeUnit) -> str:
    """Return a unit as one line of text."""
    place = unit.place
    proof = f" [{unit.proof.kind}]" if unit.proof is not None else ""
    name = f"{unit.entity_kind or '-'} {place.qualified_name}"
    return f"{', '.join(unit.actions)}: {name} {place.path}:{place.start_line}-{place.end_line}{proof}"
