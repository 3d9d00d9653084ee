"""Bash, and other shells that it reads: functions, and what is assigned at the top of a file.

Only layout between commands is free: inside of one it may act in ways that the grammar does not tell.
"""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import WHOLE, Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_bash  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_bash.language()


def declared(node: Node) -> Names | None:
    """Return the name that `export`, `readonly` or `declare` gives a value; of several, the first."""
    assignment = next((child for child in node.named_children if child.type == "variable_assignment"), None)
    named = assignment.child_by_field_name("name") if assignment is not None else None
    return (text_of(named),) if named is not None else None


TOP = frozenset({"program"})
LANGUAGE = Language(
    name="Bash",
    load=load,
    items={
        "function_definition": Item(EntityKind.FUNCTION),
        "variable_assignment": Item(EntityKind.CONSTANT, body=WHOLE, parents=TOP),
        "declaration_command": Item(EntityKind.CONSTANT, declared, WHOLE, parents=TOP),
    },
    acting=re.compile(rb"shellcheck|shfmt|bats|@\w|BEGIN|END"),
    line_ends_act=True,
    # A word that goes on after the line's end, which the grammar takes for two.
    layout_acts=re.compile(rb"\S\\\r?\n\S"),
    verbatim=frozenset(
        {
            "command",
            "declaration_command",
            "unset_command",
            "test_command",
            "redirected_statement",
            "heredoc_redirect",
            "negated_command",
            "concatenation",
            "case_item",
            "arithmetic_expansion",
            "ansi_c_string",
            "translated_string",
        }
    ),
)
