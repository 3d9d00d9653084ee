"""Proof tokens: the tree of a piece of text, with its layout left out where layout does not act.

Two texts with equal proof tokens have the same syntax tree, leaf by leaf, and the same acting comments (acting.py). The
shape of the tree is kept, since it is what brackets, indentation in Python and line ends in JavaScript, Go, Ruby and
Kotlin decide: of `if a: b; c` and `if a: b` followed by `c` the leaves are the same and the trees are not. What is
inside strings, templates, heredocs and JSX is kept byte for byte.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tree_sitter import Node

from reviewer.diff.acting import acting_token
from reviewer.diff.entities import Entity, Span
from reviewer.diff.reading import Source

VERBATIM = frozenset(
    {
        # Strings of all sorts.
        "string",
        "string_literal",
        "raw_string_literal",
        "raw_string",
        "encapsed_string",
        "verbatim_string_literal",
        "interpolated_string_expression",
        "interpreted_string_literal",
        "multiline_string_literal",
        "multi_line_string_literal",
        "template_string",
        "char_literal",
        "character_literal",
        "rune_literal",
        "system_lib_string",
        "string_array",
        "symbol_array",
        "chained_string",
        "delimited_symbol",
        "bare_string",
        "subshell",
        "heredoc",
        "heredoc_body",
        "nowdoc",
        "shell_command_expression",
        # Patterns, markup and macro text.
        "regex",
        "regex_literal",
        "jsx_element",
        "jsx_self_closing_element",
        "jsx_fragment",
        "jsx_text",
        "text",
        "text_interpolation",
        "preproc_arg",
        "uninterpreted",
        "token_tree",
        "macro_rule",
    }
)
LAYOUT = b" \t\r\n\f\v\\"
"""Between leaves; the backslash continues a line."""

OPEN = frozenset((b"(", b"[", b"{", b",", b"=", b"->", b"=>", b"&&", b"||", b"+", b"-", b"*", b"/", b".", b":", b";"))
GOES_ON = frozenset((b")", b"]", b"}", b",", b".", b"?.", b"&.", b"?:", b"&&", b"||", b";", b"else", b"end"))
"""After the first, and before the second, a line end does not end a statement in any language."""

DEEPEST = 100
"""Brackets and commas that stand deeper are taken to act: to ask a node for its neighbours costs its depth."""

BRACKETS = frozenset((b"(", b")"))
CLOSING = frozenset((b")", b"]", b"}"))

Cuts = Mapping[int, tuple[int, bytes]]
NAME_KINDS = frozenset({"name", "constant", "variable_name", "property", "word"})


@dataclass(slots=True)
class Tokens:
    """Proof tokens in order: the bytes each spans, its text, and whether it is a name."""

    spans: list[Span] = field(default_factory=list[Span])
    texts: list[bytes] = field(default_factory=list[bytes])
    are_names: list[bool] = field(default_factory=list[bool])

    def add(self, start: int, end: int, text: bytes, *, is_name: bool = False) -> None:
        """Append a token."""
        self.spans.append((start, end))
        self.texts.append(text)
        self.are_names.append(is_name)

    def split(self, bodies: Sequence[Span], name: bytes) -> tuple[list[bytes], list[bytes]]:
        """Return the tokens of signature and body: outside and inside of some spans; the name itself is in neither."""
        head, body, is_named = list[bytes](), list[bytes](), False
        for (start, _), text in zip(self.spans, self.texts, strict=True):
            if not is_named and name in (text, text[1:-1]):
                is_named = True
            elif any(low <= start < high for low, high in bodies):
                body.append(text)
            else:
                head.append(text)
        return head, body

    def part(self, indexes: Iterable[int]) -> "Tokens":
        """Return some of the tokens, in their order."""
        chosen = sorted(set(indexes))
        return Tokens(
            [self.spans[index] for index in chosen],
            [self.texts[index] for index in chosen],
            [self.are_names[index] for index in chosen],
        )

    @property
    def digest(self) -> str:
        """Return the hash that stands for these tokens as evidence: 32 hexadecimal digits."""
        return digest_of(self.texts)


def digest_of(texts: Iterable[bytes]) -> str:
    """Return a hash of a sequence of byte strings, each with its length, so that no two sequences run together."""
    hashed = hashlib.blake2b(digest_size=16)
    for text in texts:
        hashed.update(b"%d:" % len(text))
        hashed.update(text)
    return hashed.hexdigest()


class TokenReader:
    """Walks trees and collects the tokens of what is not cut out."""

    def __init__(self, source: Source, cuts: Cuts) -> None:
        self.source = source
        self.content = source.content
        self.comments = source.language.comments if source.language is not None else frozenset[str]()
        self.verbatim = VERBATIM if source.language is None else VERBATIM | source.language.verbatim
        self.cuts = cuts
        self.tokens = Tokens()
        self.reached = 0
        self.line_ends_act = source.language is not None and source.language.line_ends_act
        self.are_leaves_deep = source.language is not None and source.language.are_leaves_deep
        self.last_leaf, self.last_text = 0, b"{"
        self.loose = source.language.loose_commas if source.language is not None else frozenset[str]()
        self.brackets = source.language.brackets if source.language is not None else frozenset[str]()
        self.around: list[bool] = []

    def read(self, root: Node) -> None:
        """Add the tokens of a tree."""
        cursor, depth = root.walk(), 0
        self.around = []
        self.reached = max(self.reached, root.start_byte)
        while True:
            node = cursor.node
            assert node is not None  # noqa: S101 - a cursor stands on a node; told to the type checker
            if self.descends(node, depth) and cursor.goto_first_child():
                is_idle = self.only_groups(node)
                self.around.append(is_idle)
                depth += not is_idle
                continue
            while not cursor.goto_next_sibling():
                if not self.around or not cursor.goto_parent():
                    return
                depth -= not self.around.pop()

    def descends(self, node: Node, depth: int) -> bool:
        """Add what a node itself contributes; return whether its children are to be read too."""
        start, end = node.start_byte, node.end_byte
        if end < self.reached or (end == self.reached and start < end):
            return False
        cut = self.cuts.get(start)
        if depth > 0 and cut is not None and end <= cut[0]:
            self.reach(start, cut[0])
            self.last_leaf, self.last_text = cut[0], b"}"
            if cut[1]:
                self.tokens.add(start, start, cut[1])
            return False
        kind = node.type
        if kind in self.comments:
            self.reach(start, end)
            if start in self.source.acting:
                self.tokens.add(start, end, acting_token(self.content, (start, end), self.source.acting[start]))
            return False
        if node.child_count == 0 or kind in self.verbatim:
            if self.are_leaves_deep and node.is_named:
                self.tokens.add(start, start, b"%d" % depth)
            self.leaf(node, kind)
            return False
        # A file's own node has no place: it begins where its first blank line or its first word does.
        if node.is_named and not self.only_groups(node) and (depth or node != self.source.root):
            self.tokens.add(start, start, b"%d<%s" % (depth, kind.encode()))
        return True

    def leaf(self, node: Node, kind: str) -> None:
        """Add a leaf; line ends that are tokens leave their mark in the shape of the tree."""
        start, end = node.start_byte, node.end_byte
        text = self.content[start:end]
        self.line_end(start, text)
        self.reach(start, end)
        if node.is_missing:
            self.tokens.add(start, end, b"<missing " + kind.encode())
        elif self.is_idle(node, text):
            return
        elif kind in self.verbatim or text.strip():
            is_name = node.is_named and (kind.endswith("identifier") or kind in NAME_KINDS)
            self.tokens.add(start, end, text, is_name=is_name)

    def only_groups(self, node: Node) -> bool:
        """Return whether a node is brackets that the tree's shape tells."""
        return len(self.around) < DEEPEST and node.type in self.brackets and not is_target(node)

    def is_idle(self, node: Node, text: bytes) -> bool:
        """Return whether a leaf changes nothing: a bracket that the tree's shape tells, the comma at a list's end."""
        if text in BRACKETS:
            return bool(self.around) and self.around[-1]
        is_asked = text == b"," and self.loose and len(self.around) < DEEPEST
        parent, following = (node.parent, node.next_sibling) if is_asked else (None, None)
        is_last = following is not None and (following.text or b"") in CLOSING
        if parent is None or not is_last or parent.type not in self.loose:
            return False
        return parent.type != "tuple" or sum(child.type == "," for child in parent.children) > 1

    def line_end(self, start: int, text: bytes) -> None:
        """Add a line end where it may end a statement: not after, and not before, a word that goes on."""
        if not self.line_ends_act or not text.strip():
            return
        if b"\n" in self.content[self.last_leaf : start] and self.last_text not in OPEN and text not in GOES_ON:
            self.tokens.add(start, start, b"\n")
        self.last_leaf, self.last_text = start + len(text), text

    def reach(self, start: int, end: int) -> None:
        """Add what a grammar leaves between two leaves, when it is more than layout, and go on behind the second."""
        if start > self.reached and (left := self.content[self.reached : start].strip(LAYOUT)):
            self.tokens.add(self.reached, start, left)
        self.reached = max(self.reached, end)


def is_target(node: Node) -> bool:
    """Return whether brackets stand where something is assigned: `(a): int` does not declare what `a: int` does."""
    parent = node.parent
    return parent is not None and parent.type == "assignment" and parent.child_by_field_name("left") == node


def read_tokens(source: Source, nodes: Iterable[Node], cuts: Cuts) -> Tokens:
    """Return the proof tokens of some trees.

    `cuts` are pieces left out, by the byte where they start: their end, and the token that stands for them (none when
    empty).
    """
    reader = TokenReader(source, cuts)
    for node in nodes:
        reader.reached = reader.last_leaf = node.start_byte
        reader.read(node)
    return reader.tokens


def read_entity(source: Source, entity: Entity, cuts: Cuts) -> Tokens:
    """Return the proof tokens of an entity, with the acting comments above it and behind it, and a final semicolon."""
    first, last = entity.parts[0].start, entity.parts[-1].end
    tokens = read_tokens(source, entity.nodes, cuts)
    for span in (*source.comments_in(entity.start, first), *source.comments_in(last, entity.end)):
        if span[0] in source.acting:
            tokens.add(*span, acting_token(source.content, span, source.acting[span[0]]))
    if source.content[last : entity.end].lstrip(b" \t,").startswith(b";"):
        tokens.add(last, last, b";")
    return tokens
