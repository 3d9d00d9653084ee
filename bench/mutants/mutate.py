"""Putting one edit that acts into a mechanical diff, on one of its changed lines where that can be."""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import chain, islice, zip_longest

from tree_sitter import Node

from bench.mutants.edits import Spot, spots_of
from bench.mutants.parallel import in_parallel
from bench.mutants.sample import Edit, Sample
from bench.mutants.syntax import known_language, line_at, parse, python_dump, shape, squeezed
from reviewer.diff.languages.language import Language

TRIES = 12


def mutants_of(sample: Sample, count: int, seed: int) -> Iterator[Sample]:
    """Yield some mutants of a sample, each with an edit of another kind."""
    dice = random.Random(f"{seed} {sample.origin} {sample.way}")  # noqa: S311 - samples, not secrets
    spots = found_spots(sample)
    kinds = sorted(spots)
    dice.shuffle(kinds)
    for kind in kinds[:count]:
        for file, spot in dice.sample(spots[kind], min(TRIES, len(spots[kind]))):
            if (mutant := mutant_of(sample, file, spot)) is not None:
                yield mutant
                break


def found_spots(sample: Sample) -> dict[str, list[tuple[int, Spot]]]:
    """Return by kind where the texts after can be edited: on changed lines, or elsewhere when none of them can."""
    near: dict[str, list[tuple[int, Spot]]] = defaultdict(list)
    far: dict[str, list[tuple[int, Spot]]] = defaultdict(list)
    for index, (before, after) in enumerate(sample.files):
        language = known_language(after.path) if after is not None else None
        if after is None or language is None:
            continue
        changed = changed_lines(before.text if before is not None else b"", after.text)
        root = parse(after.text, language).root_node
        spots = () if root.has_error else spots_of(root, after.text, language)
        for spot in spots:
            lines = range(line_at(after.text, spot.start), line_at(after.text, max(spot.start, spot.end - 1)) + 1)
            (far if changed.isdisjoint(lines) else near)[spot.kind].append((index, spot))
    return near or far


def changed_lines(before: bytes, after: bytes) -> set[int]:
    """Return the numbers of the lines after that stand nowhere before."""
    old = frozenset(before.split(b"\n"))
    return {number for number, line in enumerate(after.split(b"\n"), 1) if line not in old}


def mutant_of(sample: Sample, file: int, spot: Spot) -> Sample | None:
    """Return a sample with an edit, None when the text would not be read, or would be the same program."""
    after = sample.files[file][1]
    assert after is not None
    language = known_language(after.path)
    text = after.text[: spot.start] + spot.text + after.text[spot.end :]
    if language is None or not acts(after.text, text, spot.start, language):
        return None
    return sample.edited(file, text, edit_of(spot, file, after.text, text))


def acts(after: bytes, edited: bytes, start: int, language: Language) -> bool:
    """Return whether an edited text can be read, and is another program: Python asks Python, others their grammar."""
    if language.name == "Python":
        return (dump := python_dump(edited)) is not None and dump != python_dump(after)
    roots = [parse(text, language).root_node for text in (after, edited)]
    if any(root.has_error for root in roots):
        return False
    old, new = (shape(statement_at(root, start), language) for root in roots)
    return old != new


def statement_at(root: Node, offset: int) -> Node:
    """Return the top-level statement around a byte, or the root where there is none."""
    return next((child for child in root.children if child.start_byte <= offset < child.end_byte), root)


def edit_of(spot: Spot, file: int, old: bytes, new: bytes) -> Edit:
    """Return an edit with the lines that it touches: those it wrote, and those it took away."""
    held = old[spot.start : spot.end]
    if spot.text:
        first, last = line_at(new, spot.start), line_at(new, max(spot.start, spot.start + len(spot.text) - 1))
        return Edit(spot.kind, file, tuple(range(first, last + 1)), lines_in(held))
    return Edit(spot.kind, file, (), lines_in(held))


def lines_in(text: bytes) -> tuple[bytes, ...]:
    """Return the lines of a text without white space, blank ones aside."""
    return tuple(squeezed(line) for line in text.split(b"\n") if line.strip())


def mutants(samples: Sequence[Sample], count: int, seed: int) -> list[Sample]:
    """Return `count` mutants of some samples, as even over kinds of edits, and over samples, as can be."""
    each = 2 + -(-count // max(1, len(samples)))
    found = in_parallel(partial(mutate_some, each=each, seed=seed), samples)
    by_kind: dict[str, list[Sample]] = defaultdict(list)
    for mutant in found:
        assert mutant.edit is not None
        by_kind[mutant.edit.kind].append(mutant)
    dice = random.Random(seed)  # noqa: S311 - samples, not secrets
    queues = [dice.sample(by_kind[kind], len(by_kind[kind])) for kind in sorted(by_kind)]
    rounds = chain.from_iterable(zip_longest(*queues))
    return list(islice((mutant for mutant in rounds if mutant is not None), count))


def mutate_some(samples: Sequence[Sample], each: int, seed: int) -> list[Sample]:
    """Return the mutants of some samples."""
    return [mutant for sample in samples for mutant in mutants_of(sample, each, seed)]
