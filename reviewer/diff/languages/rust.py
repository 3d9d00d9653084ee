"""Rust. What an `impl` block holds is qualified by the type it is for, whatever the trait."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_rust  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_rust.language()


def implemented(node: Node) -> Names | None:
    """Return the type that an `impl` block is for, without its generics."""
    target = node.child_by_field_name("type")
    return (text_of(target).partition("<")[0],) if target is not None else None


def closure(node: Node) -> Names | None:
    """Return the name that a closure is bound to."""
    target, value = node.child_by_field_name("pattern"), node.child_by_field_name("value")
    is_closure = value is not None and value.type == "closure_expression"
    return (text_of(target),) if is_closure and target is not None and target.type == "identifier" else None


VALUE = Item(EntityKind.CONSTANT, body=("value",), is_local=False)
LANGUAGE = Language(
    name="Rust",
    load=load,
    items={
        "struct_item": Item(EntityKind.STRUCT),
        "union_item": Item(EntityKind.STRUCT),
        "enum_item": Item(EntityKind.ENUM),
        "trait_item": Item(EntityKind.TRAIT),
        "impl_item": Item(EntityKind.CLASS, implemented),
        "mod_item": Item(EntityKind.MODULE),
        "function_item": Item(EntityKind.FUNCTION, member=EntityKind.METHOD),
        "function_signature_item": Item(EntityKind.FUNCTION, member=EntityKind.METHOD),
        "field_declaration": Item(EntityKind.FIELD),
        "enum_variant": Item(EntityKind.CONSTANT, body=("value",)),
        "let_declaration": Item(EntityKind.FUNCTION, closure, ("value/body",)),
        "associated_type": Item(EntityKind.TYPE),
        "type_item": Item(EntityKind.TYPE, body=("type",)),
        "const_item": VALUE,
        "static_item": VALUE,
        "macro_definition": Item(EntityKind.MACRO, body=("macro_rule",)),
    },
    comments=frozenset({"line_comment", "block_comment"}),
    attached=frozenset({"attribute_item"}),
    imports=frozenset({"use_declaration", "extern_crate_declaration"}),
    are_imports_ordered=False,
    is_order_free=True,
    free_items=frozenset({"function_item", "function_signature_item"}),
    order_acts=re.compile(rb"macro_rules|macro_use"),
    acting=re.compile(rb"SAFETY:|rustfmt"),
    tests=re.compile(rb"#\[(\w+::)*test\b|#\[rstest\b|#\[test_case\b"),
)
