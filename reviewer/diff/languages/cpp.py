"""C++. A method defined outside its class is qualified by it: `Cart.total`."""

import re

from reviewer.diff.languages import c_family
from reviewer.diff.languages.language import Item, Language
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_cpp  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_cpp.language()


LANGUAGE = Language(
    name="C++",
    load=load,
    items={
        **c_family.ITEMS,
        "class_specifier": Item(EntityKind.CLASS, c_family.defined_type),
        "namespace_definition": Item(EntityKind.NAMESPACE),
        "alias_declaration": Item(EntityKind.TYPE, body=("type",)),
        "concept_definition": Item(EntityKind.TYPE),
    },
    wrappers=frozenset({"template_declaration"}),
    imports=c_family.IMPORTS,
    acting=c_family.ACTING,
    tests=re.compile(rb"\b(TEST|TEST_F|TEST_P|TEST_CASE)\s*\("),
)
