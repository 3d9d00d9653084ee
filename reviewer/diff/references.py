"""What the changed lines say about names: which word stands where another one stood.

      -    total = sum_all(cart)          +    total = add_up(cart)          sum_all -> add_up, once more

Only lines of one hunk are compared, that are the same but for their words; nothing needs to be paired before. A line
that declares something counts only where nothing but its name changed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from reviewer.diff.languages.language import CALLABLES, TYPES
from reviewer.diff.reading import ReadFile, Source
from reviewer.diff.words import WORD

NAME = re.compile(rb"[^\W\d]\w*")
MOST = 3
"""A line in which more words changed says nothing about one of them."""


class References:
    """The votes of all changed lines of a pull, that one word became another."""

    def __init__(self, files: Iterable[ReadFile]) -> None:
        self.votes: Counter[tuple[bytes, bytes]] = Counter()
        self.of_old: Counter[bytes] = Counter()
        self.of_new: Counter[bytes] = Counter()
        for file in files:
            for old, new in replaced_words(file):
                self.votes[old, new] += 1
                self.of_old[old] += 1
                self.of_new[new] += 1

    def support(self, old: str, new: str) -> float:
        """Return how much speaks for a rename: the share of the votes of both names, from 0 to 1."""
        pair = old.encode(), new.encode()
        votes = self.votes.get(pair, 0)
        return votes / max(self.of_old[pair[0]], self.of_new[pair[1]]) * min(votes, 3) / 3 if votes else 0.0

    def renamed(self) -> dict[bytes, bytes]:
        """Return the words that became another one in most of the lines where they changed, more than once."""
        return {
            old: new
            for (old, new), votes in self.votes.items()
            if votes > 1 and 2 * votes > self.of_old[old] and 2 * votes > self.of_new[new]
        }


def replaced_words(file: ReadFile) -> Iterator[tuple[bytes, bytes]]:
    """Yield the words that stand where others stood, in the hunks of a file."""
    if file.before is None or file.after is None or file.before.language is None:
        return
    heads = frozenset(head_lines(file.after))
    for hunk in file.change.hunks:
        if hunk.removed is None or hunk.added is None:
            continue
        olds: dict[tuple[bytes, ...], list[list[bytes]]] = defaultdict(list)
        for number in hunk.removed.numbers():
            words = WORD.findall(file.before.lines.text(number))
            olds[shape(words)].append(words)
        for number in hunk.added.numbers():
            words = WORD.findall(file.after.lines.text(number))
            if waiting := olds.get(shape(words)):
                changed = {pair for pair in zip(waiting.pop(0), words, strict=True) if pair[0] != pair[1]}
                if len(changed) <= (1 if number in heads else MOST):
                    yield from sorted(changed)


def head_lines(source: Source) -> Iterator[int]:
    """Yield the lines on which types and functions are declared."""
    for entity in source.entities:
        if entity.kind in TYPES | CALLABLES:
            start = entity.parts[-1].start
            yield from source.lines.range_of(start, min((low for low, _ in entity.bodies), default=start)).numbers()


def shape(words: list[bytes]) -> tuple[bytes, ...]:
    """Return words with all names alike."""
    return tuple(b"" if NAME.fullmatch(word) else word for word in words)
