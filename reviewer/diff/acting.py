"""Comments that act: a tool, a compiler or a test runner obeys them, so they are part of the behaviour.

When in doubt a comment acts: then a change to it is shown to a person, which is never wrong.
"""

import re

from reviewer.diff.entities import Span
from reviewer.diff.reading import Source

ANYWHERE = re.compile(
    rb"^#!|SPDX-|[Cc]opyright|[Ll]icen[sc]e|>>>|```|\bno(qa|lint|sec|cover|inspection)\b|-\*-|\bvim?:|generated"
    rb"|DO NOT EDIT|#\s*(define|include|if|endif|pragma|cgo)\b|\bregion\b|doctest|sonar|spell",
)


def is_acting(source: Source, span: Span) -> bool:
    """Return whether a comment acts in its language, or in any."""
    text = source.content[span[0] : span[1]]
    acting = source.language.acting if source.language is not None else None
    return ANYWHERE.search(text) is not None or (acting is not None and acting.search(text) is not None)


def acting_token(source: Source, span: Span) -> bytes:
    """Return a comment that acts as a token: its words, and whether it stands alone, shares a line, or has a gap after.

    A build tag acts only with a blank line after it, a lint comment only on the line it shares.
    """
    start, end = span
    content = source.content
    line_start = content.rfind(b"\n", 0, start) + 1
    shares = b"shared" if content[line_start:start].strip() else b"alone"
    rest = content[end : end + 200]
    gap = b"gap" if rest[: len(rest) - len(rest.lstrip())].count(b"\n") > 1 else b"joined"
    return b" ".join((b"#acting", shares, gap, content[start:end].rstrip()))
