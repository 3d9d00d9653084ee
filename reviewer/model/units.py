"""Change units: an entity and what was done to it. What is scored, ordered, reviewed and counted."""

from dataclasses import dataclass
from enum import StrEnum

from reviewer.model.callers import Callers, Site, is_left
from reviewer.model.ids import Fingerprint, Sha
from reviewer.model.lines import Anchor, LineRange, Side, count_lines


class Action(StrEnum):
    """What was done; a unit may carry several that are true together, the most telling first."""

    ADDED = "added"
    REMOVED = "removed"
    BODY_CHANGED = "body changed"
    SIGNATURE_CHANGED = "signature changed"
    RENAMED = "renamed"
    MOVED = "moved"
    EXTRACTED = "extracted"
    INLINED = "inlined"
    SPLIT = "split"
    MERGED = "merged"
    REORDERED = "reordered"
    IMPORTS = "imports"
    TOP_LEVEL = "top-level"
    COMMENT_ONLY = "comment only"
    FORMATTING_ONLY = "formatting only"
    FILE_RENAMED = "file renamed"
    MODE_CHANGED = "mode changed"
    GENERATED = "generated"
    BINARY = "binary"
    LINES = "lines"


class EntityKind(StrEnum):
    """What sort of named source item it is."""

    CLASS = "class"
    INTERFACE = "interface"
    ENUM = "enum"
    STRUCT = "struct"
    TRAIT = "trait"
    MODULE = "module"
    NAMESPACE = "namespace"
    OBJECT = "object"
    SUITE = "suite"
    FUNCTION = "function"
    METHOD = "method"
    CONSTRUCTOR = "constructor"
    FIELD = "field"
    CONSTANT = "constant"
    TYPE = "type"
    MACRO = "macro"
    TEST = "test"
    SECTION = "section"
    KEY = "key"
    STATEMENT = "statement"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where an entity stands on one side.

    `qualified_name` is the dotted names of the enclosing entities inside the file ("Cart.total"), no module or package;
    both names are "" for what has none (imports, top-level lines, whole files). Lines are the entity's own extent.
    """

    path: str
    qualified_name: str
    name: str
    start_line: int
    end_line: int


class ProofKind(StrEnum):
    """By what argument a unit changes no behaviour (DESIGN §6, "Mechanical")."""

    FORMATTING = "formatting only"
    COMMENT = "comment only"
    MOVE = "pure move"
    RENAME = "pure rename"
    IMPORT_ORDER = "import order"


@dataclass(frozen=True, slots=True)
class Proof:
    """Evidence, that anyone can recompute, that a unit changes no behaviour.

    `statement` is one sentence for people; `evidence` are (name, value) pairs: hashes of the proof tokens of both
    sides, the substitution of a rename, what was searched. `blobs` hold the texts of both sides, where git has them.
    """

    kind: ProofKind
    statement: str
    evidence: tuple[tuple[str, str], ...]
    blobs: tuple[Sha | None, Sha | None] = (None, None)


@dataclass(frozen=True, slots=True, order=True)
class Fallback:
    """Lines were used instead of entities for this side of this file, and why."""

    path: str
    side: Side
    reason: str


@dataclass(frozen=True, slots=True)
class ChangeUnit:
    """An entity and what was done to it; it owns its changed lines, and no other unit does (law 1).

    `removed_lines` are lines of `before.path`, `added_lines` of `after.path`. `mentions` are the identifiers on its
    changed lines, sorted, for relating units to each other. `proof` is there when it is mechanical; `exempt` holds the
    reason when policy spares it (generated, vendored, lock file); `fallback` why it is lines and not an entity.
    `callers` is None where nobody looked for them: it has no name, or there was no tree to search.
    """

    fingerprint: Fingerprint
    actions: tuple[Action, ...]
    entity_kind: EntityKind | None
    before: Place | None
    after: Place | None
    removed_lines: tuple[LineRange, ...] = ()
    added_lines: tuple[LineRange, ...] = ()
    mentions: tuple[str, ...] = ()
    proof: Proof | None = None
    exempt: str | None = None
    fallback: str | None = None
    is_test: bool = False
    callers: Callers | None = None

    @property
    def place(self) -> Place:
        """Return where to look: the new place, else the old one."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - a unit stands somewhere; told to the type checker
        return found

    @property
    def left_behind(self) -> tuple[Site, ...]:
        """Return the listed places that did not follow: callers of a changed signature, and what names something gone.

        A name that something else has too may well mean that.
        """
        if self.callers is None:
            return ()
        gone = {Action.REMOVED, Action.RENAMED}.intersection(self.actions) and not self.callers.namesakes
        old_name = self.before.name if gone and self.before is not None else ""
        is_changed = Action.SIGNATURE_CHANGED in self.actions
        return tuple(site for site in self.callers.sites if site.name == old_name or (is_changed and is_left(site)))

    @property
    def churn(self) -> int:
        """Return how many lines it removes and adds."""
        return count_lines(self.removed_lines) + count_lines(self.added_lines)

    @property
    def anchor(self) -> Anchor:
        """Return its first changed lines, on the after side where it has any there."""
        if self.after is not None:
            lines = self.added_lines[0] if self.added_lines else LineRange(self.after.start_line, self.after.end_line)
            return Anchor(self.after.path, Side.AFTER, lines)
        place = self.place
        lines = self.removed_lines[0] if self.removed_lines else LineRange(place.start_line, place.end_line)
        return Anchor(place.path, Side.BEFORE, lines)


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many changed files and lines there are, how many a grammar read, and why the rest was not."""

    files: int
    parsed_files: int
    changed_lines: int
    parsed_lines: int
    fallbacks: tuple[Fallback, ...] = ()


@dataclass(frozen=True, slots=True)
class PullDiff:
    """The change units of a pull, ordered by path and line, and what they cover."""

    units: tuple[ChangeUnit, ...]
    coverage: Coverage
