"""Scala, with the blocks of its test frameworks: `test("adds up") { … }` and `it should "add up" in { … }`."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Language, Names, by_field, text_of
from reviewer.model.units import EntityKind

SUITES = frozenset({"test", "describe", "it", "property", "feature", "scenario"})


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_scala  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_scala.language()


def pattern(node: Node) -> Names | None:
    """Return the name that a value binds, None where it takes something apart."""
    bound = node.child_by_field_name("pattern") or node.child_by_field_name("name")
    return (text_of(bound),) if bound is not None and bound.type == "identifier" else None


def suite(node: Node) -> Names | None:
    """Return the title of `test("title") { … }`."""
    called = node.child_by_field_name("function")
    inner = called.child_by_field_name("function") if called is not None else None
    arguments = called.child_by_field_name("arguments") if called is not None else None
    title = next(iter(arguments.named_children), None) if arguments is not None else None
    if inner is None or text_of(inner) not in SUITES or title is None or title.type != "string":
        return None
    return (text_of(title).strip('"'),)


def spec(node: Node) -> Names | None:
    """Return the title of `it should "title" in { … }`."""
    operator, left = node.child_by_field_name("operator"), node.child_by_field_name("left")
    body = node.child_by_field_name("right")
    if operator is None or left is None or body is None or text_of(operator) != "in" or body.type != "block":
        return None
    return (" ".join(text_of(left).replace('"', "").split()),)


VALUE = Item(EntityKind.CONSTANT, pattern, ("value",), EntityKind.FIELD, is_local=False)
FUNCTION = Item(EntityKind.FUNCTION, member=EntityKind.METHOD)
LANGUAGE = Language(
    name="Scala",
    load=load,
    items={
        "class_definition": Item(EntityKind.CLASS),
        "object_definition": Item(EntityKind.CLASS),
        "package_object": Item(EntityKind.MODULE),
        "trait_definition": Item(EntityKind.TRAIT),
        "enum_definition": Item(EntityKind.ENUM),
        "simple_enum_case": Item(EntityKind.CONSTANT),
        "full_enum_case": Item(EntityKind.CONSTANT, body=("class_parameters",)),
        "function_definition": FUNCTION,
        "function_declaration": FUNCTION,
        "val_definition": VALUE,
        "var_definition": VALUE,
        "val_declaration": VALUE,
        "var_declaration": VALUE,
        "given_definition": Item(EntityKind.CONSTANT, by_field("name"), member=EntityKind.FIELD),
        "type_definition": Item(EntityKind.TYPE, body=("type",)),
        "call_expression": Item(EntityKind.TEST, suite, ("arguments",)),
        "infix_expression": Item(EntityKind.TEST, spec, ("right",)),
    },
    comments=frozenset({"comment", "block_comment"}),
    imports=frozenset({"import_declaration"}),
    acting=re.compile(rb"scalafmt|scalafix|scalastyle|wartremover|@\w|\$COVERAGE|//>|noinspection"),
    line_ends_act=True,
    are_leaves_deep=True,
    constructors=frozenset({"this"}),
)
