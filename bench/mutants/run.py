"""The whole measurement: mechanical diffs, how many are recognised, and what becomes of edits hidden in them."""

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from pathlib import Path

from bench.mutants.context import context_samples
from bench.mutants.history import Mirror, find_mirrors
from bench.mutants.judge import Judged, Verdict, judge_all
from bench.mutants.made import files_to_use, made_samples
from bench.mutants.mutate import mutants
from bench.mutants.parallel import in_parallel
from bench.mutants.real import is_generated, real_samples
from bench.mutants.sample import Sample, Sort
from reviewer.git.command import find_git

STYLE_SHEETS = 8
MOST_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much is measured: mutants, changes of context, commits a repository, and samples of a language and sort."""

    seed: int = 1
    count: int = 2_000
    context: int = 300
    commits: int = 400
    each: int = 30
    unrecognised: int = 0


def bench_mutants(mirrors: Path, wanted: Wanted) -> None:
    """Measure, and print the tables; what was called mechanical and is not comes last, in full."""
    found = find_mirrors(mirrors, find_git())
    gathered = list(chain.from_iterable(in_parallel(partial(gather, wanted=wanted), found, at_once=1)))
    plain = [sample for sample in gathered if sample.sort not in (Sort.CONTEXT, Sort.ACTING)]
    known = list(judge_all(drawn(plain, wanted.each, wanted.seed)))
    print_recognised(known, wanted.unrecognised)
    acting = [sample for sample in gathered if sample.sort is Sort.ACTING]
    print(f"\nNot counted: {len(acting)} real diffs that change a comment that acts")
    bases = [judged.sample for judged in known if judged.verdict is Verdict.PROVED]
    contexts = [sample for sample in gathered if sample.sort is Sort.CONTEXT]
    per_way = max(1, wanted.context // max(1, len({(sample.language, sample.way) for sample in contexts})))
    chosen = drawn(contexts, per_way + 3, wanted.seed)
    dice = random.Random(wanted.seed)  # noqa: S311 - samples, not secrets
    chosen = dice.sample(chosen, min(len(chosen), wanted.context))
    print_caught("Edits in recognised diffs", list(judge_all(mutants(bases, wanted.count, wanted.seed))))
    print_caught("Changes of context", list(judge_all(chosen)))


def gather(mirrors: Sequence[Mirror], wanted: Wanted) -> list[list[Sample]]:
    """Return the samples of some repositories: real ones, made ones, and changes of context."""
    return [list(samples_of(mirror, wanted)) for mirror in mirrors]


def samples_of(mirror: Mirror, wanted: Wanted) -> Iterable[Sample]:
    """Return the samples of a repository."""
    dice = random.Random(f"{wanted.seed} {mirror.name}")  # noqa: S311 - samples, not secrets
    files = mirror.files()
    sheets = [row for row in files if row[0].endswith(".css")]
    rows = files_to_use(files, dice, 15) + dice.sample(sheets, min(STYLE_SHEETS, len(sheets)))
    texts = mirror.texts([blob for _, blob in rows])
    yield from real_samples(mirror, wanted.commits)
    for path, text in ((path, texts[blob]) for path, blob in rows if blob in texts):
        if is_generated(path, text, text):
            continue
        yield from made_samples(mirror.name, path, text, dice)
        yield from context_samples(mirror.name, path, text, dice)


def drawn(samples: Sequence[Sample], most: int, seed: int) -> list[Sample]:
    """Return at most so many samples of each language, sort and way."""
    groups: dict[tuple[str, ...], list[Sample]] = defaultdict(list)
    for sample in samples:
        groups[sample.language, sample.sort, sample.way].append(sample)
    dice = random.Random(seed)  # noqa: S311 - samples, not secrets
    return [sample for key in sorted(groups) for sample in dice.sample(groups[key], min(most, len(groups[key])))]


def print_recognised(known: Sequence[Judged], shown: int) -> None:
    """Print how many mechanical diffs are proved, by sort and by language, real ones and made ones."""
    print(f"Mechanical diffs, untouched: {len(known)}, {sum(judged.sample.is_real for judged in known)} of them real")
    for title, key in (("sort", by_sort), ("language", by_language)):
        print(f"\n{'recognised, by ' + title:44}{'real':>16}{'made':>16}")
        for name in sorted({key(judged) for judged in known}):
            rows = [judged for judged in known if key(judged) == name]
            print(f"{name:44}{share_of(rows, is_real=True):>16}{share_of(rows, is_real=False):>16}")
    for judged in [judged for judged in known if judged.verdict is Verdict.UNPROVED][:shown]:
        print(f"not recognised: {judged.sample.language}, {judged.sample.sort}, {judged.sample.origin}")
        print("".join(f"    {line}\n" for line in judged.said), end="")


def by_sort(judged: Judged) -> str:
    """Return how a sample was made, and of what sort it is."""
    sample = judged.sample
    return str(sample.sort) if sample.is_real else f"{sample.sort}: {sample.way}"


def by_language(judged: Judged) -> str:
    """Return the language of a sample."""
    return judged.sample.language


def share_of(rows: Iterable[Judged], *, is_real: bool) -> str:
    """Return how many of the real samples, or of the made ones, are recognised."""
    kept = [judged for judged in rows if judged.sample.is_real is is_real]
    proved = sum(judged.verdict is Verdict.PROVED for judged in kept)
    return f"{proved}/{len(kept)} {100 * proved / len(kept):3.0f} %" if kept else ""


def print_caught(title: str, known: Sequence[Judged]) -> None:
    """Print what became of edits, and in full those that were called mechanical."""
    counts = Counter(judged.verdict for judged in known)
    verdicts = (Verdict.CAUGHT, Verdict.ELSEWHERE, Verdict.SAFE)
    print(f"\n{title}: {len(known)}; " + ", ".join(f"{verdict} {counts[verdict]}" for verdict in verdicts))
    kinds = Counter(judged.sample.edit.kind for judged in known if judged.sample.edit is not None)
    print(", ".join(f"{kind} {count}" for kind, count in sorted(kinds.items())))
    print(", ".join(f"{name} {count}" for name, count in sorted(Counter(map(by_language, known)).items())))
    for judged in [judged for judged in known if judged.verdict is Verdict.SAFE][:MOST_SHOWN]:
        sample = judged.sample
        print(f"CALLED MECHANICAL: {sample.language}, {by_sort(judged)}, {sample.edit}, {sample.origin}")
        print("".join(f"    {line}\n" for line in judged.said), end="")
