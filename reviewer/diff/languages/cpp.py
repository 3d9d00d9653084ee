"""C++. A method defined outside its class is qualified by it: `Cart.total`."""

import re

from tree_sitter import Node

from reviewer.diff.languages import c_family
from reviewer.diff.languages.language import Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_cpp  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_cpp.language()


def function(node: Node) -> Names | None:
    """Return the name of a function; of a test that a macro makes, what it is given: `TEST_F(Cart, AddsUp)`."""
    names = c_family.declared(node)
    declarator = node.child_by_field_name("declarator")
    given = declarator.child_by_field_name("parameters") if declarator is not None else None
    if names is None or names[-1] not in MACROS or given is None:
        return names
    return tuple(re.findall(r"\w+", text_of(given))) or names


def namespace(node: Node) -> Names | None:
    """Return the parts of a namespace's name."""
    named = node.child_by_field_name("name")
    return tuple(re.findall(r"\w+", text_of(named))) or None if named is not None else None


MACROS = frozenset({"TEST", "TEST_F", "TEST_P", "TYPED_TEST", "TYPED_TEST_P"})
LANGUAGE = Language(
    name="C++",
    load=load,
    items={
        **c_family.ITEMS,
        "class_specifier": Item(EntityKind.CLASS, c_family.defined_type),
        "function_definition": Item(EntityKind.FUNCTION, function, member=EntityKind.METHOD),
        "namespace_definition": Item(EntityKind.NAMESPACE, namespace),
        "alias_declaration": Item(EntityKind.TYPE, body=("type",)),
        "concept_definition": Item(EntityKind.TYPE),
    },
    wrappers=frozenset({"template_declaration"}),
    imports=c_family.IMPORTS,
    acting=c_family.ACTING,
    tests=re.compile(rb"\b(TEST|TEST_F|TEST_P|TEST_CASE)\s*\("),
)
