"""Python."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Language, Names, text_of
from reviewer.diff.languages.python_modules import SCOPE
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_python  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_python.language()


def assigned(node: Node) -> Names | None:
    """Return the plain name an assignment binds; several targets, attributes and items are statements."""
    inner = next(iter(node.children), None)
    if inner is None or inner.type != "assignment":
        return None
    target = inner.child_by_field_name("left")
    return (text_of(target),) if target is not None and target.type == "identifier" else None


def alias(node: Node) -> Names | None:
    """Return the name that a `type` statement gives."""
    target = node.child_by_field_name("left")
    return (text_of(target).partition("[")[0],) if target is not None else None


FUNCTION = Item(EntityKind.FUNCTION, member=EntityKind.METHOD)
LANGUAGE = Language(
    name="Python",
    load=load,
    items={
        "class_definition": Item(EntityKind.CLASS),
        "function_definition": FUNCTION,
        "type_alias_statement": Item(EntityKind.TYPE, alias, ("right",)),
        "expression_statement": Item(
            EntityKind.CONSTANT,
            assigned,
            ("assignment/right",),
            EntityKind.FIELD,
            frozenset({"module", "block"}),
            is_local=False,
        ),
    },
    wrappers=frozenset({"decorated_definition"}),
    imports=frozenset({"import_statement", "import_from_statement", "future_import_statement"}),
    acting=re.compile(
        rb"#\s*(type|noqa|pragma|pylint|mypy|pyright|ruff|fmt|isort|flake8|nosec|cython)\b|coding[:=]|#:"
    ),
    tests=re.compile(rb"\bdef\s+test"),
    constructors=frozenset({"__init__", "__new__"}),
    brackets=frozenset({"parenthesized_expression"}),
    loose_commas=frozenset(
        {"argument_list", "parameters", "list", "dictionary", "set", "tuple", "import_from_statement", "list_pattern"}
    ),
    scope=SCOPE,
)
