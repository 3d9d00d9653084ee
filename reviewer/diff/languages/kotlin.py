"""Kotlin."""

import re
from dataclasses import replace

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_kotlin  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_kotlin.language()


def first_identifier(node: Node) -> Names | None:
    """Return the first identifier among the children: this grammar does not name its fields everywhere."""
    named = node.child_by_field_name("name")
    if named is None:
        named = next((child for child in node.children if child.type == "identifier"), None)
    return (text_of(named).strip("`"),) if named is not None else None


def class_kind(node: Node) -> EntityKind:
    """Return whether a class declaration is an interface, an enum or a class."""
    words = {child.type for child in node.children}
    if "interface" in words:
        return EntityKind.INTERFACE
    return EntityKind.ENUM if "enum_class_body" in words else EntityKind.CLASS


def declared(node: Node) -> Names | None:
    """Return the name of a property."""
    declaration = next((child for child in node.children if child.type == "variable_declaration"), None)
    return first_identifier(declaration) if declaration is not None else None


def holds_object(node: Node) -> bool:
    """Return whether a property holds an anonymous object: its methods are known by it."""
    return any(child.type == "object_literal" for child in node.children)


def companion(node: Node) -> Names | None:
    """Return a companion object's own name, else what Kotlin calls it."""
    return first_identifier(node) or ("Companion",)


def constructor(_node: Node) -> Names | None:
    """Return what a secondary constructor is called."""
    return ("constructor",)


BODY = ("class_body", "enum_class_body", "function_body", "block")
LANGUAGE = Language(
    name="Kotlin",
    load=load,
    items={
        "class_declaration": Item(class_kind, first_identifier, BODY),
        "object_declaration": Item(EntityKind.CLASS, first_identifier, BODY),
        "companion_object": Item(EntityKind.CLASS, companion, BODY),
        "enum_entry": Item(EntityKind.CONSTANT, first_identifier, (*BODY, "value_arguments")),
        "function_declaration": Item(EntityKind.FUNCTION, first_identifier, BODY, EntityKind.METHOD),
        "secondary_constructor": Item(EntityKind.CONSTRUCTOR, constructor, BODY),
        "property_declaration": Item(
            EntityKind.CONSTANT,
            declared,
            ("=", "getter", "setter", "property_delegate"),
            EntityKind.FIELD,
            is_local=holds_object,
        ),
        "type_alias": Item(EntityKind.TYPE, first_identifier, ()),
    },
    comments=frozenset({"line_comment", "block_comment"}),
    imports=frozenset({"import", "import_list", "import_header"}),
    are_imports_ordered=False,
    is_order_free=True,
    acting=re.compile(rb"ktlint-|noinspection|@formatter:|NOSONAR|detekt"),
    line_ends_act=True,
    tests=re.compile(rb"@(Test|ParameterizedTest|RepeatedTest)\b"),
)
SCRIPT = replace(LANGUAGE, name="Kotlin script", is_order_free=False)
