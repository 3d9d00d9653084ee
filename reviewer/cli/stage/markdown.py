"""GitHub's Markdown for the terminal: folds become one line each, and what a browser hides is left out."""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

INDENT = 2
_STYLES = {"strong_open": "bold", "em_open": "italic"}
_TAG = re.compile(r"<[^>]*>")
_SUMMARY = re.compile(r"<summary>(.*?)</summary>", re.DOTALL)
_BOXES = {"[ ] ": "☐ ", "[x] ": "☑ ", "[X] ": "☑ "}


def render_markdown(markdown: str) -> RenderableType:
    """Return Markdown as GitHub shows it, for a terminal.

    `<details>` are closed ("▸ summary"), comments are dropped, and so is every character that steers a terminal.
    """
    return Group(*_blocks(_unfolded(MarkdownIt("commonmark").parse(markdown))))


def visible(text: str) -> str:
    """Return one line without control and format characters, which a terminal would obey."""
    return "".join(char for char in text if unicodedata.category(char) not in ("Cc", "Cf"))


@dataclass(slots=True)
class _Place:
    """Where in a document we are: how deep in lists, and the number of the next item (None: a bullet)."""

    numbers: list[int | None] = field(default_factory=list[int | None])
    is_item_begun: bool = False


def _unfolded(tokens: Sequence[Token]) -> Iterator[Token]:
    """Give out the tokens outside of folds, each outermost fold as one token that holds its summary."""
    depth = 0
    for token in tokens:
        opened, closed = token.content.count("<details"), token.content.count("</details>")
        is_raw = token.type == "html_block"
        if depth == 0 and not (is_raw and not opened):
            yield token
        depth = max(0, depth + (opened - closed) * is_raw)


def _blocks(tokens: Iterator[Token]) -> Iterator[RenderableType]:
    place = _Place()
    for token in tokens:
        _move(place, token)
        match token.type:
            case "inline":
                yield _placed(_inline(token.children or []), place)
            case "html_block":
                found = _SUMMARY.search(token.content)
                yield Text(f"▸ {_plain(found[1])}" if found else "▸ (folded)", style="dim")
            case "fence" | "code_block":
                yield _placed(Text("\n".join(map(visible, token.content.splitlines())), style="cyan"), place)
            case "paragraph_close" | "bullet_list_close" | "ordered_list_close" if not place.numbers:
                yield Text()
            case _:
                pass


def _move(place: _Place, token: Token) -> None:
    match token.type:
        case "bullet_list_open":
            place.numbers.append(None)
        case "ordered_list_open":
            place.numbers.append(int(token.attrs.get("start", 1)))
        case "bullet_list_close" | "ordered_list_close":
            place.numbers.pop()
        case "list_item_open":
            place.is_item_begun = True
        case _:
            pass


def _placed(text: Text, place: _Place) -> RenderableType:
    """Return a block at its depth; the first of a list item hangs from its bullet or number."""
    if not place.numbers:
        return text
    mark = " "
    if place.is_item_begun:
        number = place.numbers[-1]
        mark = "•" if number is None else f"{number}."
        place.numbers[-1] = None if number is None else number + 1
        place.is_item_begun = False
    row = Table.grid(padding=(0, 1))
    row.add_row(mark, text)
    return Padding(row, (0, 0, 0, INDENT * (len(place.numbers) - 1)))


def _inline(tokens: Sequence[Token]) -> Text:
    text = Text()
    styles: list[str | Style] = []
    for token in tokens:
        if token.type in _STYLES:
            styles.append(_STYLES[token.type])
        elif token.type == "link_open":
            styles.append(Style(link=str(token.attrs.get("href", ""))))
        elif token.content == "<sub>":
            styles.append("dim")
        elif (token.type.endswith("_close") or token.content == "</sub>") and styles:
            styles.pop()
        else:
            _append(text, token, styles)
    return text


def _append(text: Text, token: Token, styles: Sequence[str | Style]) -> None:
    match token.type:
        case "softbreak":
            piece = Text(" ")
        case "hardbreak":
            piece = Text("\n")
        case "html_inline":
            piece = Text("\n" if token.content.startswith("<br") else "")
        case "code_inline":
            piece = Text(visible(token.content), style="cyan")
        case _:
            content = token.content if text else _box(token.content)
            piece = Text(visible(content))
    for style in styles:
        piece.stylize(style)
    text.append_text(piece)


def _box(text: str) -> str:
    return _BOXES.get(text[:4], text[:4]) + text[4:]


def _plain(raw: str) -> str:
    return visible(html.unescape(_TAG.sub("", raw)))
