"""Cases: changes given as texts, one JSON object a line, and the snapshots made of them. Git finds their hunks.

A case is `{"id", "files": [{"path_before", "path_after", "before", "after"}]}`, null where a side does not exist, with
optional `title` and `body`.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from reviewer.errors import TellOperator
from reviewer.git.command import Git
from reviewer.git.texts import TextPair, diff_texts
from reviewer.model.files import FileChange, FileSide
from reviewer.model.pulls import Prose, PullSnapshot

_BATCH_FILES = 500
_BATCH_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class CaseSide:
    """One side of a file of a case."""

    path: str
    text: bytes


@dataclass(frozen=True, slots=True)
class Case:
    """A change given as texts; each file has at least one side."""

    id: str
    files: tuple[tuple[CaseSide | None, CaseSide | None], ...]
    title: str = ""
    body: str = ""

    @property
    def size(self) -> int:
        """Return the bytes of all texts."""
        return sum(len(side.text) for pair in self.files for side in pair if side)


def read_cases(lines: Iterable[bytes], source: str) -> Iterator[Case]:
    """Return the cases of a file (or of any lines of bytes), one by one; blank lines are passed over.

    Raises TellOperator that names `source`, the line and the key for what is not a case.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield _read_case(line, f"{source}, line {number}")


def read_case_snapshots(cases: Iterable[Case], git: Git) -> Iterator[tuple[Case, PullSnapshot]]:
    """Return each case with its snapshot, in the order given. Git is called once for some hundred files."""
    batch: list[Case] = []
    for case in cases:
        batch.append(case)
        if sum(len(held.files) for held in batch) >= _BATCH_FILES or sum(held.size for held in batch) >= _BATCH_BYTES:
            yield from _snapshots(batch, git)
            batch = []
    yield from _snapshots(batch, git)


def snapshot_of(case: Case, git: Git) -> PullSnapshot:
    """Return the snapshot of a single case; many are faster together."""
    return next(snapshot for _, snapshot in _snapshots([case], git))


def _snapshots(cases: list[Case], git: Git) -> Iterator[tuple[Case, PullSnapshot]]:
    pairs = [TextPair(_text(before), _text(after)) for case in cases for before, after in case.files]
    diffs = iter(diff_texts(pairs, git))
    for case in cases:
        files: list[FileChange] = []
        for before, after in case.files:
            diff = next(diffs)
            if before != after:
                files.append(FileChange(_side(before), _side(after), diff.hunks, diff.is_binary))
        yield case, PullSnapshot(tuple(files), Prose(case.title, case.body))


def _text(side: CaseSide | None) -> bytes | None:
    return side.text if side else None


def _side(side: CaseSide | None) -> FileSide | None:
    return FileSide(side.path, content=side.text) if side else None


def _read_case(line: bytes, place: str) -> Case:
    try:
        record: object = json.loads(line)
    except ValueError as error:
        raise TellOperator(f"{place}: not JSON ({error}). A case is one JSON object on one line.") from error
    fields = _object(record, place)
    files = fields.get("files")
    if not isinstance(files, list):
        raise TellOperator(f"{place}: `files` must be a list of changed files.")
    return Case(
        id=_string(fields, "id", place),
        files=tuple(
            _read_file(_object(file, f"{place}, file {index}"), f"{place}, file {index}")
            for index, file in enumerate(cast("list[object]", files), 1)
        ),
        title=_string(fields, "title", place, default=""),
        body=_string(fields, "body", place, default=""),
    )


def _read_file(fields: dict[str, Any], place: str) -> tuple[CaseSide | None, CaseSide | None]:
    before, after = _read_side(fields, "before", place), _read_side(fields, "after", place)
    if before is None and after is None:
        raise TellOperator(f"{place}: `before` and `after` are both null; a file has at least one side.")
    return before, after


def _read_side(fields: dict[str, Any], name: str, place: str) -> CaseSide | None:
    if name not in fields:
        raise TellOperator(f"{place}: `{name}` is missing; write null where this side does not exist.")
    if fields[name] is None:
        return None
    text = _string(fields, name, place)
    try:
        return CaseSide(_string(fields, f"path_{name}", place), text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError as error:
        raise TellOperator(f"{place}: `{name}` has half a surrogate pair, which is no text.") from error


def _object(value: object, place: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TellOperator(f"{place}: an object in braces was expected.")
    return cast("dict[str, Any]", value)


def _string(fields: dict[str, Any], name: str, place: str, default: str | None = None) -> str:
    value = fields.get(name)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise TellOperator(f"{place}: `{name}` must be a string.")
    return value
