"""Java."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_java  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_java.language()


def declared(node: Node) -> Names | None:
    """Return the name of a field; of several in one declaration, the first."""
    declarator = node.child_by_field_name("declarator")
    named = declarator.child_by_field_name("name") if declarator is not None else None
    return (text_of(named),) if named is not None else None


def anonymous(node: Node) -> Names | None:
    """Return the name of a local variable that holds an anonymous class: its methods are known by it."""
    declarator = node.child_by_field_name("declarator")
    value = declarator.child_by_field_name("value") if declarator is not None else None
    is_class = value is not None and any(child.type == "class_body" for child in value.named_children)
    return declared(node) if is_class else None


FIELD = Item(EntityKind.FIELD, declared, ("declarator/value",), is_local=True)
LANGUAGE = Language(
    name="Java",
    load=load,
    items={
        "class_declaration": Item(EntityKind.CLASS),
        "record_declaration": Item(EntityKind.CLASS),
        "interface_declaration": Item(EntityKind.INTERFACE),
        "annotation_type_declaration": Item(EntityKind.INTERFACE),
        "enum_declaration": Item(EntityKind.ENUM),
        "enum_constant": Item(EntityKind.CONSTANT, body=("body", "arguments")),
        "method_declaration": Item(EntityKind.METHOD),
        "annotation_type_element_declaration": Item(EntityKind.METHOD),
        "constructor_declaration": Item(EntityKind.CONSTRUCTOR),
        "compact_constructor_declaration": Item(EntityKind.CONSTRUCTOR),
        "field_declaration": FIELD,
        "constant_declaration": FIELD,
        "local_variable_declaration": Item(EntityKind.FIELD, anonymous, ("declarator/value",)),
    },
    comments=frozenset({"line_comment", "block_comment"}),
    imports=frozenset({"import_declaration"}),
    are_imports_ordered=False,
    is_order_free=True,
    acting=re.compile(rb"@deprecated|CHECKSTYLE|NOSONAR|NOPMD|noinspection|@formatter:|\$NON-NLS"),
    tests=re.compile(rb"@(Test|ParameterizedTest|RepeatedTest|TestFactory)\b"),
)
