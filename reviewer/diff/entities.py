"""Entities: the named items of one text, in one walk over its tree.

The walk keeps its own stack, so that no input is too deep for it, and makes objects for entities, comments and errors
only. A query would read better, but its cost grows with the square of the depth (27 s for 100,000 parentheses).
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

import tree_sitter
from tree_sitter import Node

from reviewer.diff.languages.language import CALLABLES, TYPES, WHOLE, Extent, Item, Language
from reviewer.diff.lines import Lines
from reviewer.diff.trees import ParsedText, Part
from reviewer.model.lines import LineRange
from reviewer.model.units import EntityKind

Span = tuple[int, int]
DEEPEST = 50
"""Entities inside each other; what stands deeper belongs to the innermost of them, whose name is long enough."""

ERROR_KIND = 65535
"""Tree-sitter's number for what a grammar could not read (`ts_builtin_sym_error`)."""

SEPARATORS = b" \t\r,;"
CLOSED_COMMENT = re.compile(rb"/\*(?:(?!\*/).)*\*/\s*", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Entity:
    """A named item of one side of a file; two are equal only when they are the same object.

    `start` and `end` are its bytes, with its decorators, its attributes, the comments directly above it, and the
    comment that follows on its last line; `parts` are the nodes of these, without the comments. `bodies` are the bytes
    that are not signature. `lines` is its whole extent; `held` the lines that hold nothing else, which it may own (None
    when there are none). Of one that `has_error` nothing is proved: the grammar could
    not read it whole, or its layout may act.
    """

    file: int
    kind: EntityKind
    name: str
    qualified_name: str
    parent: "Entity | None"
    start: int
    end: int
    parts: tuple[Part, ...]
    bodies: tuple[Span, ...]
    lines: LineRange
    held: LineRange | None
    has_error: bool
    parsed: ParsedText = field(repr=False)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Return the trees of its parts."""
        return self.parsed.nodes(self.parts)

    @property
    def is_apart(self) -> bool:
        """Return whether nothing else stands on its lines."""
        return self.held == self.lines


@dataclass(slots=True)
class Found:
    """What the walk found, each in the order of the text."""

    entities: list[Entity] = field(default_factory=list[Entity])
    comments: list[Span] = field(default_factory=list[Span])
    errors: list[Span] = field(default_factory=list[Span])
    imports: list[Span] = field(default_factory=list[Span])


@dataclass(frozen=True, slots=True)
class Grammar:
    """A loaded grammar: its parser, and what its numbered node kinds mean to us."""

    parser: tree_sitter.Parser
    items: dict[int, Item]
    comments: frozenset[int]
    imports: frozenset[int]
    noted: frozenset[int]


@cache
def grammar_of(language: Language) -> Grammar:
    """Return a language's grammar, loaded when it is first asked for."""
    grammar = tree_sitter.Language(language.load())
    kinds = {number: grammar.node_kind_for_id(number) for number in range(grammar.node_kind_count)}
    named = {number: kind for number, kind in kinds.items() if kind and grammar.node_kind_is_named(number)}

    def numbers(names: frozenset[str]) -> frozenset[int]:
        return frozenset(number for number, kind in named.items() if kind in names)

    return Grammar(
        parser=tree_sitter.Parser(grammar),
        items={number: language.items[kind] for number, kind in named.items() if kind in language.items},
        comments=numbers(language.comments),
        imports=numbers(language.imports),
        noted=numbers(language.comments | language.attached | language.imports),
    )


def find_entities(parsed: ParsedText, lines: Lines, language: Language, file: int) -> Found:
    """Return the entities, comments, errors and imports of a parsed text, each in the order of the text."""
    reader = EntityReader(parsed, lines, language, file)
    cursor, ancestors = parsed.tree.walk(), list[Node]()
    meaningful = {*reader.grammar.items, *reader.grammar.noted, ERROR_KIND}
    while True:
        node = cursor.node
        assert node is not None  # noqa: S101 - a cursor stands on a node; told to the type checker
        if node.kind_id in meaningful:
            reader.pass_node(node, ancestors)
        if cursor.goto_first_child():
            ancestors.append(node)
            continue
        while not cursor.goto_next_sibling():
            if not cursor.goto_parent():
                return reader.found
            ancestors.pop()


class EntityReader:
    """Turns nodes that are items into entities, while the walk passes them in the order of the text."""

    def __init__(self, parsed: ParsedText, lines: Lines, language: Language, file: int) -> None:
        self.parsed, self.lines, self.language, self.file = parsed, lines, language, file
        self.grammar = grammar_of(language)
        self.layout_acts = may_layout_act(language, lines.content)
        self.found = Found()
        self.above: list[Node] = []
        self.enclosing: list[Entity] = []
        self.outers: list[Node] = []
        self.kin: tuple[Node, list[Node]] | None = None
        self.closed = 0

    def pass_node(self, node: Node, ancestors: list[Node]) -> None:
        """Take note of a node that means something to us."""
        kind, grammar = node.kind_id, self.grammar
        if kind in grammar.items:
            self.enter(node, ancestors, grammar.items[kind])
        elif kind in grammar.noted:
            self.note(node, kind)
        elif kind == ERROR_KIND:
            self.found.errors.append((node.start_byte, node.end_byte))

    def note(self, node: Node, kind: int) -> None:
        """Keep a comment, an attribute or an import."""
        span = (node.start_byte, node.end_byte)
        if kind in self.grammar.imports:
            self.found.imports.append(span)
            return
        self.above.append(node)
        if kind in self.grammar.comments:
            self.found.comments.append(span)

    def enter(self, node: Node, ancestors: list[Node], item: Item) -> None:
        """Add an item's entity, unless it turns out to be none."""
        while self.enclosing and self.enclosing[-1].end <= node.start_byte:
            self.closed = max(self.closed, self.enclosing.pop().end)
            self.outers.pop()
        if not self.counts(node, ancestors, item) or not (names := item.names(node)):
            return
        parent = self.enclosing[-1] if self.enclosing else None
        outer = self.whole(node, ancestors)
        entity = self.entity(node, self.extent(outer, ancestors, item), item, names, parent)
        if entity.held is not None:
            self.found.entities.append(entity)
            self.enclosing.append(entity)
            self.outers.append(outer)

    def counts(self, node: Node, ancestors: list[Node], item: Item) -> bool:
        """Return whether an item stands where it is an entity."""
        if len(self.enclosing) == DEEPEST:
            return False
        if item.parents and not (ancestors and ancestors[-1].type in item.parents):
            return False
        if item.deepest is not None and self.depth_of(kind_of(node, item)) > item.deepest:
            return False
        if item.through and not self.is_near(ancestors, item.through):
            return False
        is_local = item.is_local if isinstance(item.is_local, bool) else item.is_local(node)
        return is_local or not any(entity.kind in CALLABLES for entity in self.enclosing[-1:])

    def depth_of(self, kind: EntityKind) -> int:
        """Return how many entities of a kind are around here."""
        return sum(entity.kind is kind for entity in self.enclosing)

    def is_near(self, ancestors: list[Node], through: frozenset[str]) -> bool:
        """Return whether only nodes of some types stand between here and the entity, or the file, around."""
        around = self.outers[-1] if self.outers else None
        for outer in reversed(ancestors):
            if outer == around:
                return True
            if outer.type not in through:
                return False
        return around is None

    def whole(self, node: Node, ancestors: list[Node]) -> Node:
        """Return the outermost wrapper of an item, or the item."""
        for outer in reversed(ancestors):
            if outer.type not in self.language.wrappers:
                break
            node = outer
        return node

    def extent(self, outer: Node, ancestors: list[Node], item: Item) -> list[Node]:
        """Return the nodes that an item is made of."""
        if item.extent is Extent.NODE:
            return [outer]
        nodes = outer.children if item.extent is Extent.CHILDREN else self.siblings(outer, ancestors[-1])
        while len(nodes) > 1 and nodes[-1].kind_id in self.grammar.comments:
            if nodes[-1].start_point.row == nodes[-2].end_point.row:
                break
            nodes.pop()
        return nodes

    def siblings(self, outer: Node, parent: Node) -> list[Node]:
        """Return a node and those that follow it, until the next of its type."""
        if self.kin is None or self.kin[0] != parent:
            self.kin = parent, parent.children
        kin = self.kin[1]
        start = end = bisect_left(kin, outer.start_byte, key=lambda node: node.start_byte)
        while end < len(kin) and (end == start or kin[end].kind_id != outer.kind_id):
            end += 1
        return kin[start:end]

    def entity(
        self, node: Node, nodes: list[Node], item: Item, names: tuple[str, ...], parent: Entity | None
    ) -> Entity:
        """Return the entity of an item."""
        outer = nodes[0]
        start, attached = self.attachments(outer)
        end = end_with_tail(self.lines, nodes[-1].end_byte)
        bodies = ((start, end),) if item.body == WHOLE else tuple(bodies_of(node, item))
        kind = self.kind(node, outer, item, names, parent)
        prefix = f"{parent.qualified_name}." if parent is not None else ""
        return Entity(
            file=self.file,
            kind=kind,
            name=names[-1],
            qualified_name=prefix + ".".join(names),
            parent=parent,
            start=start,
            end=end,
            parts=tuple(Part(each.start_byte, each.end_byte, each.type) for each in (*attached, *nodes)),
            bodies=bodies,
            lines=self.lines.range_of(start, end),
            held=held_lines(self.lines, start, end),
            has_error=self.layout_acts or any(each.has_error for each in nodes),
            parsed=self.parsed,
        )

    def kind(self, node: Node, outer: Node, item: Item, names: tuple[str, ...], parent: Entity | None) -> EntityKind:
        """Return an item's kind in the place where it stands."""
        kind = kind_of(node, item)
        if item.member is not None and parent is not None and parent.kind in TYPES - {EntityKind.NAMESPACE}:
            kind = item.member
        if kind is EntityKind.METHOD and names[-1] in self.language.constructors:
            return EntityKind.CONSTRUCTOR
        marks = self.language.tests
        if marks is not None and kind in CALLABLES:
            body = node.child_by_field_name("body")
            head = self.lines.content[
                self.attachments(outer)[0] : body.start_byte if body is not None else outer.end_byte
            ]
            return EntityKind.TEST if marks.search(head) else kind
        return kind

    def attachments(self, outer: Node) -> tuple[int, list[Node]]:
        """Return where an item starts with what is attached above it, and the attached nodes that are not comments."""
        start, column, nodes = outer.start_byte, outer.start_point.column, list[Node]()
        for node in reversed(self.above):
            gap = self.lines.content[node.end_byte : start]
            line_start = self.lines.starts[node.start_point.row]
            if node.start_byte < self.closed or gap.count(b"\n") + self.ends_line(node) > 1:
                break
            if (
                gap.strip()
                or node.start_point.column != column
                or self.lines.content[line_start : node.start_byte].strip()
            ):
                break
            start = node.start_byte
            if node.type in self.language.attached:
                nodes.insert(0, node)
        return start, nodes

    def ends_line(self, node: Node) -> bool:
        """Return whether a node includes the end of its line, as Rust's doc comments do."""
        return self.lines.content[node.end_byte - 1 : node.end_byte] == b"\n"


def kind_of(node: Node, item: Item) -> EntityKind:
    """Return an item's kind, wherever it stands."""
    return item.kind if isinstance(item.kind, EntityKind) else item.kind(node)


def may_layout_act(language: Language, content: bytes) -> bool:
    """Return whether any layout of a text may act, so that nothing of it can be proved by what is equal without it."""
    return language.layout_acts is not None and language.layout_acts.search(content) is not None


def bodies_of(node: Node, item: Item) -> Iterator[Span]:
    """Yield the bytes of an item that are its body, not its signature."""
    for path in item.body(node) if callable(item.body) else item.body:
        found = [node]
        for step in path.split("/"):
            found = [inner for outer in found for inner in inner_nodes(outer, step)]
        yield from ((inner.start_byte, inner.end_byte) for inner in found)


def inner_nodes(node: Node, step: str) -> list[Node]:
    """Return the children of a node that one step of a path leads to: a field, a node type, or what follows "="."""
    if (named := node.child_by_field_name(step)) is not None:
        return [named]
    children = node.children
    if step != "=":
        return [child for child in children if child.type == step]
    equals = next((index for index, child in enumerate(children) if child.type == "="), len(children))
    return children[equals + 1 :]


def end_with_tail(lines: Lines, end: int) -> int:
    """Return the end of an item with the separator and the comment that follow it on its last line."""
    line_end = lines.span(lines.number_at(max(0, end - 1)))[1]
    rest = lines.content[end : max(end, line_end)]
    comment = rest.lstrip(SEPARATORS)
    if not comment or comment.startswith((b"//", b"#")) or CLOSED_COMMENT.fullmatch(comment):
        return end + len(rest.rstrip())
    return end


def held_lines(lines: Lines, start: int, end: int) -> LineRange | None:
    """Return the lines that hold nothing but bytes start..end."""
    touched = lines.range_of(start, end)
    first, last = touched.start, touched.end
    if lines.content[lines.span(first)[0] : start].strip():
        first += 1
    if lines.content[end : max(end, lines.span(last)[1])].strip():
        last -= 1
    return LineRange(first, last) if first <= last else None
