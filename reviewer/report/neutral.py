"""Text that came with a pull request, made harmless for the place where it is shown (law 5).

GitHub looks for mentions, references and bare links *after* Markdown is rendered, so a backslash does not stop them: a
zero-width space inside the trigger does. Punctuation that acts is written as a character reference, which is never
structure in CommonMark and works inside raw HTML too.
"""

import re
import unicodedata

from markupsafe import Markup

PROSE_LIMIT = 240
NAME_LIMIT = 120

_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
# Letters and marks that draw nothing, by their Unicode names: grapheme joiner, Hangul and Khmer fillers, Braille blank.
_UNSEEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180f\u2800\u3164\uffa0")
_ACTS = re.compile(r"[\\`*\[\]<>&|~$^]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
_LINE_START = re.compile(r"^(?:[-+=](?![A-Za-z0-9])|\d+(?=[.)](?:\s|$)))")
_SURROGATES = re.compile("[\ud800-\udfff]")
_COMMIT = re.compile(r"\b[0-9a-f]{7,40}\b", re.IGNORECASE)
_GAP = "&#8203;"
_TRIGGERS = re.compile(
    r"""
    (?P<head>
        [@\#]                                        # mentions, e-mail addresses, issues
      | :(?=//|[a-z]|(?:[\w+-]|&\#95;)+:)           # links with a scheme, emoji codes (an underscore is escaped)
      | \b(?:GH|GHSA|CVE)(?=-)                       # issues and advisories
      | \bwww(?=\.)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)


def visible(text: str) -> str:
    r"""Return the text with each character that would not be seen written out ("⟨U+202E⟩"), on one line.

    Bytes that are no UTF-8 (surrogate escapes, as in paths) become \xNN. Nothing is dropped and nothing is collapsed.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(char) for char in text)


def plain(text: str, limit: int = PROSE_LIMIT) -> str:
    """Return prose for a terminal or an annotation: one line, white space collapsed, unseen characters written out."""
    return _cut(visible(" ".join(text.split())[: limit + 1]), limit)


def exact(text: str, limit: int = NAME_LIMIT) -> str:
    """Return a name or path for a terminal: as it is, unseen characters written out, the middle left out when long."""
    shown = visible(text)
    if len(shown) <= limit:
        return shown
    tail = limit * 2 // 3
    return f"{shown[: limit - tail - 1]}…{shown[-tail:]}"


def utf8(text: str) -> str:
    r"""Return text that any JSON reader takes: bytes that are not UTF-8 become \xNN, lone surrogates \uNNNN."""
    return _SURROGATES.sub(lambda found: _shown(found[0]) if found[0] >= "\udc80" else f"\\u{ord(found[0]):04x}", text)


def prose(text: str, limit: int = PROSE_LIMIT) -> Markup:
    """Return prose for Markdown (a line, a link's text, a table cell, a summary): words, never syntax nor a link."""
    return _neutral(plain(text, limit))


def sentence(text: str, limit: int = PROSE_LIMIT) -> Markup:
    """Return prose for a line of Markdown, in which what stands between backticks is shown as code.

    Not for table cells, raw HTML or a link's text: there, use `prose`.
    """
    shown = plain(text, limit)
    # Runs of backticks are left as words: spans side by side would be read as one.
    if "``" in shown:
        return _neutral(shown)
    return _safe("".join(code(part) if is_code else _neutral(part) for part, is_code in split_code(shown)))


def split_code(text: str) -> list[tuple[str, bool]]:
    """Return a text's parts in order, each with whether it stands between single backticks."""
    parts = re.split(r"`([^`]+)`", text)
    return [(part, place % 2 == 1) for place, part in enumerate(parts) if part]


def spot(text: str, limit: int = NAME_LIMIT) -> Markup:
    """Return a name or path for Markdown without code formatting, as `exact` shows it."""
    return _neutral(exact(text, limit))


def code(text: str, limit: int = NAME_LIMIT) -> Markup:
    """Return a name or path as a Markdown code span, whose fence is longer than any run of backticks inside.

    Not for table cells or raw HTML: there, use `html_code`.
    """
    # A reference is not read inside a code span, and our markers are looked up in the raw text.
    shown = exact(text, limit).replace("<!", "<\u200b!") or "⟨empty⟩"
    fence = "`" * (max((len(run) for run in re.findall(r"`+", shown)), default=0) + 1)
    pad = " " if shown[0] in "` " or shown[-1] in "` " else ""
    return _safe(f"{fence}{pad}{shown}{pad}{fence}")


def html_code(text: str, limit: int = NAME_LIMIT) -> Markup:
    """Return a name or path as an HTML code element, for table cells and summaries in Markdown."""
    return _safe(f"<code>{_neutral(exact(text, limit))}</code>")


def ours(text: str) -> Markup:
    """Return Markdown that we wrote ourselves, with nothing of a pull in it, marked as such."""
    return _safe(text)


def _neutral(shown: str) -> Markup:
    """Write what acts in Markdown, HTML or GitHub's own filters so that it only reads."""
    acting = _ACTS.sub(_reference, shown)
    at_start = _LINE_START.sub(lambda found: "".join(f"&#{ord(char)};" for char in found[0]), acting)
    return _safe(_COMMIT.sub(_break_up, _TRIGGERS.sub(_spread, at_start)))


def _reference(found: re.Match[str]) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(found[0], f"&#{ord(found[0])};")


def _spread(found: re.Match[str]) -> str:
    """Put a gap behind a trigger, but leave alone the # of our own references."""
    is_reference = found[0] == "#" and found.string[found.start() - 1 : found.start()] == "&"
    return found[0] if is_reference else f"{found[0]}{_GAP}"


def _break_up(found: re.Match[str]) -> str:
    """Cut what looks like a commit into runs too short for one: GitHub asks for seven digits."""
    return _GAP.join(re.findall(r".{1,6}", found[0]))


def _shown(char: str) -> str:
    point = ord(char)
    if 0xDC80 <= point <= 0xDCFF:
        return f"\\x{point - 0xDC00:02x}"
    return f"⟨U+{point:04X}⟩" if _is_unseen(char, point) else char


def _is_unseen(char: str, point: int) -> bool:
    category = unicodedata.category(char)
    is_selector = 0xFE00 <= point <= 0xFE0E or 0xE0100 <= point <= 0xE01EF
    is_space = category == "Zs" and char != " "
    return category in _UNSEEN_CATEGORIES or char in _UNSEEN or is_selector or is_space or point & 0xFFFE == 0xFFFE


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"


def _safe(text: str) -> Markup:
    """Mark text as neutral already; templates neutralise whatever is not marked."""
    return Markup(text)  # noqa: S704 - built here only from neutralised text
