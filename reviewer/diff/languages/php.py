"""PHP. Namespaces stand for packages here, so they qualify nothing."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_php  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_php.language_php()


def element(node: Node) -> Names | None:
    """Return the name of a property or constant; of several in one declaration, the first."""
    kinds = ("property_element", "const_element")
    inner = next((child for child in node.named_children if child.type in kinds), None)
    named = next(iter(inner.named_children), None) if inner is not None else None
    return (text_of(named).lstrip("$"),) if named is not None else None


def closure(node: Node) -> Names | None:
    """Return the variable that a closure is assigned to."""
    assignment = next(iter(node.named_children), None)
    if assignment is None or assignment.type != "assignment_expression":
        return None
    target, value = assignment.child_by_field_name("left"), assignment.child_by_field_name("right")
    is_closure = value is not None and value.type in CLOSURES
    if not is_closure or target is None or target.type != "variable_name":
        return None
    return (text_of(target).lstrip("$"),)


def suite(node: Node) -> Names | None:
    """Return the title of Pest's `it("title", function () {})`."""
    called, arguments = node.child_by_field_name("function"), node.child_by_field_name("arguments")
    if called is None or arguments is None or text_of(called) not in SUITES:
        return None
    given = [child for argument in arguments.named_children for child in argument.named_children[:1]]
    is_suite = len(given) > 1 and given[1].type in CLOSURES and "string" in given[0].type
    return (text_of(given[0]).strip("\"'"),) if is_suite else None


CLOSURES = frozenset({"anonymous_function", "arrow_function"})
SUITES = frozenset({"it", "test", "describe"})
LANGUAGE = Language(
    name="PHP",
    load=load,
    items={
        "class_declaration": Item(EntityKind.CLASS),
        "interface_declaration": Item(EntityKind.INTERFACE),
        "trait_declaration": Item(EntityKind.TRAIT),
        "enum_declaration": Item(EntityKind.ENUM),
        "enum_case": Item(EntityKind.CONSTANT, body=("value",)),
        "function_definition": Item(EntityKind.FUNCTION),
        "method_declaration": Item(EntityKind.METHOD),
        "property_declaration": Item(EntityKind.FIELD, element, ("property_element/default_value",)),
        "expression_statement": Item(EntityKind.FUNCTION, closure, ("assignment_expression/right/body",)),
        "function_call_expression": Item(EntityKind.TEST, suite, ("arguments",)),
        "const_declaration": Item(EntityKind.CONSTANT, element, ("const_element/=",)),
    },
    wrappers=frozenset({"expression_statement"}),
    imports=frozenset({"namespace_use_declaration"}),
    are_imports_ordered=False,
    is_order_free=True,
    free_items=frozenset({"method_declaration"}),
    acting=re.compile(rb"@\w|phpcs|phpstan|psalm|noinspection|NOSONAR"),
    tests=re.compile(rb"#\[Test\b|\bfunction\s+test"),
    constructors=frozenset({"__construct"}),
)
