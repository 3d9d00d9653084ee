"""What the core must know of a language: its grammar, its items, its noise. A language module fills in one of these."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from tree_sitter import Node

from reviewer.diff.languages.scope import Package, Scope
from reviewer.model.units import EntityKind

Names = tuple[str, ...]
"""The parts of an entity's name; only receivers and out-of-class definitions have more than one ("Cart", "Total")."""

TYPES = frozenset(
    {
        EntityKind.CLASS,
        EntityKind.INTERFACE,
        EntityKind.ENUM,
        EntityKind.STRUCT,
        EntityKind.TRAIT,
        EntityKind.MODULE,
        EntityKind.NAMESPACE,
        EntityKind.OBJECT,
    }
)
CALLABLES = frozenset({EntityKind.FUNCTION, EntityKind.METHOD, EntityKind.CONSTRUCTOR, EntityKind.TEST})
VALUES = frozenset({EntityKind.FIELD, EntityKind.CONSTANT, EntityKind.MACRO, EntityKind.KEY})


def text_of(node: Node) -> str:
    """Return a node's source text; bytes that are not UTF-8 are replaced."""
    return (node.text or b"").decode("utf-8", "replace")


def by_field(field: str) -> Callable[[Node], Names | None]:
    """Return a reader of names that takes the text of a field."""

    def read(node: Node) -> Names | None:
        named = node.child_by_field_name(field)
        return (text_of(named),) if named is not None else None

    return read


NAME = by_field("name")
WHOLE = ("*",)
"""The body of an item without a signature: all of it, with what is attached to it, but its name."""


class Extent(Enum):
    """Which nodes an item is made of; comments at the end of the last two belong to what follows.

    Its own; the children of its own, which reaches to the next header; its own and those behind it, to the next such.
    """

    NODE = auto()
    CHILDREN = auto()
    SIBLINGS = auto()


@dataclass(frozen=True, slots=True)
class Item:
    """A node type that is an entity.

    `kind` is its kind, or reads it from the node; `names` reads its name, None when this node is no entity after all.
    `body` are paths to what is body and not signature: steps are a field, a child's type, or "=" for all that follows
    it, as in "variable_declarator/value"; or it reads them from the node. `member` is its kind inside a type;
    `parents`, where given, are the only node types it counts under; `is_local` says, or reads from the node, that it
    also counts inside a function. `through`, where given, are the only node types that may stand between it and the
    entity, or file, around it; `deepest`, where given, is how many of its own kind may be around it. `extent` says
    which nodes it is made of.
    """

    kind: EntityKind | Callable[[Node], EntityKind]
    names: Callable[[Node], Names | None] = NAME
    body: tuple[str, ...] | Callable[[Node], tuple[str, ...]] = ("body",)
    member: EntityKind | None = None
    parents: frozenset[str] = frozenset()
    is_local: bool | Callable[[Node], bool] = True
    through: frozenset[str] = frozenset()
    deepest: int | None = None
    extent: Extent = Extent.NODE


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """A language, declared.

    `load` imports the grammar and returns its pointer. `wrappers` are nodes that belong whole to the item inside them
    (decorators, exports, templates). `attached` are siblings before an item that belong to it, as comments do.
    `imports` are top-level statements that bring names in; `are_imports_ordered` says that their order acts.

    `acting` finds comments that tools or the compiler obey, beyond those every language has; where `all_act` is found
    in a file, every comment of it acts. `line_ends_act` says that a line end may end a statement and the grammar is not
    trusted to say where; `are_leaves_deep` that a statement may be a single leaf, whose depth tells the block it is in.
    `tests` finds the mark of a test in a signature, `constructors` are names of methods that construct. `verbatim` are
    nodes kept byte for byte, beyond those of every language (tokens.py); where `layout_acts` is found in a file, any
    layout and any comment of it may act, and nothing of it is proved. `refuses` says of a text why the grammar cannot
    be trusted with it.

    `brackets` are nodes that only group: what they do is told by the shape of the tree. `loose_commas` are nodes in
    which a comma at the end changes nothing.

    `is_order_free` says that the order of functions and methods never acts, of those among `free_items` where these are
    given; where `order_acts` is found in a file, it may act there after all. Without `has_overloads` the last function
    of a name stands for it, so that only names of their own are free. `scope` are its rules of names, where they are
    known, or `package` those of a language whose packages are directories. In data and documents `are_words_names`: no
    grammar tells which words name something elsewhere.
    """

    name: str
    load: Callable[[], object]
    items: Mapping[str, Item]
    comments: frozenset[str] = frozenset({"comment"})
    wrappers: frozenset[str] = frozenset()
    attached: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    are_imports_ordered: bool = True
    acting: re.Pattern[bytes] | None = None
    all_act: re.Pattern[bytes] | None = None
    line_ends_act: bool = False
    are_leaves_deep: bool = False
    tests: re.Pattern[bytes] | None = None
    constructors: frozenset[str] = frozenset()
    verbatim: frozenset[str] = frozenset()
    layout_acts: re.Pattern[bytes] | None = None
    refuses: Callable[[bytes], str | None] = lambda _text: None
    brackets: frozenset[str] = frozenset()
    loose_commas: frozenset[str] = frozenset()
    is_order_free: bool = False
    free_items: frozenset[str] = frozenset()
    order_acts: re.Pattern[bytes] | None = None
    has_overloads: bool = True
    scope: Scope | None = None
    package: Package | None = None
    are_words_names: bool = False
