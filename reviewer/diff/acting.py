"""Comments that act: a tool, a compiler or a test runner obeys them, so they are part of the behaviour.

Of lines of comment that follow each other, those act that say so, and all below them; of an example between fences, the
example. A licence acts whole:

      // Returns the sum.                     does not act
      // ```
      // assert_eq!(sum(1, 2), 3);            acts
      // ```
      // Slow for many items.                 does not act
      // nolint: gocyclo                      acts
      // It is long, but straight.            acts, since it is not known where the comment above ends

When in doubt a comment acts: then a change to it is shown to a person, which is never wrong.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from reviewer.diff.entities import Span
from reviewer.diff.languages.language import Language

LEGAL = re.compile(rb"SPDX-|[Cc]opyright|[Ll]icen[sc]e")
ANYWHERE = re.compile(
    rb"^#!|SPDX-|[Cc]opyright|[Ll]icen[sc]e|>>>|```|~~~|\bno(qa|lint|sec|cover|inspection)\b|-\*-|\bvim?:"
    rb"|(?i:@generated|auto-?generated|generated (by|from|with|using|file|code)\b)|coding[:=]|DO NOT EDIT"
    rb"|#(end)?region\b|doctest|sonar|(?i:\bc?spell(-?check(er)?)?\s*:|spell-?check)",
)
FENCE = re.compile(rb"\s*(///?|//!|#|\*|/\*\*)?\s*(```|~~~)")
FIRST_ROWS = re.compile(rb"^#!|coding[:=]")
"""What is obeyed in the first two lines of a file only."""

Acting = Mapping[int, bytes]
"""What acts of a comment, by the byte where the comment starts."""


def acting_comments(content: bytes, language: Language, comments: Sequence[Span]) -> Acting:
    """Return the comments that act, each with those of its lines that do."""
    is_all = language.all_act is not None and language.all_act.search(content) is not None
    found: dict[int, bytes] = {}
    for block in blocks_of(content, comments):
        lines = [(span, line) for span in block for line in lines_of(content, span)]
        acts = [True] * len(lines) if is_all else acting_lines([line for _, line in lines], language)
        for (span, line), is_acting in zip(lines, acts, strict=True):
            if is_acting:
                found[span[0]] = found[span[0]] + b"\n" + line if span[0] in found else line
    return found


def blocks_of(content: bytes, comments: Iterable[Span]) -> Iterator[list[Span]]:
    """Yield the comments in blocks: what nothing but one line end parts is one; a comment behind code is its own."""
    block: list[Span] = []
    for span in comments:
        gap = content[block[-1][1] : span[0]] if block else b""
        if block and (gap.strip() or gap.count(b"\n") > 1 or shares_line(content, block[-1][0])):
            yield block
            block = []
        block.append(span)
    if block:
        yield block


def shares_line(content: bytes, start: int) -> bool:
    """Return whether anything else stands before a comment on its line."""
    return bool(content[content.rfind(b"\n", 0, start) + 1 : start].strip())


def lines_of(content: bytes, span: Span) -> Iterator[bytes]:
    """Yield the lines of a comment as they read wherever it stands: indented less by what stands before its first."""
    start, end = span
    column = start - content.rfind(b"\n", 0, start) - 1
    first, *rest = content[start:end].split(b"\n")
    yield first.rstrip()
    for line in rest:
        text = line.lstrip(b" \t")
        indented = line[min(column, len(line) - len(text)) :]
        yield (text if text.startswith(b"*") else indented).rstrip()


def acting_lines(lines: Sequence[bytes], language: Language) -> list[bool]:
    """Return which lines of a block act."""
    if any(LEGAL.search(line) or not is_utf8(line) for line in lines):
        return [True] * len(lines)
    acts, has_begun, in_fence = list[bool](), False, False
    for line in lines:
        if FENCE.match(line):
            in_fence = not in_fence
            acts.append(True)
            continue
        has_begun = has_begun or (not in_fence and is_acting(line, language))
        acts.append(has_begun or in_fence)
    return acts


def is_acting(line: bytes, language: Language) -> bool:
    """Return whether a line of comment acts in a language, or in any."""
    return ANYWHERE.search(line) is not None or (
        language.acting is not None and language.acting.search(line) is not None
    )


def is_utf8(text: bytes) -> bool:
    """Return whether bytes are text in UTF-8: Python, Go and Rust refuse a file over one bad byte."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def acting_token(content: bytes, span: Span, words: bytes) -> bytes:
    """Return a comment that acts as a token: what acts of it, and where it stands as far as that acts.

    A build tag acts only with a blank line after it and a line of its own, a lint comment only on the line it shares, a
    shebang only in the first line.
    """
    start, end = span[0], span[0] + len(content[slice(*span)].rstrip())
    shares = b"shared" if shares_line(content, start) else b"alone"
    rest = content[end : end + 200]
    has_gap = rest[: len(rest) - len(rest.lstrip())].count(b"\n") > 1
    is_gap_idle = shares == b"shared" or LEGAL.search(words) is not None
    gap = b"" if is_gap_idle else b"gap" if has_gap else b"joined"
    row = b"row %d" % content.count(b"\n", 0, start) if FIRST_ROWS.search(words) else b""
    return b" ".join((ACTING, shares, gap, row, words))


ACTING = b"#acting"
"""Begins the token of a comment that acts."""
