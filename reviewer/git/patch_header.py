"""The header of one file in a git patch: names, modes and objects (git-diff(1), "Generating patch text with -p")."""

import re
from dataclasses import dataclass

from reviewer.errors import TellOperator
from reviewer.git.repository import decode_path
from reviewer.model.ids import Sha

_FIELD = re.compile(rb"((?:old|new|deleted file|new file) mode|(?:copy|rename) (?:from|to)|index|---|\+\+\+) (.*)")
_INDEX = re.compile(rb"([0-9a-f]+)\.\.([0-9a-f]+)(?: (\d{6}))?")
_ESCAPED = re.compile(rb'\\([0-7]{3}|[abtnvfr"\\])')
_ESCAPES = {b"a": 7, b"b": 8, b"t": 9, b"n": 10, b"v": 11, b"f": 12, b"r": 13, b'"': 34, b"\\": 92}
_PREFIX = re.compile(rb"[abciow]/")
_NO_FILE = b"/dev/null"
_REGULAR = b"100644"


@dataclass(frozen=True, slots=True)
class HeaderSide:
    """One side as a patch names it; `blob` only where the patch has the full object name."""

    path: str
    mode: str
    blob: Sha | None


@dataclass(frozen=True, slots=True)
class PatchHeader:
    """Both sides, None where the file does not exist."""

    before: HeaderSide | None
    after: HeaderSide | None
    is_copy: bool = False


def read_header(header: bytes) -> PatchHeader:
    """Return what the lines from `diff --git` to the first hunk say; TellOperator when they name no file."""
    first, *lines = [line.rstrip(b"\r") for line in header.split(b"\n")]
    fields = _fields(lines)
    before, after = _names(first.removeprefix(b"diff --git "), fields)
    index = _INDEX.fullmatch(fields.get(b"index", b""))
    mode = (index and index[3]) or _REGULAR
    before_mode = fields.get(b"deleted file mode") or fields.get(b"old mode") or mode
    after_mode = fields.get(b"new file mode") or fields.get(b"new mode") or mode
    return PatchHeader(
        before=None if b"new file mode" in fields else _side(before, before_mode, index[1] if index else b""),
        after=None if b"deleted file mode" in fields else _side(after, after_mode, index[2] if index else b""),
        is_copy=b"copy from" in fields,
    )


def _fields(lines: list[bytes]) -> dict[bytes, bytes]:
    """Return the header's lines by their first words; what comes after an empty line is no header any more."""
    fields: dict[bytes, bytes] = {}
    for line in lines:
        if not line:
            break
        found = _FIELD.fullmatch(line)
        if found:
            fields.setdefault(found[1], found[2])
    return fields


def _names(both: bytes, fields: dict[bytes, bytes]) -> tuple[bytes, bytes]:
    for verb in (b"rename", b"copy"):
        if verb + b" from" in fields and verb + b" to" in fields:
            return _unquote(fields[verb + b" from"]), _unquote(fields[verb + b" to"])
    if b"---" in fields and b"+++" in fields:
        before, after = (_unquote(fields[key].split(b"\t")[0]) for key in (b"---", b"+++"))
        before, after = (after if before == _NO_FILE else before), (before if after == _NO_FILE else after)
        return _without_prefix(before), _without_prefix(after)
    return _halves(both)


def _halves(both: bytes) -> tuple[bytes, bytes]:
    """Read `a/NAME b/NAME`, where nothing but the equality of the names says which blank parts them."""
    middle = len(both) // 2
    before, after = _without_prefix(_unquote(both[:middle])), _without_prefix(_unquote(both[middle + 1 :]))
    if before != after or not before:
        raise TellOperator(f"the patch names no file in {both.decode(errors='replace')!r}: give git's own output.")
    return before, after


def _side(path: bytes, mode: bytes, blob: bytes) -> HeaderSide:
    is_known = len(blob) == 40 and blob.strip(b"0") != b""
    return HeaderSide(decode_path(path), mode.decode(errors="replace"), Sha(blob.decode()) if is_known else None)


def _unquote(name: bytes) -> bytes:
    if not (len(name) > 1 and name.startswith(b'"') and name.endswith(b'"')):
        return name
    return _ESCAPED.sub(lambda found: bytes([_ESCAPES.get(found[1]) or int(found[1], 8) & 255]), name[1:-1])


def _without_prefix(name: bytes) -> bytes:
    """Drop the letter that git puts before a name, also with diff.mnemonicPrefix; there is none with --no-prefix."""
    return name[2:] if _PREFIX.match(name) else name
