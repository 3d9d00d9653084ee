"""Commands: what a person wrote at the beginning of a line of a comment, "/validate U3 U7"."""

import re
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from reviewer.model.ids import UnitId

MOST_COMMANDS = 10
"""Commands that one comment may hold; the others are not read."""

LONGEST_WORDS = 1_000
"""Characters of a question or a reason that are kept."""

_LINE = re.compile(r"^/([A-Za-z]+)(?=\s|$)[ \t]*(.*)$")
_FENCE = re.compile(r"^ {0,3}(```+|~~~+)")
_UNITS = re.compile(r"(?:[Uu][1-9]\d{0,8}\b[\s,]*)+")
_UNIT = re.compile(r"[Uu]([1-9]\d*)")


class Word(StrEnum):
    """The commands there are."""

    VALIDATE = "validate"
    QUESTION = "question"
    REJECT = "reject"
    UNDO = "undo"
    OVERRIDE = "override"
    RERUN = "rerun"
    REVIEW = "review"
    WHY = "why"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Command:
    """One command: `units` in the order written, each once; `words` are what follows them."""

    word: Word
    units: tuple[UnitId, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """What looks like a command of ours and is none, with the one that was probably meant."""

    written: str
    meant: Word


def command_lines(body: str) -> tuple[str, ...]:
    """Return the lines of a comment that hold a command, or what looks like one, in their order.

    Only lines that begin with a slash count: not what is quoted, indented, or inside a fenced block.
    """
    found: list[str] = []
    fence = ""
    for line in body.splitlines():
        mark = _FENCE.match(line)
        if mark:
            fence = "" if fence and mark[1].startswith(fence) else fence or mark[1]
        elif not fence and read_command(line) is not None:
            found.append(line[: LONGEST_WORDS + 200])
    return tuple(found[:MOST_COMMANDS])


def read_command(line: str) -> Command | Unknown | None:
    """Return the command of a line; None where its word is near none of ours: then it is another bot's, or prose."""
    parts = _LINE.match(line)
    if parts is None:
        return None
    written = parts[1].lower()
    if written not in set(Word):
        near = get_close_matches(written, list(Word), n=1, cutoff=0.8)
        return Unknown(written, Word(near[0])) if near else None
    units, words = _split(parts[2].strip())
    return Command(Word(written), units, words[:LONGEST_WORDS])


def _split(text: str) -> tuple[tuple[UnitId, ...], str]:
    named = _UNITS.match(text)
    units = _UNIT.findall(named[0]) if named else []
    return tuple(dict.fromkeys(UnitId(f"U{number}") for number in units)), text[named.end() if named else 0 :].strip()
