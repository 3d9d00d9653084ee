"""Open pulls that touch the same code, and open pulls that are stacked on each other."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from reviewer.model.ids import PullNumber
from reviewer.model.queue import Waiting

MOST_SHARERS = 12
"""What more open pulls touch says nothing of two of them: a changelog, a list of routes."""

SAME_FILE = 0.5
"""How much it counts to touch the same files, beside touching the same items of them."""

LEAST = 0.25
"""Overlaps below it are counted, and not told."""

Overlaps = Mapping[PullNumber, Mapping[PullNumber, float]]


def overlaps(pulls: Sequence[Waiting]) -> Overlaps:
    """Return for each pull how much of what it touches each other one touches, 0..1; those without any are left out.

    The share is that of the smaller of the two: a small change inside a large one overlaps it altogether.
    """
    found: dict[PullNumber, dict[PullNumber, float]] = defaultdict(dict)
    items = {pull.number: {spot for spot in pull.spots if spot[1]} for pull in pulls}
    files = {pull.number: {path for path, _ in pull.spots} for pull in pulls}
    for touched, weight in ((items, 1.0), (files, SAME_FILE)):
        for (one, other), shared in _shared(touched).items():
            share = weight * shared / min(len(touched[one]), len(touched[other]))
            found[one][other] = found[other][one] = max(share, found[one].get(other, 0.0))
    return found


def _shared(touched: Mapping[PullNumber, Iterable[object]]) -> Counter[tuple[PullNumber, PullNumber]]:
    """Return how many places each two pulls share; the lower number comes first."""
    sharers: dict[object, list[PullNumber]] = defaultdict(list)
    for number in sorted(touched):
        for place in touched[number]:
            sharers[place].append(number)
    counted = Counter[tuple[PullNumber, PullNumber]]()
    for numbers in sharers.values():
        if 1 < len(numbers) <= MOST_SHARERS:
            counted.update(combinations(numbers, 2))
    return counted


def told(shares: Mapping[PullNumber, float]) -> tuple[PullNumber, ...]:
    """Return the pulls whose overlap is worth telling, the largest first."""
    large = [number for number, share in shares.items() if share >= LEAST]
    return tuple(sorted(large, key=lambda number: (-shares[number], number)))


def parents(pulls: Sequence[Waiting]) -> Mapping[PullNumber, PullNumber]:
    """Return for each stacked pull the open one whose branch it goes to; the lower number where two share a branch."""
    heads: dict[str, PullNumber] = {}
    for pull in sorted(pulls, key=lambda pull: pull.number):
        if pull.head_branch:
            heads.setdefault(pull.head_branch, pull.number)
    found = {pull.number: heads.get(pull.base_branch) for pull in pulls}
    return {number: parent for number, parent in found.items() if parent is not None and parent != number}


def dependants(parent_of: Mapping[PullNumber, PullNumber]) -> Mapping[PullNumber, tuple[PullNumber, ...]]:
    """Return for each pull those that are stacked on it, on what is stacked on it, and so on, by number."""
    above: dict[PullNumber, set[PullNumber]] = defaultdict(set)
    for number in parent_of:
        below = parent_of.get(number)
        # Two branches can be each other's base: whoever comes back to itself has come round.
        while below is not None and below != number and number not in above[below]:
            above[below].add(number)
            below = parent_of.get(below)
    return {number: tuple(sorted(stacked)) for number, stacked in above.items()}
