"""SQL: statements that define or change something, called by what they do to what: `alter table item`."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import WHOLE, Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_sql  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_sql.language()


def statement(node: Node) -> Names | None:
    """Return a statement's verb and its object, without the conditions between them; queries have no name."""
    words = list[str]()
    for part in (inner for child in node.children for inner in (child.children or [child])):
        if not part.type.startswith("keyword_"):
            return (" ".join([*words, text_of(part)]),) if part.type in OBJECTS and words else None
        word = text_of(part).lower()
        if not words and word not in VERBS:
            return None
        if word not in CONDITIONS:
            words.append(word)
    return None


VERBS = frozenset({"create", "alter", "drop", "insert", "update", "delete", "grant", "revoke", "comment", "truncate"})
CONDITIONS = frozenset({"or", "replace", "if", "not", "exists"})
OBJECTS = frozenset({"object_reference", "identifier", "relation", "table_privilege"})
LANGUAGE = Language(
    name="SQL",
    load=load,
    items={
        "statement": Item(
            EntityKind.STATEMENT, statement, WHOLE, through=frozenset({"program", "transaction", "block"})
        ),
    },
    comments=frozenset({"comment", "marginalia"}),
    acting=re.compile(
        rb"/\*[+!]|@|--\s*(\+|name\s*:)|\b(goose|migrate|migration|liquibase|changeset|rollback|precondition|sqlfluff"
        rb"|squawk|atlas|flyway|dbmate|statement-breakpoint|transaction|up|down)\b",
        re.IGNORECASE,
    ),
    # The bodies of functions are in any language; so is what a client's own commands bring in.
    layout_acts=re.compile(rb"\$\w*\$|^\\|^\s*(delimiter|copy|go)\b|\\\s*$", re.IGNORECASE | re.MULTILINE),
    verbatim=frozenset({"function_body", "procedure_body", "literal"}),
    are_words_names=True,
)
