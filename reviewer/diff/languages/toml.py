"""TOML: tables and their keys. A table of an array is called by its name, where it has one."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import WHOLE, Extent, Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_toml  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_toml.language()


def key(node: Node) -> Names | None:
    """Return the key of a pair, or what the header of a table says: `tool.ruff`."""
    named = next((child for child in node.named_children if child.type in KEYS), None)
    return (text_of(named).replace('"', "").replace(" ", ""),) if named is not None else None


def element(node: Node) -> Names | None:
    """Return what a table of an array is called: its header, and the name among its keys."""
    pairs = [pair.named_children for pair in node.named_children if pair.type == "pair"]
    named = next((text_of(pair[1]).strip("\"'") for pair in pairs if len(pair) > 1 and text_of(pair[0]) == "name"), "")
    return (*(key(node) or ()), *([named] if named else [])) or None


KEYS = frozenset({"bare_key", "dotted_key", "quoted_key"})
LANGUAGE = Language(
    name="TOML",
    load=load,
    items={
        "table": Item(EntityKind.SECTION, key, WHOLE, extent=Extent.CHILDREN),
        "table_array_element": Item(EntityKind.SECTION, element, WHOLE, extent=Extent.CHILDREN),
        "pair": Item(EntityKind.KEY, key, WHOLE, through=frozenset({"document"})),
    },
    acting=re.compile(rb"#:|@|\b(taplo|renovate|ruff|noqa|pragma|cspell|v?\d+\.\d+)\b|///"),
    verbatim=frozenset({"quoted_key", "dotted_key"}),
    are_words_names=True,
)
