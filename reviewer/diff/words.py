"""Words of a text: what texts are compared by, and the names on a unit's changed lines that relate it to others."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from reviewer.diff.entities import Entity
from reviewer.diff.reading import Source
from reviewer.diff.tokens import Tokens

NAME = re.compile(rb"[A-Za-z_][A-Za-z0-9_]*")
WORD = re.compile(rb"\w+|[^\w\s]")
"""A word as likeness sees it: a name, a number, or one sign."""

MOST = 400


def head_words(source: Source, entity: Entity) -> frozenset[bytes]:
    """Return the words of an entity's signature."""
    start = entity.parts[-1].start
    return frozenset(WORD.findall(source.content, start, min((low for low, _ in entity.bodies), default=entity.end)))


def mentions(sides: Iterable[tuple[Source, Tokens, Sequence[int]]]) -> tuple[str, ...]:
    """Return the names among the tokens on changed lines, each once and sorted, at most the first few hundred."""
    found: set[bytes] = set()
    for source, tokens, numbers in sides:
        if source.language is not None and source.language.are_words_names:
            found.update(word for number in numbers for word in WORD.findall(source.lines.text(number)))
            continue
        changed = frozenset(numbers)
        for (start, _), text, is_name in zip(tokens.spans, tokens.texts, tokens.are_names, strict=True):
            if is_name and bisect_right(source.lines.starts, start) in changed:
                found.add(text)
            elif text.startswith(b"<") and bisect_right(source.lines.starts, start) in changed:
                found.update(NAME.findall(text))
    return as_names(found)


def words_of(texts: Iterable[bytes]) -> tuple[str, ...]:
    """Return the words of lines that no grammar read."""
    return as_names({word for text in texts for word in NAME.findall(text)})


def as_names(found: set[bytes]) -> tuple[str, ...]:
    """Return names as sorted text."""
    return tuple(sorted(name.decode("utf-8", "replace") for name in found)[:MOST])
