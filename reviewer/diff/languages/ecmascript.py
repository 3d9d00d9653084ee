"""What JavaScript and TypeScript share."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Names, by_field, text_of
from reviewer.model.units import EntityKind

FUNCTION_VALUES = frozenset({"arrow_function", "function_expression", "generator_function", "class"})
SUITES = frozenset({"describe", "context", "suite", "it", "test", "specify"})
TOP = frozenset({"program", "export_statement"})


def declarator_of(node: Node) -> Node | None:
    """Return the only declarator of a declaration, None where there are several."""
    found = [child for child in node.named_children if child.type == "variable_declarator"]
    return found[0] if len(found) == 1 else None


def is_function(node: Node) -> bool:
    """Return whether a declaration binds a function or class expression."""
    declarator = declarator_of(node)
    value = declarator.child_by_field_name("value") if declarator is not None else None
    return value is not None and value.type in FUNCTION_VALUES


def declared_kind(node: Node) -> EntityKind:
    """Return what a declaration declares."""
    return EntityKind.FUNCTION if is_function(node) else EntityKind.CONSTANT


def declared(node: Node) -> Names | None:
    """Return the name that a declaration binds: a function anywhere, another value only at the top of a file."""
    declarator = declarator_of(node)
    named = declarator.child_by_field_name("name") if declarator is not None else None
    if named is None or named.type != "identifier":
        return None
    is_top = node.parent is not None and node.parent.type in TOP
    return (text_of(named),) if is_top or is_function(node) else None


def assigned_function(node: Node) -> Names | None:
    """Return the name of `exports.total = function () {}` and `Cart.prototype.total = () => {}`."""
    assignment = next(iter(node.children), None)
    if assignment is None or assignment.type != "assignment_expression":
        return None
    target, value = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
    if target is None or value is None or value.type not in FUNCTION_VALUES or target.type != "member_expression":
        return None
    parts = text_of(target).split(".")
    named = [part for part in parts if part not in ("module", "exports", "prototype", "this", "window")]
    return tuple(named) if named and all(part.isidentifier() for part in named) else None


def suite(node: Node) -> Names | None:
    """Return the title of a `describe` or `it` block."""
    called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if called is None or arguments is None or text_of(called).split(".")[0] not in SUITES:
        return None
    title = next(iter(arguments.named_children), None)
    if title is None or title.type not in ("string", "template_string") or arguments.named_child_count < 2:
        return None
    return (text_of(title)[1:-1],)


def pair_function(node: Node) -> Names | None:
    """Return the key of an object's function."""
    key, value = node.child_by_field_name("key"), node.child_by_field_name("value")
    if key is None or value is None or value.type not in FUNCTION_VALUES:
        return None
    return (text_of(key).strip("'\""),)


VALUE = ("variable_declarator/value",)
DECLARED = Item(declared_kind, declared, VALUE)
ITEMS = {
    "class_declaration": Item(EntityKind.CLASS),
    "function_declaration": Item(EntityKind.FUNCTION),
    "generator_function_declaration": Item(EntityKind.FUNCTION),
    "method_definition": Item(EntityKind.METHOD),
    "pair": Item(EntityKind.METHOD, pair_function, ("value",)),
    "field_definition": Item(EntityKind.FIELD, by_field("property"), ("value",)),
    "lexical_declaration": DECLARED,
    "variable_declaration": DECLARED,
    "expression_statement": Item(EntityKind.FUNCTION, assigned_function, ("assignment_expression/right",)),
    "call_expression": Item(EntityKind.TEST, suite, ("arguments",)),
}
WRAPPERS = frozenset({"export_statement", "expression_statement"})
ATTACHED = frozenset({"decorator"})
IMPORTS = frozenset({"import_statement", "import_alias"})
FREE_ITEMS = frozenset({"function_declaration", "generator_function_declaration"})
"""Declarations that hold from the start of their block; of those that are exported, the export may be in order."""

CONSTRUCTORS = frozenset({"constructor"})
ACTING = re.compile(
    rb"@\w|\b(eslint|prettier|istanbul|tslint|biome|jshint|jslint|webpack\w*|v8 ignore|c8 ignore|stylelint)\b|__PURE__"
    rb"|sourceMappingURL|<reference|#region|globals?\b|cspell|oxlint"
)
