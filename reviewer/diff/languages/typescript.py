"""TypeScript, and TSX, which is a grammar of its own."""

from dataclasses import replace

from reviewer.diff.languages import ecmascript
from reviewer.diff.languages.language import Item, Language
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_typescript  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_typescript.language_typescript()


def load_tsx() -> object:
    """Return the pointer of the grammar with JSX."""
    import tree_sitter_typescript  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_typescript.language_tsx()


LANGUAGE = Language(
    name="TypeScript",
    load=load,
    items={
        **ecmascript.ITEMS,
        "abstract_class_declaration": Item(EntityKind.CLASS),
        "interface_declaration": Item(EntityKind.INTERFACE),
        "enum_declaration": Item(EntityKind.ENUM),
        "internal_module": Item(EntityKind.NAMESPACE),
        "module": Item(EntityKind.MODULE),
        "type_alias_declaration": Item(EntityKind.TYPE, body=("value",)),
        "function_signature": Item(EntityKind.FUNCTION),
        "method_signature": Item(EntityKind.METHOD),
        "abstract_method_signature": Item(EntityKind.METHOD),
        "property_signature": Item(EntityKind.FIELD, parents=frozenset({"interface_body"})),
        "public_field_definition": ecmascript.property_item("name"),
    },
    comments=frozenset({"comment", "html_comment"}),
    wrappers=ecmascript.WRAPPERS | {"ambient_declaration"},
    attached=ecmascript.ATTACHED,
    imports=ecmascript.IMPORTS,
    acting=ecmascript.ACTING,
    line_ends_act=True,
    constructors=ecmascript.CONSTRUCTORS,
    is_order_free=True,
    free_items=ecmascript.FREE_ITEMS,
    has_overloads=False,
)
TSX = replace(LANGUAGE, name="TSX", load=load_tsx)
