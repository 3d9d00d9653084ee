"""Comments that act: a tool, a compiler or a test runner obeys them, so they are part of the behaviour.

When in doubt a comment acts: then a change to it is shown to a person, which is never wrong.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from reviewer.diff.entities import Span
from reviewer.diff.languages.language import Language

ANYWHERE = re.compile(
    rb"^#!|SPDX-|[Cc]opyright|[Ll]icen[sc]e|>>>|```|\bno(qa|lint|sec|cover|inspection)\b|-\*-|\bvim?:|generated"
    rb"|coding[:=]|DO NOT EDIT|#\s*(define|include|if|endif|pragma|cgo)\b|\bregion\b|doctest|sonar|spell",
)


def acting_comments(content: bytes, language: Language, comments: Sequence[Span]) -> frozenset[int]:
    """Return where the comments begin that act; lines of comment that follow each other act together."""
    if language.all_act is not None and language.all_act.search(content):
        return frozenset(start for start, _ in comments)
    return frozenset(
        start
        for block in blocks_of(content, comments)
        if any(is_acting(content[low:high], language) for low, high in block)
        for start, _ in block
    )


def blocks_of(content: bytes, comments: Iterable[Span]) -> Iterator[list[Span]]:
    """Yield the comments in blocks: what nothing but one line end parts is one."""
    block: list[Span] = []
    for span in comments:
        gap = content[block[-1][1] : span[0]] if block else b""
        if block and (gap.strip() or gap.count(b"\n") > 1):
            yield block
            block = []
        block.append(span)
    if block:
        yield block


def is_acting(text: bytes, language: Language) -> bool:
    """Return whether a comment acts in a language, or in any: Python, Go and Rust refuse a file over one bad byte."""
    if not is_utf8(text) or ANYWHERE.search(text) is not None:
        return True
    return language.acting is not None and language.acting.search(text) is not None


def is_utf8(text: bytes) -> bool:
    """Return whether bytes are text in UTF-8."""
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def acting_token(content: bytes, span: Span) -> bytes:
    """Return a comment that acts as a token: its words, and whether it stands alone, shares a line, or has a gap after.

    A build tag acts only with a blank line after it, a lint comment only on the line it shares.
    """
    start, end = span[0], span[0] + len(content[slice(*span)].rstrip())
    line_start = content.rfind(b"\n", 0, start) + 1
    shares = b"shared" if content[line_start:start].strip() else b"alone"
    rest = content[end : end + 200]
    gap = b"gap" if rest[: len(rest) - len(rest.lstrip())].count(b"\n") > 1 else b"joined"
    return b" ".join((ACTING, shares, gap, content[start:end]))


ACTING = b"#acting"
"""Begins the token of a comment that acts."""
