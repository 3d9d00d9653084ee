"""What JavaScript and TypeScript share."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Names, by_field, text_of
from reviewer.model.units import EntityKind

FUNCTION_VALUES = frozenset({"arrow_function", "function_expression", "generator_function", "class"})
SUITES = frozenset({"describe", "context", "suite"})
TESTS = frozenset({"it", "test", "specify"})
TOP = frozenset({"program", "export_statement"})


def declarator_of(node: Node) -> Node | None:
    """Return the only declarator of a declaration, None where there are several."""
    found = [child for child in node.named_children if child.type == "variable_declarator"]
    return found[0] if len(found) == 1 else None


def kind_of_value(value: Node | None, function: EntityKind) -> EntityKind | None:
    """Return what a value makes of its name: a function, or an object that holds functions; None for any other."""
    while value is not None and value.type == "assignment_expression":
        value = value.child_by_field_name("right")
    if value is None:
        return None
    if value.type in FUNCTION_VALUES:
        return function
    return EntityKind.OBJECT if value.type == "object" and any(map(is_member, value.named_children)) else None


def is_member(node: Node) -> bool:
    """Return whether a child of an object is a function of it."""
    value = node.child_by_field_name("value") if node.type == "pair" else None
    return node.type == "method_definition" or (value is not None and value.type in FUNCTION_VALUES)


def declared_value(node: Node) -> Node | None:
    """Return the value that a declaration binds to its only name."""
    declarator = declarator_of(node)
    return declarator.child_by_field_name("value") if declarator is not None else None


def declared_kind(node: Node) -> EntityKind:
    """Return what a declaration declares."""
    return kind_of_value(declared_value(node), EntityKind.FUNCTION) or EntityKind.CONSTANT


def declared(node: Node) -> Names | None:
    """Return the name that a declaration binds: a function anywhere, another value only at the top of a file."""
    declarator = declarator_of(node)
    named = declarator.child_by_field_name("name") if declarator is not None else None
    if named is None or named.type != "identifier":
        return None
    is_top = node.parent is not None and node.parent.type in TOP
    return (text_of(named),) if is_top or kind_of_value(declared_value(node), EntityKind.FUNCTION) else None


def assigned_kind(node: Node) -> EntityKind:
    """Return what an assignment gives a name to."""
    return kind_of_value(node.children[0].child_by_field_name("right"), EntityKind.FUNCTION) or EntityKind.FUNCTION


def assigned(node: Node) -> Names | None:
    """Return the name of `exports.total = function () {}`, `Cart.prototype.total = () => {}`, and of such objects."""
    assignment = next(iter(node.children), None)
    if assignment is None or assignment.type != "assignment_expression":
        return None
    target = assignment.child_by_field_name("left")
    kind = kind_of_value(assignment.child_by_field_name("right"), EntityKind.FUNCTION)
    if target is None or kind is None or target.type != "member_expression":
        return None
    parts = text_of(target).split(".")
    named = [part for part in parts if part not in ("module", "exports", "prototype", "this", "window")]
    return tuple(named) if named and all(part.isidentifier() for part in named) else None


def suite(node: Node) -> Names | None:
    """Return the title of a `describe` or `it` block."""
    called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if called is None or arguments is None or text_of(called).split(".")[0] not in SUITES | TESTS:
        return None
    title = next(iter(arguments.named_children), None)
    if title is None or title.type not in ("string", "template_string") or arguments.named_child_count < 2:
        return None
    return (text_of(title)[1:-1],)


def suite_kind(node: Node) -> EntityKind:
    """Return whether a block holds tests, or is one."""
    called = node.child_by_field_name("function")
    is_suite = called is not None and text_of(called).split(".")[0] in SUITES
    return EntityKind.SUITE if is_suite else EntityKind.TEST


def pair_kind(node: Node) -> EntityKind:
    """Return what a key of an object names."""
    return kind_of_value(node.child_by_field_name("value"), EntityKind.METHOD) or EntityKind.METHOD


def pair(node: Node) -> Names | None:
    """Return the key of an object's function, or of an object with functions in it."""
    key = node.child_by_field_name("key")
    if key is None or kind_of_value(node.child_by_field_name("value"), EntityKind.METHOD) is None:
        return None
    return (text_of(key).strip("'\""),)


VALUE = ("variable_declarator/value",)
DECLARED = Item(declared_kind, declared, VALUE)
ITEMS = {
    "class_declaration": Item(EntityKind.CLASS),
    "function_declaration": Item(EntityKind.FUNCTION),
    "generator_function_declaration": Item(EntityKind.FUNCTION),
    "method_definition": Item(EntityKind.METHOD),
    "pair": Item(pair_kind, pair, ("value",)),
    "field_definition": Item(EntityKind.FIELD, by_field("property"), ("value",)),
    "lexical_declaration": DECLARED,
    "variable_declaration": DECLARED,
    "expression_statement": Item(assigned_kind, assigned, ("assignment_expression/right",)),
    "call_expression": Item(suite_kind, suite, ("arguments",)),
}
WRAPPERS = frozenset({"export_statement", "expression_statement"})
ATTACHED = frozenset({"decorator"})
IMPORTS = frozenset({"import_statement", "import_alias"})
CONSTRUCTORS = frozenset({"constructor"})
ACTING = re.compile(
    rb"@\w|\b(eslint|prettier|istanbul|tslint|biome|jshint|jslint|webpack\w*|v8 ignore|c8 ignore|stylelint)\b|__PURE__"
    rb"|sourceMappingURL|<reference|#region|globals?\b|cspell|oxlint"
)
