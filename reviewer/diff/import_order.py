"""Whether only the order of imports changed, where it does not act.

What stands between two imports may bear on the one behind it, so imports are sorted run by run; all else that stands
before the last of them is the same, in the same places:

      use b;        run: a, b              #[cfg(unix)]
      use a;                               use b;          run: b, which alone the attribute is for
      mod c;                               use a;          run: a
      use d;        run: d
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from reviewer.diff.entities import Span
from reviewer.diff.reading import Source
from reviewer.diff.tokens import Tokens, digest_of


def head_of_imports(source: Source, tokens: Tokens) -> tuple[int, str]:
    """Return how many of a file's own tokens stand before the end of its last import, and a digest of these.

    The digest does not depend on the order of the imports in a run.
    """
    outer = sorted(source.imports)
    count = len(tokens.spans)
    while count and index_of(outer, tokens.spans[count - 1]) is None:
        count -= 1
    inner = innermost(outer)
    language = source.language
    head = Head(opening(language.imports if language else ()), opening(language.attached if language else ()))
    for span, text in zip(tokens.spans[:count], tokens.texts[:count], strict=True):
        head.take(text, index_of(inner, span))
    head.end_run()
    return count, digest_of(head.texts)


def innermost(ordered: Sequence[Span]) -> list[Span]:
    """Return the imports that hold no other: in Go, the lines of a block, and not the block."""
    return [
        span
        for index, span in enumerate(ordered)
        if index + 1 == len(ordered) or not span[0] <= ordered[index + 1][0] < span[1]
    ]


def index_of(ordered: Sequence[Span], span: Span) -> int | None:
    """Return which of some spans holds another, None when none does."""
    index = bisect_right(ordered, span[0], key=lambda held: held[0]) - 1
    while index >= 0 and ordered[index][1] < span[1]:
        # A block may reach further than the last import in it.
        index -= 1
    return index if index >= 0 and ordered[index][1] > span[0] else None


def opening(kinds: Iterable[str]) -> re.Pattern[bytes]:
    """Return what finds the token that opens a node of some types."""
    return re.compile(rb"\d+<(%s)" % "|".join(sorted(kinds)).encode())


class Head:
    """Tokens in their order, but for the imports of a run, which stand in one order of their own."""

    def __init__(self, imports: re.Pattern[bytes], attached: re.Pattern[bytes]) -> None:
        self.imports, self.attached, self.is_glued = imports, attached, False
        self.reading: int | None = None
        self.current: list[bytes] = []
        self.run: list[bytes] = []
        self.texts: list[bytes] = []

    def take(self, text: bytes, reading: int | None) -> None:
        """Take in a token of an import (`reading` says which), or (None) of something else, which ends a run."""
        if reading != self.reading:
            self.end_import()
            # What opens around an import begins at the same byte.
            reading = reading if self.imports.fullmatch(text) else None
        self.reading = reading
        if reading is not None:
            self.current.append(text)
            return
        self.end_run()
        # What bears on the next item, as an attribute does, bears on one import.
        self.is_glued = self.is_glued or self.attached.fullmatch(text) is not None
        self.texts.append(text)

    def end_import(self) -> None:
        """Put the import that was read, if one was, into its run."""
        if self.current:
            self.run.append(digest_of(self.current).encode())
            self.current = []
            if self.is_glued:
                self.end_run()

    def end_run(self) -> None:
        """End a run."""
        self.end_import()
        if self.run:
            self.texts += (b"run", *sorted(self.run))
            self.run, self.is_glued = [], False
