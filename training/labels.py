"""The labelled changes that rows are made of: a JSON Lines file, or the tables it is made from."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

PROJECTS: Mapping[str, str] = {
    "szz:axios": "axios+axios",
    "szz:clap": "clap-rs+clap",
    "szz:express": "expressjs+express",
    "szz:flask": "pallets+flask",
    "szz:httpx": "encode+httpx",
    "szz:prometheus": "prometheus+prometheus",
    "szz:scrapy": "scrapy+scrapy",
}
"""The projects with labels of our own, and the folders of their clones."""

MOST = {True: 250, False: 400}
"""So many faulty and so many other changes of a project are taken, the first ones by sha, which is as good as drawn."""


class Lacking(Exception):
    """Something is missing that the person who trains can bring; the message says what."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A change of a project's history: whether a later fix blames it, and the lines (by new path) it blames.

    `weight` is how many changes of its project and label it stands for.
    """

    project: str
    sha: str
    is_faulty: bool
    faults: Mapping[str, frozenset[int]]
    weight: float


def read_labels(file: Path) -> list[Labelled]:
    """Return the labels of a JSON Lines file."""
    return [_label(json.loads(line)) for line in file.read_text("utf-8").splitlines()]


def label_lines(commits: Path, links: Path) -> Iterator[str]:
    """Yield the lines of a label file, from the parquet tables of commits and of blamed lines."""
    blamed: dict[str, set[tuple[str, int]]] = defaultdict(set)
    for record in _table(links):
        blamed[record["sha"]].add((record["path"], record["line"]))
    for record in sample(record for record in _table(commits) if record["project"] in PROJECTS):
        faults = sorted(blamed.get(record["sha"], ()))
        yield json.dumps(
            {
                "project": PROJECTS[record["project"]],
                "sha": record["sha"],
                "faulty": bool(record["y"]),
                "weight": record["weight"],
                "faults": faults,
            }
        )


def sample(records: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the taken ones of the changes that touch code outside tests, each with its weight."""
    pools: dict[tuple[str, bool], list[Mapping[str, Any]]] = defaultdict(list)
    for record in records:
        if record["code_la"] + record["code_ld"] > 0:
            pools[record["project"], bool(record["y"])].append(record)
    for (_, is_faulty), pool in sorted(pools.items()):
        taken = sorted(pool, key=lambda record: record["sha"])[: MOST[is_faulty]]
        yield from ({**record, "weight": round(len(pool) / len(taken), 6)} for record in taken)


def _label(raw: Mapping[str, Any]) -> Labelled:
    faults: dict[str, set[int]] = defaultdict(set)
    for path, line in raw["faults"]:
        faults[path].add(line)
    lines = {path: frozenset(found) for path, found in faults.items()}
    return Labelled(raw["project"], raw["sha"], raw["faulty"], lines, raw["weight"])


def _table(file: Path) -> Sequence[Mapping[str, Any]]:
    try:
        from pyarrow.parquet import read_table  # type: ignore  # noqa: PLC0415, PGH003 - optional, without types
    except ImportError:
        raise Lacking("Parquet tables need pyarrow, which nothing else here does: pip install pyarrow.") from None
    return cast("Sequence[Mapping[str, Any]]", read_table(file).to_pylist())
