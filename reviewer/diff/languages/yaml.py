"""YAML: keys down to the third level, items of a list that have a name, documents that name themselves.

These are the things people speak of: `services.web.image`, `jobs.test.steps.Checkout`, `Deployment web.spec.template`.
A key inside an item of a list that has no name belongs to the list, since all items have the same keys.
"""

import re

from tree_sitter import Node

from reviewer.diff.languages.language import WHOLE, Item, Language, Names, text_of
from reviewer.model.units import EntityKind


def load() -> object:
    """Return the grammar's pointer."""
    import tree_sitter_yaml  # noqa: PLC0415 - a grammar is loaded when its language is met

    return tree_sitter_yaml.language()


def key(node: Node) -> Names | None:
    """Return the key of a pair, without its quotes; a key of many lines is no name."""
    named = node.child_by_field_name("key")
    text = text_of(named).strip("\"'") if named is not None else ""
    return (text,) if text and "\n" not in text else None


def values_of(node: Node | None) -> dict[str, Node]:
    """Return the values of the mapping that a node holds, by key; nothing where it holds none."""
    while node is not None and node.type not in MAPPINGS:
        node = next((child for child in node.named_children if child.type in HOLDERS | MAPPINGS), None)
    pairs = [pair for pair in node.named_children if pair.type in PAIRS] if node is not None else []
    found = ((key(pair), pair.child_by_field_name("value")) for pair in pairs)
    return {names[0]: value for names, value in found if names and value is not None}


def item(node: Node) -> Names | None:
    """Return how an item of a list is called; an action that is used is called by its name without its version."""
    found = values_of(node)
    value = next((found[word] for word in NAMING if word in found), None)
    text = text_of(value).strip("\"'").partition("@")[0] if value is not None else ""
    return (text,) if text and "\n" not in text else None


def document(node: Node) -> Names | None:
    """Return the kind and name of a document, such as Kubernetes has: "Deployment web"."""
    found = values_of(node)
    kind, named = found.get("kind"), values_of(found.get("metadata")).get("name")
    return (f"{text_of(kind)} {text_of(named)}",) if kind is not None and named is not None else None


def why_refused(text: bytes) -> str | None:
    """Return why the grammar is not given a text: 254 levels overflow the memory that it keeps its indentation in.

    Every level has a column of its own; a list may share that of the key it is under. Lines it counts up to 32,767.
    """
    if text.count(b"\n") > MOST_LINES:
        return f"more than {MOST_LINES:,} lines"
    columns = list[int]()
    for line in INDENTED.finditer(text):
        column = len(line[1])
        while columns and columns[-1] >= column:
            columns.pop()
        columns.append(column)
        if 2 * (len(columns) + len(INDICATOR.findall(line[0]))) > DEEPEST:
            return f"nested deeper than {DEEPEST} levels"
    return None


INDENTED = re.compile(rb"^([ \t]*)\S.*", re.MULTILINE)
INDICATOR = re.compile(rb"[-?:](?=\s)")
DEEPEST = 200
MOST_LINES = 32_000
NAMING = ("name", "id", "uses", "alias")
HOLDERS = frozenset({"block_node", "flow_node"})
MAPPINGS = frozenset({"block_mapping", "flow_mapping"})
PAIRS = frozenset({"block_mapping_pair", "flow_pair"})
THROUGH = HOLDERS | MAPPINGS | {"stream", "document"}
PAIR = Item(EntityKind.KEY, key, WHOLE, through=THROUGH, deepest=2)
LANGUAGE = Language(
    name="YAML",
    load=load,
    items={
        "document": Item(EntityKind.SECTION, document, WHOLE, through=frozenset({"stream"})),
        "block_mapping_pair": PAIR,
        "flow_pair": PAIR,
        "block_sequence_item": Item(
            EntityKind.SECTION,
            item,
            WHOLE,
            through=frozenset({"block_node", "block_sequence", "stream", "document"}),
        ),
    },
    acting=re.compile(
        rb"[@{}]|#\s*\+|\$|\b(yaml-language-server|yamllint|ansible-lint|renovate|checkov|kics|nosemgrep|tfsec|trivy"
        rb"|zizmor|cloud-config|hadolint|v?\d+\.\d+|v\d+|pin|prettier|spectral|kpt|skaffold|helm)\b"
    ),
    # Templates make the text; a block scalar keeps the line ends behind it, or misses the one the file lacks.
    layout_acts=re.compile(rb"(?<!\$)\{\{|\{%|<%|[|>]\d?\+|[^\n]\Z"),
    are_words_names=True,
    refuses=why_refused,
    verbatim=frozenset({"double_quote_scalar", "single_quote_scalar", "block_scalar", "string_scalar"}),
)
