"""Ruby, with RSpec's blocks."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import Item, Language, Names, by_field, text_of
from reviewer.model.units import EntityKind

SUITES = frozenset({"describe", "context", "it", "specify", "feature", "scenario", "test", "shared_examples"})


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_ruby  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_ruby.language()


def suite(node: Node) -> Names | None:
    """Return the title of an example or group of examples."""
    called, block = node.child_by_field_name("method"), node.child_by_field_name("block")
    if called is None or block is None or text_of(called) not in SUITES:
        return None
    arguments = node.child_by_field_name("arguments")
    title = next(iter(arguments.named_children), None) if arguments is not None else None
    return (text_of(title).strip("\"'"),) if title is not None else None


def constant(node: Node) -> Names | None:
    """Return the constant that an assignment defines."""
    target = node.child_by_field_name("left")
    return (text_of(target),) if target is not None and target.type == "constant" else None


LANGUAGE = Language(
    name="Ruby",
    load=load,
    items={
        "class": Item(EntityKind.CLASS),
        "module": Item(EntityKind.MODULE),
        "method": Item(EntityKind.FUNCTION, member=EntityKind.METHOD),
        "singleton_method": Item(EntityKind.METHOD, by_field("name")),
        "assignment": Item(EntityKind.CONSTANT, constant, ("right",)),
        "call": Item(EntityKind.TEST, suite, ("block",)),
    },
    acting=re.compile(
        rb"frozen_string_literal|coding[:=]|rubocop|typed:|:nodoc:|:nocov:|steep:|sorbet|warn_indent|^#:|@(rbs|type|sig|dynamic|implements)\b|@!"
    ),
    line_ends_act=True,
    tests=re.compile(rb"\bdef\s+test_"),
    constructors=frozenset({"initialize"}),
)
