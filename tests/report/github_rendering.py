"""Markdown as GitHub shows it: rendered, sanitised, and what its filters would still link afterwards."""

import re
from html.parser import HTMLParser

import nh3
from markdown_it import MarkdownIt
from mdit_py_plugins.tasklists import tasklists_plugin

_MENTION = re.compile(r"(?<![\w/`.-])@([a-z0-9](?:[a-z0-9-]{0,38}))", re.IGNORECASE)
_REFERENCE = re.compile(
    r"(?<![\w/])(?:[\w.-]+/[\w.-]+)?#\d+|\bGH-\d+|\bGHSA-\w{4}-\w{4}-\w{4}|\bCVE-\d{4}-\d+", re.IGNORECASE
)
_BARE_LINK = re.compile(r"(?:https?|ftp)://\S|\bwww\.\w|mailto:\w|[\w.+-]+@[\w-]+\.\w", re.IGNORECASE)
_COMMIT = re.compile(r"\b[0-9a-f]{7,40}\b")
_EMOJI = re.compile(r":[a-z0-9_+-]+:")

_MARKDOWN = MarkdownIt("commonmark", {"html": True, "breaks": True}).enable(["table", "strikethrough"])
_MARKDOWN.use(tasklists_plugin, enabled=True)


def render(text: str) -> str:
    """Return the HTML of a comment: GitHub flavour, raw HTML allowed but sanitised, task lists alive."""
    return nh3.clean(
        _MARKDOWN.render(text),
        tags=nh3.ALLOWED_TAGS | {"details", "summary", "input", "sub", "h1", "h2", "h3", "h4", "h5", "h6"},
        attributes={**nh3.ALLOWED_ATTRIBUTES, "input": {"type", "checked", "disabled"}, "img": {"src"}},
        link_rel=None,
    )


class Shown(HTMLParser):
    """What a reader meets: each tag with its address, and the words outside code, where GitHub's filters look."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.words = ""
        self._inside: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in {"href", "src"}]
        if tag not in {"br", "hr", "img", "input"}:
            self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.words += " " if {"code", "pre", "a"} & set(self._inside) else data

    def triggers(self) -> list[str]:
        """Return everything in the words that GitHub would turn into a link, a mention or a picture."""
        filters = (_MENTION, _REFERENCE, _BARE_LINK, _COMMIT, _EMOJI)
        return [found[0] for trigger in filters for found in trigger.finditer(self.words)]
