"""JSON, with the comments that many tools allow: keys down to the third level, and items of a list that have a name."""

from tree_sitter import Node

from reviewer.diff.languages import ecmascript
from reviewer.diff.languages.language import WHOLE, Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_json  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_json.language()


def key(node: Node) -> Names | None:
    """Return the key of a pair, without its quotes."""
    named = node.child_by_field_name("key")
    text = text_of(named).strip('"') if named is not None else ""
    return (text,) if text else None


def item(node: Node) -> Names | None:
    """Return how an object in a list is called."""
    pairs = ((key(pair), pair.child_by_field_name("value")) for pair in node.named_children if pair.type == "pair")
    found = {names[0]: value for names, value in pairs if names and value is not None and value.type in SCALARS}
    value = next((found[word] for word in NAMING if word in found), None)
    text = text_of(value).strip('"') if value is not None else ""
    return (text,) if text else None


NAMING = ("name", "id")
SCALARS = frozenset({"string", "number"})
LANGUAGE = Language(
    name="JSON",
    load=load,
    items={
        "pair": Item(EntityKind.KEY, key, WHOLE, through=frozenset({"document", "object"}), deepest=2),
        "object": Item(
            EntityKind.SECTION,
            item,
            WHOLE,
            parents=frozenset({"array"}),
            through=frozenset({"document", "array"}),
        ),
    },
    acting=ecmascript.ACTING,
    are_words_names=True,
)
