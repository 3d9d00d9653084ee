"""Markdown: sections by their headings. Nothing is proved: spaces, blank lines and line ends act almost anywhere."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import WHOLE, Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_markdown  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_markdown.language()  # pyright: ignore[reportUnknownVariableType] - it has no types


def heading(node: Node) -> Names | None:
    """Return the text of a section's heading; what stands before the first heading has none."""
    first = next(iter(node.named_children), None)
    content = first.child_by_field_name("heading_content") if first is not None else None
    text = " ".join(text_of(content).strip(" #").split()) if content is not None else ""
    return (text,) if text else None


LANGUAGE = Language(
    name="Markdown",
    load=load,
    items={"section": Item(EntityKind.SECTION, heading, WHOLE)},
    comments=frozenset(),
    layout_acts=re.compile(b""),
    verbatim=frozenset({"inline", "fenced_code_block", "indented_code_block", "html_block", "pipe_table"}),
    are_words_names=True,
)
