"""Ruby, with RSpec's blocks."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Language, Names, by_field, text_of
from reviewer.model.units import EntityKind

SUITES = frozenset({"describe", "context", "it", "specify", "feature", "scenario", "test", "shared_examples"})
MAKERS = frozenset({"define_method", "let", "let!", "subject", "task"})


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_ruby  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_ruby.language()


def call_kind(node: Node) -> EntityKind:
    """Return whether a call with a block makes a test or a method."""
    called = node.child_by_field_name("method")
    return EntityKind.TEST if called is not None and text_of(called) in SUITES else EntityKind.METHOD


def call(node: Node) -> Names | None:
    """Return what a call with a block is called: an example, a group of them, a method that is made, a task."""
    called, block = node.child_by_field_name("method"), node.child_by_field_name("block")
    if called is None or block is None or text_of(called) not in SUITES | MAKERS:
        return None
    arguments = node.child_by_field_name("arguments")
    title = next(iter(arguments.named_children), None) if arguments is not None else None
    return (text_of(title).strip("\"':"),) if title is not None else None


def assigned(node: Node) -> Names | None:
    """Return the constant, or the name of a lambda, that an assignment defines."""
    target = node.child_by_field_name("left")
    if target is None or (target.type != "constant" and not is_lambda(node)):
        return None
    return (text_of(target),) if target.type in ("constant", "identifier") else None


def is_lambda(node: Node) -> bool:
    """Return whether an assignment binds a lambda."""
    value = node.child_by_field_name("right")
    return value is not None and (value.type == "lambda" or text_of(value).startswith(("lambda ", "proc ", "Proc.new")))


def assigned_kind(node: Node) -> EntityKind:
    """Return what an assignment defines."""
    return EntityKind.FUNCTION if is_lambda(node) else EntityKind.CONSTANT


LANGUAGE = Language(
    name="Ruby",
    load=load,
    items={
        "class": Item(EntityKind.CLASS),
        "module": Item(EntityKind.MODULE),
        "method": Item(EntityKind.FUNCTION, member=EntityKind.METHOD),
        "singleton_method": Item(EntityKind.METHOD, by_field("name")),
        "assignment": Item(assigned_kind, assigned, ("right",)),
        "call": Item(call_kind, call, ("block",)),
    },
    acting=re.compile(
        rb"frozen_string_literal|coding[:=]|rubocop|typed:|:nodoc:|:nocov:|steep:|sorbet|warn_indent|^#:|@(rbs|type|sig|dynamic|implements)\b|@!"
    ),
    line_ends_act=True,
    tests=re.compile(rb"\bdef\s+test_"),
    constructors=frozenset({"initialize"}),
)
