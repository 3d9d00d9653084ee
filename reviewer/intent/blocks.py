"""Prose cut into blocks: what a person wrote, without what a template, a bot or a quotation put there.

A small reader of Markdown's line structure, bounded and linear: it only needs to know what is a sentence of the author.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

LONGEST: Final = 20_000
"""Characters of one text that are read; what follows is not."""

_MOST_LINES = 1_000
_COMMENT = re.compile(r"<!--(?:[^-]|-(?!->))*+(?:-->)?")
_HEADING = re.compile(
    r"^\s{0,3}(?:#{1,6}\s+(?P<hash>.{1,200}?)\s*#*|\*\*(?P<bold>[^*]{1,80}?):?\*\*:?"
    r"|(?P<plain>[A-Z][\w '?-]{1,40}):)\s*$"
)
_INLINE_HEADING = re.compile(r"^\s{0,3}(?:\*\*)?(?P<name>[A-Za-z][\w '?-]{1,30}?):(?:\*\*)?:?\s+(?P<text>\S.*)$")
_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*+]|\d{1,3}[.)])\s+(?:\[(?P<box>[ xX])\]\s+)?(?P<text>.*)$")
_FENCE = re.compile(r"^\s*(?:```|~~~)")
_TRAILER = re.compile(
    r"^(?:Signed-off-by|Co-authored-by|Reviewed-by|Acked-by|Change-Id|Cc|Generated|🤖)", re.IGNORECASE
)
_TABLE_OR_RULE = re.compile(r"^\s*(?:\||[-=_*]{3,}\s*$|\[!\[|!\[)")
_TAG = re.compile(
    r"</?(?:details|summary|p|br|b|i|u|em|strong|sub|sup|div|span|img|a|h[1-6]|ul|ol|li|kbd|hr|center)\b[^<>]{0,300}>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or a bullet, its lines joined by single spaces; `section` is the heading above it, lower case.

    `ticked` is None for what has no checkbox.
    """

    text: str
    section: str = ""
    is_bullet: bool = False
    ticked: bool | None = None


def blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a text: no comments, code, quotations, folded details, tables or trailers."""
    found = [block for block in _assembled(_plain_lines(text[:LONGEST])) if re.search(r"\w", block.text)]
    return tuple(found)


def _plain_lines(text: str) -> Iterator[str]:
    """Yield the lines that the author says in their own voice."""
    in_fence, folded = False, 0
    for line in _COMMENT.sub("", text.replace("\r\n", "\n")).split("\n")[:_MOST_LINES]:
        lowered = line.lower()
        if folded or "<details" in lowered:
            folded = max(0, folded + lowered.count("<details") - lowered.count("</details"))
            yield ""
        elif _FENCE.match(line):
            in_fence = not in_fence
            yield ""
        elif in_fence or line.lstrip().startswith(">") or _TABLE_OR_RULE.match(line) or _TRAILER.match(line):
            yield ""
        else:
            yield _TAG.sub("", line)


@dataclass(slots=True)
class _Draft:
    """The block under way while lines are read."""

    section: str = ""
    parts: tuple[str, ...] = ()
    is_bullet: bool = False
    ticked: bool | None = None

    def take(self) -> Iterator[Block]:
        if self.parts:
            yield Block(" ".join(" ".join(self.parts).split()), self.section, self.is_bullet, self.ticked)
        self.parts, self.is_bullet, self.ticked = (), False, None


def _assembled(lines: Iterator[str]) -> Iterator[Block]:
    draft = _Draft()
    for line in lines:
        heading, bullet = _HEADING.match(line), _BULLET.match(line)
        if heading or bullet or not line.strip():
            yield from draft.take()
        if heading:
            draft.section = _name_of(heading)
        elif bullet:
            box = bullet["box"]
            draft.is_bullet, draft.ticked = True, None if box is None else box in "xX"
            draft.parts = (bullet["text"],)
        elif line.strip():
            yield from _continued(draft, line)
    yield from draft.take()


def _continued(draft: _Draft, line: str) -> Iterator[Block]:
    """Add a line to the block under way; a line such as "Why: …" at its beginning is a block under that heading."""
    inline = None if draft.parts else _INLINE_HEADING.match(line)
    if inline and inline["name"].strip().lower() in INLINE_SECTIONS:
        before, draft.section = draft.section, inline["name"].strip().lower()
        draft.parts = (inline["text"],)
        yield from draft.take()
        draft.section = before
    else:
        draft.parts = (*draft.parts, line.strip())


def _name_of(heading: re.Match[str]) -> str:
    name = heading["hash"] or heading["bold"] or heading["plain"] or ""
    return re.sub(r"[^\w ?']", "", name).strip().lower()


INLINE_SECTIONS: Final = frozenset(
    ("why", "motivation", "reason", "rationale", "background", "problem", "what", "goal", "summary")
)
"""Words that open a line as a heading would ("Why: …")."""
