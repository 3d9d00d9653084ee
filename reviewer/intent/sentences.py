"""Sentences of a block, unchanged, and the bounds within which they are quoted."""

import re
from itertools import pairwise
from typing import Final

LONGEST: Final = 280
"""Characters of a quotation; a longer one is cut at a word, and the cut is shown."""

_ENDS = re.compile(r"(?<=[.!?])[\"')\]]?\s+(?=[A-Z\"'`(\[*0-9])")
_SHORT_FORMS = re.compile(r"(?:\b(?:e\.g|i\.e|etc|vs|cf|no|approx|Mr|Ms|Dr|St)\.|\b[A-Z]\.)$")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text on one line, in order."""
    found: list[str] = []
    for piece in _pieces(text):
        if found and _SHORT_FORMS.search(found[-1][-12:]):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return tuple(found)


def _pieces(text: str) -> list[str]:
    ends = [0, *(end.end() for end in _ENDS.finditer(text)), len(text)]
    pieces = (text[start:end].strip() for start, end in pairwise(ends))
    return [piece for piece in pieces if piece]


def bounded(text: str) -> str:
    """Return the text on one line, cut at a word when it is longer than a quotation may be."""
    line = " ".join(text.split())
    if len(line) <= LONGEST:
        return line
    head = line[: LONGEST - 2]
    return (head.rpartition(" ")[0] or head) + " …"
