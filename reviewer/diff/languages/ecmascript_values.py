"""What a value makes of its name, in JavaScript and TypeScript: a function, a class, an object of functions.

Each name is read from another node (a declaration, an assignment, a key, a property), and each node says where its
value is; all that is asked of the value is the same.
"""

from collections.abc import Callable
from typing import TypeAlias

from tree_sitter import Node

from reviewer.diff.languages.language import text_of
from reviewer.model.units import EntityKind

FUNCTION_VALUES = frozenset({"arrow_function", "function_expression", "generator_function", "class"})
WRAPPING = frozenset({"memo", "forwardRef", "useCallback", "observer", "debounce", "throttle"})
"""Functions that return the function that they are given, with something around it."""

INSIDE = frozenset({"parenthesized_expression", "as_expression", "satisfies_expression", "non_null_expression"})

Value: TypeAlias = Callable[[Node], Node | None]


def by_key(node: Node) -> Node | None:
    """Return the value of a key, or of a property of a class."""
    return node.child_by_field_name("value")


def declarator_of(node: Node) -> Node | None:
    """Return the only declarator of a declaration, None where there are several."""
    found = [child for child in node.named_children if child.type == "variable_declarator"]
    return found[0] if len(found) == 1 else None


def by_declaration(node: Node) -> Node | None:
    """Return the value that a declaration binds to its only name."""
    declarator = declarator_of(node)
    return declarator.child_by_field_name("value") if declarator is not None else None


def by_assignment(node: Node) -> Node | None:
    """Return the value of an assignment that is a statement."""
    assignment = next(iter(node.children), None)
    is_one = assignment is not None and assignment.type == "assignment_expression"
    return assignment.child_by_field_name("right") if assignment is not None and is_one else None


def kind_of(value: Node | None, function: EntityKind) -> EntityKind | None:
    """Return what a value makes of its name, None where it is any other value; `function` is what a function makes."""
    while value is not None and (value.type in INSIDE or value.type == "assignment_expression"):
        value = value.child_by_field_name("right") or next(iter(value.named_children), None)
    if value is None:
        return None
    if value.type == "class":
        return EntityKind.CLASS
    if value.type in FUNCTION_VALUES or is_wrapped(value):
        return function
    return EntityKind.OBJECT if value.type == "object" and any(map(is_member, value.named_children)) else None


def is_member(node: Node) -> bool:
    """Return whether a child of an object is a function of it."""
    value = node.child_by_field_name("value") if node.type == "pair" else None
    return node.type == "method_definition" or (value is not None and value.type in FUNCTION_VALUES)


def is_wrapped(value: Node) -> bool:
    """Return whether a value is a function in a call that returns it, as `React.memo(function () {})` does."""
    called, arguments = value.child_by_field_name("function"), value.child_by_field_name("arguments")
    if called is None or arguments is None or text_of(called).rpartition(".")[2] not in WRAPPING:
        return False
    first = next(iter(arguments.named_children), None)
    return first is not None and first.type in FUNCTION_VALUES


def kind_reader(value: Value, function: EntityKind, other: EntityKind) -> Callable[[Node], EntityKind]:
    """Return a reader of the kind that a node's value makes of its name; `other` is what any other value makes."""

    def read(node: Node) -> EntityKind:
        return kind_of(value(node), function) or other

    return read


def body_reader(value: Value, path: str) -> Callable[[Node], tuple[str, ...]]:
    """Return a reader of what is body: of a function that stands alone, what follows its parameters; else the value."""

    def read(node: Node) -> tuple[str, ...]:
        found = value(node)
        return (f"{path}/body" if found is not None and found.type in FUNCTION_VALUES else path,)

    return read
