"""CSS: rules by their selectors, at-rules by what stands before their block, custom properties. Their order acts."""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import WHOLE, Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_css  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_css.language()


def prelude(node: Node) -> Names | None:
    """Return what stands before a block: the selectors of a rule, or "@media (min-width: 40em)"."""
    parts = node.children
    if not parts or parts[-1].type not in BLOCKS:
        return None
    text = (node.text or b"")[: parts[-1].start_byte - node.start_byte]
    return (" ".join(text.decode("utf-8", "replace").split()),)


def custom_property(node: Node) -> Names | None:
    """Return the name of a custom property, such as `--tax`; other declarations belong to their rule."""
    named = next((child for child in node.named_children if child.type == "property_name"), None)
    text = text_of(named) if named is not None else ""
    return (text,) if text.startswith("--") else None


BLOCKS = frozenset({"block", "keyframe_block_list"})
RULES = ("rule_set", "media_statement", "supports_statement", "keyframes_statement", "at_rule", "scope_statement")
LANGUAGE = Language(
    name="CSS",
    load=load,
    items={
        **dict.fromkeys(RULES, Item(EntityKind.SECTION, prelude, WHOLE)),
        "declaration": Item(EntityKind.KEY, custom_property, WHOLE),
    },
    imports=frozenset({"import_statement"}),
    acting=re.compile(rb"[@!\\]|\b(stylelint|csslint|prettier|autoprefixer|postcss|purgecss|rtl|tailwind)\b"),
    verbatim=frozenset(
        {
            "selectors",
            "declaration",
            "feature_query",
            "binary_query",
            "unary_query",
            "parenthesized_query",
            "selector_query",
            "call_expression",
            "string_value",
            "import_statement",
            "namespace_statement",
            "js_comment",
        }
    ),
    are_words_names=True,
)
