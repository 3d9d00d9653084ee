"""HCL, Terraform's language: blocks by their labels (`resource.aws_s3_bucket.menu`), and what is set in them directly.

A block inside a block belongs to it: there are often several of one name.
"""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import WHOLE, Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_hcl  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_hcl.language()


def block(node: Node) -> Names | None:
    """Return a block's type and its labels."""
    labels = [text_of(child).strip('"') for child in node.named_children if child.type in LABELS]
    return tuple(label for label in labels if label) or None


def attribute(node: Node) -> Names | None:
    """Return what an attribute sets."""
    named = next((child for child in node.named_children if child.type == "identifier"), None)
    return (text_of(named),) if named is not None else None


LABELS = frozenset({"identifier", "string_lit"})
THROUGH = frozenset({"config_file", "body"})
LANGUAGE = Language(
    name="HCL",
    load=load,
    items={
        "block": Item(EntityKind.SECTION, block, WHOLE, through=THROUGH, deepest=0),
        "attribute": Item(EntityKind.KEY, attribute, WHOLE, through=THROUGH),
    },
    acting=re.compile(rb"@|\b(tfsec|checkov|tflint|trivy|kics|terraform-docs|infracost|terrascan|opentofu|renovate)\b"),
    verbatim=frozenset({"template_expr", "quoted_template", "heredoc_template", "string_lit"}),
    are_words_names=True,
)
