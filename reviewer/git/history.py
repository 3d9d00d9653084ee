"""The past of paths, from one `git log` that is kept in a small database and only continued afterwards.

Names and times alone are read, no text and no rename: a clone without blobs has all of it. Who made a commit is kept
as a short hash of the address, good for telling hands apart and for nothing else.
"""

import json
import re
import sqlite3
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from reviewer.diff.testing import is_test_path
from reviewer.errors import ReviewerError
from reviewer.git.command import TooSlow
from reviewer.git.landed import Landing, read_landings
from reviewer.git.repository import Repository, decode_path
from reviewer.model.history import FileHistory, History
from reviewer.model.ids import Sha
from reviewer.model.pulls import PullSnapshot
from reviewer.risk.past import landed_values
from reviewer.risk.territory import is_code_path

MOST_COMMITS = 20_000
"""So many of the newest commits are read the first time: what is older says little of what breaks now."""

FIX = re.compile(
    r"\b(?:fix(?:es|ed|ing)?|bug(?:s|fix|fixes)?|defect|regression|crash(?:es|ed)?|broken)\b", re.IGNORECASE
)
"""Words of a subject that mends something (Mockus and Votta, ICSM 2000; the list of Kamei et al., TSE 2013)."""

SECONDS = 30
"""Time limit of the one `git log`; a past that takes longer is left out, and the review says so."""

KEPT = "reviewer-history.db"
"""The file of a clone of ours that holds what was read of its past; it goes when the clone goes."""

VERSION = 2
# An address or a subject may be empty, and what is empty marks where a commit begins: each has a space before it.
_FORMAT = "%x00%H%x00%ct%x00 %ae%x00 %s"
_SCHEMA = """
create table read (tip text not null, commits integer not null, is_cut integer not null);
create table path (id integer primary key, name blob not null unique);
create table touch (path integer not null, time integer not null, is_fix integer not null, hand blob not null);
create index touch_path on touch (path, time);
create table landed (time integer not null, said text not null);
create index landed_time on landed (time);
"""

COMPARED = 500
"""A pull is placed among so many of the newest changes that the branch took before it."""


class _Commit(NamedTuple):
    time: int
    hand: bytes
    is_fix: bool
    paths: Sequence[bytes]


def with_history(repository: Repository, snapshot: PullSnapshot, tip: Sha, kept: Path | None) -> PullSnapshot:
    """Return a snapshot with the past of its files; where that cannot be read, with none of it, and why.

    A review is worth having without its past, and what is wrong with the repository shows elsewhere.
    """
    until = snapshot.merge_base or snapshot.base
    paths = {side.path for file in snapshot.files for side in (file.before, file.after) if side is not None}
    if until is None or not paths:
        return snapshot
    try:
        history = read_history(repository, tip, until, paths, kept)
    except ReviewerError as error:
        # Other words of git's may name places on this machine.
        why = str(error) if isinstance(error, TooSlow) else "git could not read it."
        history = History(0, 0, {}, (f"the history of its files: {why}",))
    return replace(snapshot, history=history)


def read_history(repository: Repository, tip: Sha, until: Sha, paths: Iterable[str], kept: Path | None) -> History:
    """Return the past of some paths up to the commit `until`, as the branch whose tip is `tip` tells it.

    `kept` is the file that holds what was read before; it is made, continued, or made anew where it is of another
    version or history was rewritten. With None, or where it cannot be written, all is read and nothing kept.
    """
    repository = replace(repository, git=replace(repository.git, seconds=min(SECONDS, repository.git.seconds)))
    at = int(repository.run("show", "--no-patch", "--format=%ct", until).stdout)
    with _opened(kept) as database:
        _bring(database, repository, tip)
        return _history(database, at, sorted(set(paths)), repository)


@contextmanager
def _opened(kept: Path | None) -> Generator[sqlite3.Connection]:
    try:
        database = _connect(kept)
    except sqlite3.Error:
        # Of another version, half written, or in a place that cannot be written: it holds nothing that git has not.
        database = _anew(kept)
    with closing(database):
        yield database


def _anew(kept: Path | None) -> sqlite3.Connection:
    try:
        if kept is not None:
            kept.unlink(missing_ok=True)
        return _connect(kept)
    except (sqlite3.Error, OSError):
        return _connect(None)


def _connect(kept: Path | None) -> sqlite3.Connection:
    database = sqlite3.connect(kept or ":memory:", timeout=60, isolation_level=None)
    try:
        version = database.execute("pragma user_version").fetchone()[0]
        if version == 0:
            database.executescript(f"begin immediate; {_SCHEMA} pragma user_version = {VERSION}; commit;")
        elif version != VERSION:
            raise sqlite3.DatabaseError("of another version")
    except sqlite3.Error:
        database.close()
        raise
    return database


def _bring(database: sqlite3.Connection, repository: Repository, tip: Sha) -> None:
    """Read what is new since the tip that was read last; all of it, where that is no ancestor any more."""
    known = _last_tip(database)
    if known is not None and (known == tip or _is_past(repository, tip, known)):
        return
    since = [f"^{known}"] if known is not None and _is_past(repository, known, tip) else []
    commits = list(_log(repository, tip, since))
    landings = _landings(repository, tip, known if since else None)
    database.execute("begin immediate")
    if _last_tip(database) != known:
        # Another worker was quicker: counting the same commits twice would be worse than leaving some out.
        database.execute("rollback")
        return
    if not since:
        for table in ("touch", "path", "read", "landed"):
            database.execute(f"delete from {table}")  # noqa: S608 - our own words
        database.execute("insert into read values ('', 0, ?)", (len(commits) == MOST_COMMITS,))
    _keep(database, commits)
    database.executemany("insert into landed values (?, ?)", _said(database, landings))
    database.execute("update read set tip = ?, commits = commits + ?", (tip, len(commits)))
    database.execute("commit")


def _landings(repository: Repository, tip: Sha, known: Sha | None) -> list[Landing]:
    try:
        return read_landings(repository, tip, known=known)
    except TooSlow:
        # The past of files is worth having without the changes that a pull would be placed among.
        return []


def _said(database: sqlite3.Connection, landings: Iterable[Landing]) -> Iterator[tuple[int, str]]:
    """Yield what names and dates tell of each landing that touches code outside tests."""
    for landing in landings:
        paths = [path for path in map(decode_path, landing.paths) if is_code_path(path) and not is_test_path(path)]
        if paths:
            past = _files(database, paths, landing.left)
            values = landed_values(paths, past, landing.left)
            yield landing.time, json.dumps({name: round(value, 4) for name, value in values.items()})


def _last_tip(database: sqlite3.Connection) -> Sha | None:
    row = database.execute("select tip from read").fetchone()
    return None if row is None else Sha(row[0])


def _is_past(repository: Repository, one: Sha, other: Sha) -> bool:
    """Return whether one commit is an ancestor of the other; False where it is not there any more."""
    output = repository.run("merge-base", "--is-ancestor", one, other, expected=frozenset({1, 128}))
    return output.code == 0


def _log(repository: Repository, tip: Sha, since: Sequence[str]) -> Iterator[_Commit]:
    limits = ("--no-merges", f"--max-count={MOST_COMMITS}", "--no-renames", "--name-only", "-z", f"--format={_FORMAT}")
    parts = repository.run("log", *limits, tip, *since).stdout.split(b"\0")
    starts = [index for index, part in enumerate(parts) if not part and index + 4 < len(parts)]
    for start, end in zip(starts, (*starts[1:], len(parts)), strict=True):
        _, time, address, subject = parts[start + 1 : start + 5]
        names = [part for part in parts[start + 5 : end] if part]
        # The list of names begins on a line of its own.
        paths = [names[0].removeprefix(b"\n"), *names[1:]] if names else []
        hand = blake2b(address, digest_size=6).digest()
        yield _Commit(int(time), hand, FIX.search(subject.decode("utf-8", "replace")) is not None, paths)


def _keep(database: sqlite3.Connection, commits: Sequence[_Commit]) -> None:
    names = {path for commit in commits for path in commit.paths}
    database.executemany("insert or ignore into path (name) values (?)", ((name,) for name in sorted(names)))
    ids = dict(database.execute("select name, id from path"))
    rows = ((ids[path], commit.time, commit.is_fix, commit.hand) for commit in commits for path in commit.paths)
    database.executemany("insert into touch values (?, ?, ?, ?)", rows)


def _history(database: sqlite3.Connection, at: int, paths: Sequence[str], repository: Repository) -> History:
    _, commits, is_cut = database.execute("select tip, commits, is_cut from read").fetchone()
    unknown: list[str] = []
    if is_cut:
        unknown.append(f"what was done to its files before the newest {MOST_COMMITS:,} commits")
    if repository.is_shallow():
        unknown.append("what was done to its files before this clone, which is shallow, begins")
    newest = "select said from landed where time <= ? order by time desc, rowid desc limit ?"
    landed = tuple(json.loads(said) for (said,) in database.execute(newest, (at, COMPARED)))
    return History(at, commits, _files(database, paths, at), tuple(unknown), landed)


def _files(database: sqlite3.Connection, paths: Sequence[str], at: int) -> dict[str, FileHistory]:
    found: dict[str, FileHistory] = {}
    for path in paths:
        rows = database.execute(
            "select time, is_fix, hand from touch join path on path.id = touch.path where name = ? and time <= ?",
            (path.encode("utf-8", "surrogateescape"), at),
        ).fetchall()
        if rows:
            found[path] = _file_history(rows)
    return found


def _file_history(rows: Sequence[tuple[int, int, bytes]]) -> FileHistory:
    hands: dict[bytes, int] = {}
    for _, _, hand in rows:
        hands[hand] = hands.get(hand, 0) + 1
    times = [time for time, _, _ in rows]
    fixes = sum(is_fix for _, is_fix, _ in rows)
    return FileHistory(len(rows), fixes, min(times), max(times), max(hands.values()) / len(rows))
