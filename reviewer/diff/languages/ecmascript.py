"""What JavaScript and TypeScript share."""

import re

from tree_sitter import Node

from reviewer.diff.languages.ecmascript_values import (
    FUNCTION_VALUES,
    body_reader,
    by_assignment,
    by_declaration,
    by_key,
    declarator_of,
    kind_of,
    kind_reader,
)
from reviewer.diff.languages.language import Item, Names, by_field, text_of
from reviewer.model.units import EntityKind

SUITES = frozenset({"describe", "context", "suite"})
TESTS = frozenset({"it", "test", "specify"})
HOOKS = frozenset({"before", "after", "beforeEach", "afterEach", "beforeAll", "afterAll"})
TOP = frozenset({"program", "export_statement"})


def default(_node: Node) -> Names | None:
    """Return what is exported without a name of its own."""
    return ("default",)


def declared(node: Node) -> Names | None:
    """Return the name that a declaration binds: to functions anywhere, to another value only at the top of a file."""
    declarator = declarator_of(node)
    named = declarator.child_by_field_name("name") if declarator is not None else None
    if named is None or named.type != "identifier":
        return None
    is_top = node.parent is not None and node.parent.type in TOP
    return (text_of(named),) if is_top or kind_of(by_declaration(node), EntityKind.FUNCTION) else None


def assigned(node: Node) -> Names | None:
    """Return the name of `exports.total = function () {}`, `Cart.prototype.total = () => {}`, and of such objects."""
    if kind_of(by_assignment(node), EntityKind.FUNCTION) is None:
        return None
    target = node.children[0].child_by_field_name("left")
    if target is None or target.type != "member_expression":
        return None
    parts = text_of(target).split(".")
    named = [part for part in parts if part not in ("module", "exports", "prototype", "this", "window")]
    return tuple(named) if named and all(part.isidentifier() for part in named) else None


def called_word(node: Node) -> str:
    """Return the first word of what a call calls."""
    called = node.child_by_field_name("function")
    return text_of(called).split(".")[0] if called is not None else ""


def suite_kind(node: Node) -> EntityKind:
    """Return whether a block holds tests, or is one."""
    return EntityKind.SUITE if called_word(node) in SUITES else EntityKind.TEST


def suite(node: Node) -> Names | None:
    """Return the title of a `describe` or `it` block, the word of a block that runs before or after them."""
    word, arguments = called_word(node), node.child_by_field_name("arguments")
    if arguments is None or word not in SUITES | TESTS | HOOKS:
        return None
    if word in HOOKS:
        return (word,) if any(child.type in FUNCTION_VALUES for child in arguments.named_children) else None
    title = next(iter(arguments.named_children), None)
    if title is None or title.type not in ("string", "template_string") or arguments.named_child_count < 2:
        return None
    return (text_of(title)[1:-1],)


def pair(node: Node) -> Names | None:
    """Return the key of an object's function, or of an object with functions in it."""
    key = node.child_by_field_name("key")
    is_item = kind_of(by_key(node), EntityKind.METHOD) is not None
    return (text_of(key).strip("'\""),) if key is not None and is_item else None


def property_item(field: str) -> Item:
    """Return the item of a property of a class, whose name is in a field."""
    kind = kind_reader(by_key, EntityKind.METHOD, EntityKind.FIELD)
    return Item(kind, by_field(field), body_reader(by_key, "value"))


DECLARED = Item(
    kind_reader(by_declaration, EntityKind.FUNCTION, EntityKind.CONSTANT),
    declared,
    body_reader(by_declaration, "variable_declarator/value"),
)
ASSIGNED = Item(
    kind_reader(by_assignment, EntityKind.FUNCTION, EntityKind.FUNCTION),
    assigned,
    body_reader(by_assignment, "assignment_expression/right"),
)
PAIR = Item(kind_reader(by_key, EntityKind.METHOD, EntityKind.METHOD), pair, body_reader(by_key, "value"))
DEFAULT = Item(EntityKind.FUNCTION, default, parents=frozenset({"export_statement"}))
ITEMS = {
    "class_declaration": Item(EntityKind.CLASS),
    "function_declaration": Item(EntityKind.FUNCTION),
    "generator_function_declaration": Item(EntityKind.FUNCTION),
    "method_definition": Item(EntityKind.METHOD),
    "pair": PAIR,
    "field_definition": property_item("property"),
    "lexical_declaration": DECLARED,
    "variable_declaration": DECLARED,
    "expression_statement": ASSIGNED,
    "function_expression": DEFAULT,
    "arrow_function": DEFAULT,
    "class": Item(EntityKind.CLASS, default, parents=frozenset({"export_statement"})),
    "call_expression": Item(suite_kind, suite, ("arguments",)),
}
WRAPPERS = frozenset({"export_statement", "expression_statement"})
ATTACHED = frozenset({"decorator"})
IMPORTS = frozenset({"import_statement", "import_alias"})
FREE_ITEMS = frozenset({"function_declaration", "generator_function_declaration"})
"""Declarations that hold from the start of their block; of those that are exported, the export may be in order."""

CONSTRUCTORS = frozenset({"constructor"})
ACTING = re.compile(
    rb"@\w|\b(eslint|prettier|istanbul|tslint|biome|jshint|jslint|webpack[A-Z]\w*|v8 ignore|c8 ignore|stylelint)\b"
    rb"|__PURE__|sourceMappingURL|<reference|#region|globals?\b|cspell|oxlint"
)
