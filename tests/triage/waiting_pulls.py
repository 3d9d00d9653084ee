"""Open pulls made by hand and by hypothesis, where what matters is their place in the queue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from hypothesis import strategies as st

from reviewer.model.ids import PullNumber
from reviewer.model.queue import BusinessHours, Handover, Hold, Placed, PullQueue, QueueRules, Turn, Waiting
from reviewer.model.risk import Band
from reviewer.triage.queue import rank

_T = TypeVar("_T")

RULES = QueueRules()
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC).timestamp()
"""A Thursday."""

ALWAYS = QueueRules(hours=BusinessHours(days=(0, 1, 2, 3, 4, 5, 6), start=0, end=1440))
"""Rules by which every hour is one of business."""


def pull(number: int, *labels: str, hours: float = 1.0, minutes: int = 10, band: Band = Band.LOW) -> Waiting:
    """Return a pull that has waited on reviewers for so many hours by the clock."""
    waits = (Handover(NOON - hours * 3600, Turn.REVIEWER),)
    return Waiting(
        PullNumber(number),
        title=f"Pull {number}",
        author="agent",
        labels=labels,
        base_branch="main",
        head_branch=f"topic-{number}",
        handovers=waits,
        band=band,
        minutes=minutes,
        needs_eyes=1,
    )


def touching(waiting: Waiting, *spots: tuple[str, str]) -> Waiting:
    """Return a pull that touches these items."""
    return replace(waiting, spots=frozenset(spots))


def onto(waiting: Waiting, below: Waiting) -> Waiting:
    """Return a pull stacked on another."""
    return replace(waiting, base_branch=below.head_branch)


def numbers(queue: PullQueue) -> list[int]:
    """Return the pulls in their places."""
    return [placed.pull.number for placed in queue.placed]


def placed(pulls: Sequence[Waiting], number: int, rules: QueueRules = ALWAYS) -> Placed:
    """Return where a pull stands."""
    found = rank(pulls, rules, NOON).place_of(PullNumber(number))
    assert found is not None
    return found


LABELS = ((), ("hotfix",), ("blocking",), ("chore",), ("bug", "chore"))
SPOTS = [("pay/client.py", "charge"), ("pay/client.py", "refund"), ("pay/retry.py", ""), ("web/view.ts", "render")]


def queues(least: int = 1) -> st.SearchStrategy[list[Waiting]]:
    """Return open pulls of every kind, all of them the reviewers' turn."""
    drawn = st.lists(st.integers(0, 10**12), min_size=least, max_size=14)
    return drawn.map(lambda seeds: [_made(number, seed, len(seeds)) for number, seed in enumerate(seeds, start=1)])


def mixed() -> st.SearchStrategy[list[Waiting]]:
    """Return open pulls of which some wait on somebody else."""
    holds = (None, None, *Hold)
    return queues().map(lambda pulls: [replace(each, hold=holds[each.minutes % len(holds)]) for each in pulls])


def _made(number: int, seed: int, count: int) -> Waiting:
    """Return a pull whose every property is a digit of the seed, so that one draw makes it."""

    def pick(choices: Sequence[_T]) -> _T:
        nonlocal seed
        seed, digit = divmod(seed, len(choices))
        return choices[digit]

    made = pull(number, *pick(LABELS), hours=pick(range(0, 300, 7)), minutes=pick(range(1, 90, 4)), band=pick([*Band]))
    below = pick(range(count + 1))
    return replace(
        made,
        base_branch=f"topic-{below}" if below else "main",
        spots=frozenset({pick(SPOTS), pick(SPOTS)}),
        percentile=pick((None, 5.0, 60.0, 99.0)),
        asked=pick(((), ("bob",))),
    )
