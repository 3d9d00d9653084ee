"""What C and C++ share: names sit deep inside declarators."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Names, by_field, text_of
from reviewer.model.units import EntityKind

NAMES = frozenset(
    {
        "identifier",
        "field_identifier",
        "type_identifier",
        "qualified_identifier",
        "destructor_name",
        "operator_name",
        "operator_cast",
        "template_function",
    }
)
DEPTH = 32
TOP = frozenset(
    {
        "translation_unit",
        "declaration_list",
        "preproc_ifdef",
        "preproc_if",
        "preproc_else",
        "linkage_specification",
        "template_declaration",
        "field_declaration_list",
    }
)


def declared(node: Node) -> Names | None:
    """Return the name inside a chain of declarators; `Cart::total` has two parts."""
    for _ in range(DEPTH):
        inner = node.child_by_field_name("declarator")
        if inner is None:
            inner = next((child for child in node.named_children if child.type in NAMES), None)
        if inner is None:
            return None
        if inner.type in NAMES:
            parts = re.sub(r"<[^<>]*>|\s", "", text_of(inner)).split("::")
            return tuple(part for part in parts if part) or None
        node = inner
    return None


def prototype(node: Node) -> Names | None:
    """Return the name of a declared function or variable."""
    return declared(node) if node.child_by_field_name("declarator") is not None else None


def declared_kind(node: Node) -> EntityKind:
    """Return whether a declaration is a prototype or a variable."""
    for _ in range(DEPTH):
        inner = node.child_by_field_name("declarator")
        if inner is None:
            break
        if inner.type == "function_declarator":
            return EntityKind.FUNCTION
        node = inner
    return EntityKind.CONSTANT


def member_kind(node: Node) -> EntityKind:
    """Return whether a member is a method or a field."""
    return EntityKind.METHOD if declared_kind(node) is EntityKind.FUNCTION else EntityKind.FIELD


def defined_type(node: Node) -> Names | None:
    """Return the name of a type that is defined here, not merely used."""
    return by_field("name")(node) if node.child_by_field_name("body") is not None else None


ITEMS = {
    "function_definition": Item(EntityKind.FUNCTION, declared, member=EntityKind.METHOD),
    "struct_specifier": Item(EntityKind.STRUCT, defined_type),
    "union_specifier": Item(EntityKind.STRUCT, defined_type),
    "enum_specifier": Item(EntityKind.ENUM, defined_type),
    "enumerator": Item(EntityKind.CONSTANT, body=("value",)),
    "type_definition": Item(EntityKind.TYPE, declared, ("type",), parents=TOP),
    "declaration": Item(declared_kind, prototype, ("init_declarator/value",), parents=TOP, is_local=False),
    "field_declaration": Item(member_kind, prototype, ("default_value",)),
    "preproc_def": Item(EntityKind.MACRO, body=("value",), parents=TOP),
    "preproc_function_def": Item(EntityKind.MACRO, body=("value",), parents=TOP),
}
IMPORTS = frozenset({"preproc_include", "using_declaration", "import_declaration"})
ACTING = re.compile(rb"NOLINT|clang-format|fall\s*-?through|FALLTHR|lint|cppcheck|IWYU|coverity|NOSONAR", re.IGNORECASE)
