"""Work on samples by all processors, some at a time; the order of what comes back is the order that was given."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from multiprocessing import get_context
from typing import TypeVar

Given = TypeVar("Given")
Found = TypeVar("Found")

BATCH = 40


def in_parallel(
    work: Callable[[Sequence[Given]], Sequence[Found]], items: Sequence[Given], at_once: int = BATCH
) -> Iterator[Found]:
    """Yield what some work makes of all items, given so many at once."""
    batches = [items[start : start + at_once] for start in range(0, len(items), at_once)]
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        yield from chain.from_iterable(pool.map(work, batches))
