"""HTML: the parts of a page, and elements with an id. Nothing of it is proved: spaces act almost anywhere."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import WHOLE, Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_html  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_html.language()


def part(node: Node) -> Names | None:
    """Return what an element is called: `form#order` where it has an id, `main` where it is a part of the page."""
    opening = next((child for child in node.children if child.type == "start_tag"), None)
    named = opening.named_children if opening is not None else []
    tag = next((text_of(child).lower() for child in named if child.type == "tag_name"), "")
    ids = [found for child in named if child.type == "attribute" and (found := identity(child))]
    if ids:
        return (f"{tag}#{ids[0]}",)
    return (tag,) if tag in PARTS else None


def identity(attribute: Node) -> str | None:
    """Return the value of an attribute that is an id."""
    name, _, value = text_of(attribute).partition("=")
    return value.strip(" \t\r\n\"'") or None if name.strip().lower() == "id" else None


PARTS = frozenset({"head", "body", "main", "header", "footer", "nav", "aside"})
PART = Item(EntityKind.SECTION, part, WHOLE)
LANGUAGE = Language(
    name="HTML",
    load=load,
    items=dict.fromkeys(("element", "script_element", "style_element"), PART),
    comments=frozenset(),
    layout_acts=re.compile(b""),
    are_words_names=True,
)
