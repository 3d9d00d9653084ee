"""Swift. What an extension holds is qualified by the type that it extends."""

import re
from dataclasses import replace

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_swift  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_swift.language()


def declared_type(node: Node) -> Names | None:
    """Return the name of a type, or of the type that is extended, without its generics."""
    named = node.child_by_field_name("name")
    return (text_of(named).partition("<")[0],) if named is not None else None


def type_kind(node: Node) -> EntityKind:
    """Return what a declaration declares: this grammar calls all of them classes."""
    word = node.child_by_field_name("declaration_kind")
    return KINDS.get(text_of(word) if word is not None else "", EntityKind.CLASS)


def bound(node: Node) -> Names | None:
    """Return the name that a property binds, None where it takes something apart."""
    pattern = node.child_by_field_name("name")
    named = pattern.child_by_field_name("bound_identifier") if pattern is not None else None
    return (text_of(named),) if named is not None else None


def word(name: str) -> Item:
    """Return the item of a method that has a word for a name."""
    return Item(EntityKind.METHOD, lambda _node: (name,), ("body", "computed_property"))


KINDS = {"struct": EntityKind.STRUCT, "enum": EntityKind.ENUM}
PROPERTY = Item(EntityKind.CONSTANT, bound, ("value", "computed_value", "willset_didset_block"), EntityKind.FIELD)
LANGUAGE = Language(
    name="Swift",
    load=load,
    items={
        "class_declaration": Item(type_kind, declared_type),
        "protocol_declaration": Item(EntityKind.INTERFACE),
        "enum_entry": Item(EntityKind.CONSTANT, body=("data_contents", "raw_value")),
        "function_declaration": Item(EntityKind.FUNCTION, member=EntityKind.METHOD, is_local=False),
        "protocol_function_declaration": Item(EntityKind.METHOD),
        "init_declaration": word("init"),
        "deinit_declaration": word("deinit"),
        "subscript_declaration": word("subscript"),
        "property_declaration": replace(PROPERTY, is_local=False),
        "protocol_property_declaration": PROPERTY,
        "typealias_declaration": Item(EntityKind.TYPE, body=("=",)),
    },
    comments=frozenset({"comment", "multiline_comment"}),
    imports=frozenset({"import_declaration"}),
    are_imports_ordered=False,
    is_order_free=True,
    acting=re.compile(
        rb"swiftlint|swift-format|swiftformat|swift-tools-version|sourcery|@\w|expected-|periphery|#sourceLocation"
    ),
    line_ends_act=True,
    tests=re.compile(rb"@Test\b|\bfunc\s+test"),
    constructors=frozenset({"init"}),
)
