"""Reading one side of a file, once: its lines, its tree, its entities; or why there are none."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from tree_sitter import Node

from reviewer.diff.acting import Acting, acting_comments
from reviewer.diff.entities import Entity, Span, find_entities, grammar_of, may_layout_act
from reviewer.diff.languages import language_of
from reviewer.diff.languages.language import Language
from reviewer.diff.lines import Lines
from reviewer.diff.trees import ParsedText, Shelf
from reviewer.model.files import FileChange, FileSide
from reviewer.model.parsing import Parsing
from reviewer.model.units import Place

MAX_BYTES = 1_000_000
MAX_LINES = 50_000
MAX_LINE_BYTES = 20_000
SPECIAL_MODES = {"120000": "a symbolic link", "160000": "a submodule"}
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Source:
    """One side of a file, read. Without a `language` it has lines only, and `unread` says why.

    `acting` says what acts of its comments (acting.py); where `layout_acts`, nothing is proved.
    """

    path: str
    lines: Lines
    language: Language | None = None
    parsed: ParsedText | None = None
    entities: list[Entity] = field(default_factory=list[Entity])
    comments: list[Span] = field(default_factory=list[Span])
    errors: list[Span] = field(default_factory=list[Span])
    imports: list[Span] = field(default_factory=list[Span])
    acting: Acting = field(default_factory=dict[int, bytes])
    layout_acts: bool = False
    unread: str | None = None

    @property
    def root(self) -> Node | None:
        """Return the root of the tree, None when no grammar read the text."""
        return self.parsed.tree.root_node if self.parsed is not None else None

    @property
    def content(self) -> bytes:
        """Return the whole text."""
        return self.lines.content

    def text(self, entity: Entity) -> bytes:
        """Return an entity's text, with what is attached above it."""
        return self.content[entity.start : entity.end]

    def place(self, entity: Entity) -> Place:
        """Return where an entity stands."""
        lines = entity.lines
        return Place(self.path, entity.qualified_name, entity.name, lines.start, lines.end)

    def comments_in(self, start: int, end: int) -> Iterator[Span]:
        """Yield the comments that begin in bytes start..end."""
        index = bisect_right(self.comments, (start, -1))
        while index < len(self.comments) and self.comments[index][0] < end:
            yield self.comments[index]
            index += 1


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A changed file with both sides read; a side that does not exist is None. `index` counts the files of the pull."""

    index: int
    change: FileChange
    before: Source | None
    after: Source | None

    @property
    def sides(self) -> tuple[Source, ...]:
        """Return the sides that exist."""
        return tuple(side for side in (self.before, self.after) if side is not None)

    @property
    def unread(self) -> str | None:
        """Return why this file has lines and no entities, None when every side was parsed."""
        return next((side.unread for side in self.sides if side.unread is not None), None)


def read_file(index: int, change: FileChange, parsing: Parsing | None, shelf: Shelf) -> ReadFile:
    """Return a changed file with its sides parsed; without `parsing` nobody needs its entities, and they are not."""
    parsing = None if change.is_binary else parsing
    before = read_side(index, change.before, parsing, shelf) if change.before is not None else None
    after = read_side(index, change.after, parsing, shelf) if change.after is not None else None
    read = ReadFile(index, change, before, after)
    reason = why_unseen(change) or read.unread
    if reason is None:
        return read
    # Entities of one side alone would be taken for removed or added ones.
    return ReadFile(index, change, *(without_entities(side, reason) for side in (before, after)))


def why_unseen(change: FileChange) -> str | None:
    """Return why the bytes of a side, the new one first, are not there to be read; None when they are."""
    sides = (side for side in (change.after, change.before) if side is not None and side.content is None)
    return next((side.unread for side in sides if side.unread is not None), None)


def without_entities(source: Source | None, reason: str) -> Source | None:
    """Return a side with its lines only."""
    return Source(source.path, source.lines, unread=reason) if source is not None else None


def read_side(index: int, side: FileSide, parsing: Parsing | None, shelf: Shelf) -> Source:
    """Return one side of a file, with its entities where a grammar reads it; its tree goes on the shelf."""
    lines = Lines.of(side.content or b"")
    language = language_of(side.path)
    if parsing is None:
        return Source(side.path, lines, unread="not parsed")
    reason = why_unread(side, lines, language) or parsing.why_not(side.path)
    if reason is not None or language is None:
        return Source(side.path, lines, unread=reason)
    parsing.watch(side.path)
    parsed = ParsedText(lines.content, grammar_of(language).parser, shelf)
    found = find_entities(parsed, lines, language, index)
    return Source(
        side.path,
        lines,
        language,
        parsed,
        found.entities,
        found.comments,
        found.errors,
        found.imports,
        acting_comments(lines.content, language, found.comments),
        layout_acts=may_layout_act(language, lines.content),
    )


def load_grammars(paths: Iterable[str]) -> None:
    """Load the grammars that read these files, so that the forks of this process need not."""
    for language in filter(None, map(language_of, paths)):
        grammar_of(language)


def why_unread(side: FileSide, lines: Lines, language: Language | None) -> str | None:
    """Return why a side is not parsed, None when it is."""
    if side.content is None:
        return side.unread or "the file's text was not given"
    if side.mode in SPECIAL_MODES:
        return SPECIAL_MODES[side.mode]
    if language is None:
        return f"no grammar for {kind_of_file(side.path)}"
    if side.content.startswith(UTF16_MARKS) or b"\0" in side.content:
        return "not text in UTF-8"
    return why_too_large(lines) or language.refuses(lines.content)


def why_too_large(lines: Lines) -> str | None:
    """Return which limit a text is over, None when it is over none."""
    if len(lines.content) > MAX_BYTES:
        return f"larger than {MAX_BYTES // 1_000_000} MB"
    if len(lines) > MAX_LINES:
        return f"more than {MAX_LINES:,} lines"
    ends = [*lines.starts[1:], len(lines.content)]
    if any(end - start > MAX_LINE_BYTES for start, end in zip(lines.starts, ends, strict=False)):
        return f"a line is longer than {MAX_LINE_BYTES:,} bytes"
    return None


def kind_of_file(path: str) -> str:
    """Return what people call files like this one: by ending, else by name."""
    name = path.rpartition("/")[2]
    stem, dot, suffix = name.rpartition(".")
    return f".{suffix} files" if dot and stem else f"files named {name}"
