"""Where one text holds some names: as identifiers, with what is around them, or only as words in strings.

The places come from a search for the bytes; the tree then says what stands there, so that only their own branches of
it are visited.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from tree_sitter import Node

from reviewer.diff.entities import Entity, EntityReader, grammar_of
from reviewer.diff.languages import language_of
from reviewer.diff.languages.language import CALLABLES, Language
from reviewer.diff.lines import Lines
from reviewer.diff.reading import why_unread
from reviewer.diff.tokens import NAME_KINDS
from reviewer.diff.trees import ParsedText, Shelf
from reviewer.model.callers import Passed
from reviewer.model.files import FileSide
from reviewer.model.lines import LineRange
from reviewer.model.parsing import Parsing
from reviewer.references.calls import arguments_of, passed
from reviewer.references.private import depth_in_types, is_bare

SIGILS = b"$@"


class Sort(Enum):
    """As what a text holds a name."""

    DEFINITION = auto()
    CALL = auto()
    IMPORT = auto()
    NAME = auto()
    COMMENT = auto()
    STRING = auto()


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text: where, as what, inside which entities (the innermost last), and the lines of its call.

    Of a definition the last of `inside` is what is defined. It is bare when it is a plain name, no member and no key;
    `depth` counts the bodies of classes around it.
    """

    name: str
    sort: Sort
    start: int
    lines: LineRange
    inside: tuple[Entity, ...] = ()
    passed: Passed | None = None
    is_bare: bool = False
    depth: int = 0

    @property
    def entity(self) -> str:
        """Return the qualified name of the innermost entity that holds it."""
        around = self.inside[:-1] if self.sort is Sort.DEFINITION else self.inside
        return around[-1].qualified_name if around else ""

    @property
    def is_local(self) -> bool:
        """Return whether it is defined inside a function."""
        return any(entity.kind in CALLABLES for entity in self.inside[:-1])


def read_mentions(side: FileSide, names: Sequence[str], parsing: Parsing, shelf: Shelf) -> list[Mention] | str:
    """Return every mention of some names in a text, in order, or why it cannot be told."""
    language = language_of(side.path)
    lines = Lines.of(side.content or b"")
    reason = why_unread(side, lines, language) or parsing.why_not(side.path)
    if reason is not None or language is None:
        return reason or "not parsed"
    found = list(occurrences(lines.content, names))
    if not found:
        return []
    parsing.watch(side.path)
    reader = MentionReader(ParsedText(lines.content, grammar_of(language).parser, shelf), lines, language)
    return [mention for name, start in found if (mention := reader.read(name, start)) is not None]


def occurrences(content: bytes, names: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Yield each name with each byte where it begins as a word; the sigils of some languages are not looked at."""
    spelt = {name.encode("utf-8", "surrogateescape").lstrip(SIGILS): name for name in names}
    if not spelt:
        return
    ordered = sorted(spelt, key=lambda word: (-len(word), word))
    pattern = re.compile(rb"(?<![\w\x80-\xff])(?:%s)(?![\w\x80-\xff])" % b"|".join(map(re.escape, ordered)))
    for match in pattern.finditer(content):
        yield spelt[match[0]], match.start()


class MentionReader:
    """Reads what stands at some bytes of one tree; the entities around them are made once."""

    def __init__(self, parsed: ParsedText, lines: Lines, language: Language) -> None:
        self.lines, self.language, self.root = lines, language, parsed.tree.root_node
        self.entities = EntityReader(parsed, lines, language, 0)
        self.known: dict[tuple[int, int, int], Entity | None] = {}
        self.defined: set[tuple[int, int]] = set()

    def read(self, name: str, start: int) -> Mention | None:
        """Return what mentions a name at a byte, None when it is neither an identifier nor text."""
        path = self.path_to(start)
        inside = tuple(self.around(path))
        sort = self.sort_of(name, path, inside)
        if sort is None:
            return None
        arguments = arguments_of(path) if sort is Sort.NAME else None
        lines = self.lines.range_of(start, arguments.end_byte if arguments is not None else start)
        shown = passed(arguments) if arguments is not None else None
        sort = Sort.CALL if arguments is not None else sort
        is_name = sort in {Sort.CALL, Sort.NAME, Sort.DEFINITION} and len(path) > 1
        return Mention(name, sort, start, lines, inside, shown, is_name and is_bare(path), depth_in_types(path))

    def sort_of(self, name: str, path: Sequence[Node], inside: Sequence[Entity]) -> Sort | None:
        """Return as what a leaf mentions a name, a call being a name at first; None when it does not."""
        leaf = path[-1]
        if any(node.type in self.language.comments for node in path):
            return Sort.COMMENT
        if not is_identifier(leaf):
            return Sort.STRING if leaf.is_named or is_quoted(path) else None
        if any(node.type in self.language.imports for node in path):
            return Sort.IMPORT
        return Sort.DEFINITION if self.is_definition(name, leaf, inside) else Sort.NAME

    def path_to(self, start: int) -> list[Node]:
        """Return the leaf at a byte, last, with all nodes around it."""
        cursor, path = self.root.walk(), [self.root]
        while cursor.goto_first_child_for_byte(start) is not None:
            node = cursor.node
            if node is None or not node.start_byte <= start < node.end_byte:
                break
            path.append(node)
        return path

    def around(self, path: Sequence[Node]) -> Iterator[Entity]:
        """Yield the entities on a path, the outermost first."""
        enclosing: list[Entity] = []
        items = self.entities.grammar.items
        for depth, node in enumerate(path):
            if node.kind_id not in items:
                continue
            key = (node.start_byte, node.end_byte, node.kind_id)
            if key not in self.known:
                self.entities.enclosing = list(enclosing)
                self.entities.enter(node, list(path[:depth]), items[node.kind_id])
                entered = self.entities.enclosing[-1:]
                self.known[key] = entered[0] if entered and entered[0] not in enclosing else None
            if (entity := self.known[key]) is not None:
                enclosing.append(entity)
                yield entity

    def is_definition(self, name: str, leaf: Node, inside: Sequence[Entity]) -> bool:
        """Return whether a leaf is the name of the entity it stands in: the first of its kind, outside of bodies."""
        if not inside or inside[-1].name != name:
            return False
        entity = inside[-1]
        if any(low <= leaf.start_byte < high for low, high in entity.bodies):
            return False
        key = (entity.start, entity.end)
        is_first = key not in self.defined
        self.defined.add(key)
        return is_first


def is_identifier(leaf: Node) -> bool:
    """Return whether a leaf is a name of the program."""
    return leaf.is_named and leaf.child_count == 0 and (leaf.type.endswith("identifier") or leaf.type in NAME_KINDS)


def is_quoted(path: Sequence[Node]) -> bool:
    """Return whether a leaf without a name of its own stands in a string or in text."""
    return any("string" in node.type or "text" in node.type for node in path)
