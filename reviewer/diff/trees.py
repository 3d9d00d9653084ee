"""The syntax trees of a pull, as many as memory allows: one that was put away is parsed again when it is asked for.

A tree takes some 40 bytes for one of text, so those of a pull with thousands of files do not fit beside each other;
most steps go file by file, and ask for each tree a few times.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from tree_sitter import Node, Parser, Tree

MOST = 4_000_000
"""Bytes of text whose trees are kept at once; one tree is always kept."""


class Part(NamedTuple):
    """Where a node stands, and its type: enough to find it again."""

    start: int
    end: int
    type: str


class Shelf:
    """Keeps the trees that were asked for last."""

    def __init__(self, most: int = MOST) -> None:
        self.most, self.used = most, 0
        self.trees: dict[ParsedText, Tree] = {}

    def tree(self, text: "ParsedText") -> Tree:
        """Return the tree of a text, from the shelf or parsed anew; the oldest others make room."""
        tree = self.trees.pop(text, None)
        if tree is None:
            tree = text.parser.parse(text.content)
            self.used += len(text.content)
        self.trees[text] = tree
        while self.used > self.most and len(self.trees) > 1:
            oldest = next(iter(self.trees))
            del self.trees[oldest]
            self.used -= len(oldest.content)
        return tree


@dataclass(frozen=True, slots=True, eq=False)
class ParsedText:
    """A text that a grammar reads, and the shelf that may hold its tree."""

    content: bytes
    parser: Parser
    shelf: Shelf = field(repr=False)

    @property
    def tree(self) -> Tree:
        """Return the tree; two calls may return two trees, equal in all but the identity of their nodes."""
        return self.shelf.tree(self)

    def nodes(self, parts: Sequence[Part]) -> tuple[Node, ...]:
        """Return the nodes that some parts stand for."""
        root = self.tree.root_node
        return tuple(find_node(root, part) for part in parts)


def find_node(root: Node, part: Part) -> Node:
    """Return the outermost node of a part's bytes and type."""
    node, found = root.descendant_for_byte_range(part.start, part.end), None
    while node is not None and node.start_byte == part.start and node.end_byte == part.end:
        found = node if node.type == part.type else found
        node = node.parent
    if found is None:
        raise LookupError(f"no {part.type} at bytes {part.start} to {part.end}")
    return found
