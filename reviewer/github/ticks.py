"""Boxes of our sticky comment that a person ticked or cleared: read out of the two texts of an edit."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from reviewer.model.ids import UnitId

_BOX = re.compile(r"^( *- \[)([ xX])(\] .*<!-- ([gv]):(U[1-9]\d{0,8}(?:,U[1-9]\d{0,8})*) -->)", re.MULTILINE)
"""A line of ours with a box: `g` marks what waits, `v` what a person validated."""


@dataclass(frozen=True, slots=True)
class Flips:
    """What an edit says. `card` is the digest of the text with every box cleared, "" where more than boxes changed."""

    validated: tuple[UnitId, ...]
    taken_back: tuple[UnitId, ...]
    card: str


def flips_of(before: str, after: str) -> Flips:
    """Return which boxes an edit turned, and of which card.

    Where the texts differ in more, nobody can say who ticked what: the edit was begun on an older card, or is none.
    """
    was, found = _boxes(before), _boxes(after)
    turned = [(mark, ticked) for mark, ticked in found.items() if was.get(mark, mark[0] == "v") is not ticked]
    is_same = card_digest(before) == card_digest(after)
    return Flips(
        _units(mark for mark, ticked in turned if ticked),
        _units(mark for mark, ticked in turned if not ticked),
        card_digest(after) if is_same else "",
    )


def card_digest(text: str) -> str:
    """Return by what a card is known again, however its boxes stand: SHA-256, in hexadecimal.

    GitHub's form sends line ends as CR LF, and its editor may drop the last one.
    """
    plain = text.replace("\r\n", "\n").rstrip("\n")
    return sha256(_BOX.sub(r"\1 \3", plain).encode("utf-8", "surrogatepass")).hexdigest()


def _boxes(text: str) -> dict[tuple[str, str], bool]:
    return {(found[4], found[5]): found[2] != " " for found in _BOX.finditer(text)}


def _units(marks: Iterable[tuple[str, str]]) -> tuple[UnitId, ...]:
    return tuple(dict.fromkeys(UnitId(unit) for _, units in marks for unit in units.split(",")))
