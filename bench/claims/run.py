"""The whole measurement: messages as they are, messages with one untrue statement, and the tables."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.claims.judge import LOUD, Row, Task, judge_all
from bench.claims.mutants import COMPONENT, HINTS, Kind, Pool
from bench.claims.records import Record, records_of
from bench.mutants.history import Mirror, find_mirrors
from bench.mutants.parallel import in_parallel
from reviewer.errors import ReviewerError
from reviewer.git.command import find_git
from reviewer.model.intent import Verdict


@dataclass(frozen=True, slots=True)
class Wanted:
    """How much is measured: so many pulls of each repository, and `each` that fit a kind by their title.

    Every message is judged as it is, too. Few pulls change a public declaration: they are looked for.

    `commits` are the newest that are drawn from. `shown` lists as many untrue statements that were missed; true
    messages with a contradicted claim are all listed.
    """

    seed: int = 1
    plain: int = 20
    each: int = 12
    commits: int = 3_000
    shown: int = 0


def bench_claims(mirrors: Path, wanted: Wanted) -> None:
    """Measure, and print the tables."""
    tasks = [task for mirror in find_mirrors(mirrors, find_git()) for task in tasks_of(mirror, wanted)]
    rows = list(in_parallel(judge_all, tasks, at_once=8))
    print_plain([row for row in rows if row.kind is None])
    print_mutants([row for row in rows if row.kind is not None], wanted.shown)


def tasks_of(mirror: Mirror, wanted: Wanted) -> list[Task]:
    """Return the pulls of a repository that are judged, drawn by the seed."""
    records = list(records_of(mirror, wanted.commits))
    dice = random.Random(f"{wanted.seed} {mirror.name}")  # noqa: S311 - samples, not secrets
    pool = _pool(mirror, records, dice)
    plain = {record.head for record in dice.sample(records, min(len(records), wanted.plain))}
    kinds: dict[str, list[Kind]] = {}
    for kind in (kind for kind in Kind if kind in HINTS):
        fitting = [record for record in records if HINTS[kind].search(record.title)]
        # Of the others more are untrue once they are altered.
        most = wanted.each // 2 if kind in (Kind.NUMBER, Kind.PATH) else wanted.each
        for record in dice.sample(fitting, min(len(fitting), most)):
            kinds.setdefault(record.head, []).append(kind)
    for record in _redeclare(mirror, dice.sample(records, len(records)), wanted.each):
        kinds.setdefault(record.head, []).append(Kind.NO_API)
    for kind in (kind for kind in Kind if kind not in HINTS):
        # What fits any message is put into those that are read anyway; few pulls break an interface.
        free = sorted(plain | kinds.keys())
        for head in free if kind is Kind.NO_API else dice.sample(free, min(len(free), wanted.each)):
            kinds.setdefault(head, []).append(kind)
    kinds = {head: list(dict.fromkeys(given)) for head, given in kinds.items()}
    chosen = [record for record in records if record.head in plain or record.head in kinds]
    return [Task(record, tuple(kinds.get(record.head, ())), pool, wanted.seed) for record in chosen]


def _redeclare(mirror: Mirror, records: Sequence[Record], wanted: int) -> Iterator[Record]:
    """Yield pulls whose diff takes a line that declares something public, as many as are wanted, if there are."""
    found = 0
    for record in records[: 20 * wanted]:
        try:
            text = mirror.output("diff", "-U0", "--no-renames", record.base, record.head)
        except ReviewerError:
            continue  # Large files may be absent from a clone.
        if _DECLARED.search(text):
            found += 1
            yield record
        if found == wanted:
            return


_DECLARED = re.compile(
    rb"^-(?:def [a-z]|func (?:\([^()]*\) )?[A-Z]|[ \t]*public .*\(|export .*function|[ \t]*pub .*fn )", re.MULTILINE
)


def _pool(mirror: Mirror, records: Sequence[Record], dice: random.Random) -> Pool:
    paths = [path for path, _ in mirror.files() if path.count("/") <= 4]
    parts = {part.partition(".")[0] for path in paths for part in path.split("/")}
    found = [match["scope"] for record in records if (match := COMPONENT.match(record.title))]
    components = sorted(
        {
            name
            for name in found
            if found.count(name) >= 3 and len(name) >= 3 and {name, name.rpartition("/")[2]} & parts
        }
    )
    titles = [record.title for record in records]
    return Pool(
        tuple(components) or ("storage", "network", "parser"),
        tuple(dice.sample(paths, min(len(paths), 400))),
        tuple(dice.sample(titles, min(len(titles), 400))),
    )


def print_plain(rows: Sequence[Row]) -> None:
    """Print how many true messages were said to be contradicted, and each of them."""
    claims = [verdict for row in rows for verdict in row.claims]
    print(f"Messages as they are: {len(rows)}, with {len(claims)} claims")
    print("claims: " + ", ".join(f"{verdict} {claims.count(verdict)}" for verdict in Verdict))
    for verdict in LOUD:
        count = sum(verdict in row.claims for row in rows)
        print(f"messages with a claim {verdict}: {count} ({_share(count, len(rows))})")
    for row in rows:
        if row.verdict is Verdict.CONTRADICTED:
            print(f"CONTRADICTED: {row.origin} {row.told}")


def print_mutants(rows: Sequence[Row], listed: int) -> None:
    """Print by kind how many untrue statements were found out, and some of those that were not."""
    print(
        f"\n{'untrue statements':28}{'made':>7}{'contradicted':>15}"
        f"{'or unsupported':>16}{'not a claim':>13}{'verified':>10}"
    )
    for kind in Kind:
        of_kind = [row for row in rows if row.kind is kind]
        hard, loud = (sum(row.verdict in wanted for row in of_kind) for wanted in ((Verdict.CONTRADICTED,), LOUD))
        absent = sum(row.verdict is None for row in of_kind)
        verified = sum(row.verdict is Verdict.VERIFIED for row in of_kind)
        shares = f"{_share(hard, len(of_kind)):>15}{_share(loud, len(of_kind)):>16}"
        print(f"{kind:28}{len(of_kind):7}{shares}{absent:13}{verified:10}")
    for kind in Kind:
        missed = [row for row in rows if row.kind is kind and row.verdict not in LOUD]
        for row in missed[:listed]:
            print(f"missed: {kind}, {row.origin}: “{row.said}”: {row.verdict or 'not a claim'} {row.told}")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "-"
