"""GitHub flavoured Markdown as safe HTML: tables, task lists, details; comments in HTML are hidden."""

import re
from html import escape
from typing import cast

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.gfm import gfm_plugin

# Two characters nobody types stand where a box goes until the HTML is clean: whoever writes <input> gets none.
_OPEN, _CLOSE = "\ue000", "\ue001"
_BOX = re.compile(f"{_OPEN}(\\d+)([ x]){_CLOSE}")

_TAGS = {
    "a", "b", "blockquote", "br", "code", "dd", "del", "details", "div", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5",
    "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "samp", "span", "strong", "sub", "summary",
    "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "ul", "var",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "title", "id"},
    "p": {"class"},
    "div": {"class"},
    "img": {"src", "alt", "title", "width", "height"},
    "code": {"class"},
    "li": {"class"},
    "ul": {"class"},
    "ol": {"class", "start"},
    "details": {"open"},
    "td": {"align"},
    "th": {"align"},
}

# In comments GitHub shows a line end as one, which Markdown by itself does not.
_markdown = MarkdownIt("commonmark", {"html": True, "breaks": True}).use(gfm_plugin)


def to_html(text: str, *, tickable: str | None = None) -> str:
    """Return Markdown as clean HTML.

    With `tickable`, the address that ticks a box, boxes can be clicked; without it they are shown only, as GitHub does
    in check runs. Each box knows its line in the text (0 is the first).
    """
    tokens = _markdown.parse(text.replace(_OPEN, "").replace(_CLOSE, ""))
    _mark_boxes(tokens)
    rendered = cast("str", _markdown.renderer.render(tokens, _markdown.options, {}))
    clean = nh3.clean(rendered, tags=_TAGS, attributes=_ATTRIBUTES, link_rel="nofollow noopener")
    return _BOX.sub(lambda found: _box(int(found[1]), found[2] == "x", tickable), clean)


def _mark_boxes(tokens: list[Token]) -> None:
    """Put a marked place before the text of each task, in place of the box the library would draw."""
    waiting = ""
    for token in tokens:
        if token.type == "list_item_open" and token.map and "checked" in token.meta:
            is_ticked = token.meta.pop("checked")
            waiting = f"{_OPEN}{token.map[0]}{'x' if is_ticked else ' '}{_CLOSE}"
        elif token.type == "inline" and waiting and token.children is not None:
            token.children.insert(0, Token("text", "", 0, content=waiting))
            waiting = ""


def _box(line: int, is_ticked: bool, tickable: str | None) -> str:  # noqa: FBT001 -- what the box shows
    checked = " checked" if is_ticked else ""
    if tickable is None:
        return f'<input type="checkbox" class="box" disabled{checked} aria-label="task">'
    return (
        f'<input type="checkbox" class="box"{checked} aria-label="task" data-line="{line}"'
        f' data-tick="{escape(tickable)}">'
    )
