"""Trees, and whether two texts are one program: the mutator's own judgement, made without the product's proofs."""

import ast
import re
import warnings
from collections.abc import Iterator
from itertools import pairwise

from tree_sitter import Node, Tree

from reviewer.diff.entities import grammar_of
from reviewer.diff.languages import language_of
from reviewer.diff.languages.language import Language

KEPT_WHOLE = re.compile(r"string|heredoc|template|char|regex|text|jsx|token_tree|preproc|nowdoc|subshell|symbol|scalar")
"""Node types inside which white space may act."""

PROSE = frozenset({"HTML", "Markdown"})
"""Languages whose white space is content: between two elements it becomes a node, in a list it makes another list."""


def known_language(path: str) -> Language | None:
    """Return the language of a path, None for prose; the product's table of grammars is all that is taken from it."""
    language = language_of(path)
    return None if language is None or language.name in PROSE else language


def parse(text: bytes, language: Language) -> Tree:
    """Return the tree of a text."""
    return grammar_of(language).parser.parse(text)


def walk(root: Node) -> Iterator[Node]:
    """Yield every node of a tree in the order of the text."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += reversed(node.children)


def is_comment(node: Node, language: Language) -> bool:
    """Return whether a node is a comment."""
    return node.type in language.comments


def shape(root: Node, language: Language) -> list[bytes]:
    """Return the tree as a list: node types as they open, and leaves with their text; comments are left out."""
    found: list[bytes] = []
    waiting: list[tuple[Node, int]] = [(root, 0)]
    while waiting:
        node, depth = waiting.pop()
        if is_comment(node, language):
            continue
        if node.child_count == 0 or KEPT_WHOLE.search(node.type):
            text = node.text or b""
            if text.strip() or node.is_named:
                found.append(text)
        elif node.is_named:
            found.append(b"%d %s" % (depth, node.type.encode()))
        waiting += [] if KEPT_WHOLE.search(node.type) else [(child, depth + 1) for child in reversed(node.children)]
    return found


def comments_of(root: Node, language: Language) -> list[bytes]:
    """Return all comments, without what indents their lines."""
    texts = ((node.text or b"").split(b"\n") for node in walk(root) if is_comment(node, language))
    return [b"\n".join(line.strip() for line in lines) for lines in texts]


def python_dump(text: bytes) -> str | None:
    """Return Python's own tree of a text, None when it is no Python 3."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.dump(ast.parse(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def parses(text: bytes, language: Language) -> bool:
    """Return whether a text is read without an error; Python itself has a say in Python."""
    if parse(text, language).root_node.has_error:
        return False
    return language.name != "Python" or python_dump(text) is not None


def is_same_program(before: bytes, after: bytes, language: Language) -> bool:
    """Return whether two texts have the same tree, comments aside: Python's own for Python, else the grammar's."""
    if language.name == "Python":
        dump = python_dump(before)
        return dump is not None and dump == python_dump(after)
    old, new = parse(before, language).root_node, parse(after, language).root_node
    return not (old.has_error or new.has_error) and shape(old, language) == shape(new, language)


def squeezed(text: bytes) -> bytes:
    """Return a text without any white space."""
    return b"".join(text.split())


def line_starts(text: bytes) -> list[int]:
    """Return where each line begins."""
    return [0, *(match.end() for match in re.finditer(rb"\n", text))]


def line_at(text: bytes, offset: int) -> int:
    """Return the number, from 1, of the line that holds a byte."""
    return text.count(b"\n", 0, offset) + 1


def are_apart(spans: list[tuple[int, int]]) -> bool:
    """Return whether no two of some spans overlap."""
    return all(left[1] <= right[0] for left, right in pairwise(sorted(spans)))
