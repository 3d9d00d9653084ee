"""PHP. Namespaces stand for packages here, so they qualify nothing."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_php  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_php.language_php()


def element(node: Node) -> Names | None:
    """Return the name of a property or constant; of several in one declaration, the first."""
    kinds = ("property_element", "const_element")
    inner = next((child for child in node.named_children if child.type in kinds), None)
    named = next(iter(inner.named_children), None) if inner is not None else None
    return (text_of(named).lstrip("$"),) if named is not None else None


LANGUAGE = Language(
    name="PHP",
    load=load,
    items={
        "class_declaration": Item(EntityKind.CLASS),
        "interface_declaration": Item(EntityKind.INTERFACE),
        "trait_declaration": Item(EntityKind.TRAIT),
        "enum_declaration": Item(EntityKind.ENUM),
        "enum_case": Item(EntityKind.CONSTANT, body=("value",)),
        "function_definition": Item(EntityKind.FUNCTION),
        "method_declaration": Item(EntityKind.METHOD),
        "property_declaration": Item(EntityKind.FIELD, element, ("property_element/default_value",)),
        "const_declaration": Item(EntityKind.CONSTANT, element, ("const_element/=",)),
    },
    imports=frozenset({"namespace_use_declaration"}),
    are_imports_ordered=False,
    is_order_free=True,
    free_items=frozenset({"method_declaration"}),
    acting=re.compile(rb"@\w|phpcs|phpstan|psalm|noinspection|NOSONAR"),
    tests=re.compile(rb"#\[Test\b|\bfunction\s+test"),
    constructors=frozenset({"__construct"}),
)
