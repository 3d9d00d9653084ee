"""Items that only their own file, or their own folder, can name: the only ones whose rename can be proved.

Whatever a stranger may call, inherit, override, inject or find by its name is none of them. When in doubt an item is
not private: then no proof is made, which is never wrong.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from tree_sitter import Node

from reviewer.diff.entities import Entity
from reviewer.model.units import EntityKind

VALUES = frozenset({EntityKind.FUNCTION, EntityKind.CONSTANT})


@dataclass(frozen=True, slots=True)
class Privacy:
    """A language's rules: what is private, whether a file of one path can name what is private in another's.

    `dangers` finds what makes nothing certain in a file. `stems` returns words by which a program may put a name
    together from pieces.
    """

    is_private: Callable[[Entity], bool]
    reaches: Callable[[str, str], bool]
    dangers: re.Pattern[bytes] | None = None
    stems: Callable[[str], tuple[str, ...]] = lambda _: ()


def same_file(one: str, other: str) -> bool:
    """Return whether two paths are one."""
    return one == other


def same_folder(one: str, other: str) -> bool:
    """Return whether two files stand side by side."""
    return PurePosixPath(one).parent == PurePosixPath(other).parent


def is_private_python(entity: Entity) -> bool:
    """Return whether it is a function or constant at the top of a module, underscored and not decorated."""
    is_plain = entity.parts[-1].type in {"function_definition", "expression_statement"} and len(entity.parts) == 1
    is_underscored = entity.name.startswith("_") and not entity.name.startswith("__") and not entity.name.endswith("_")
    return entity.parent is None and entity.kind in VALUES and is_plain and is_underscored


def python_stems(name: str) -> tuple[str, ...]:
    """Return the beginnings and ends of an underscored name: "_run_fast" may be put together from "_run_"."""
    cuts = [place for place, letter in enumerate(name) if letter == "_" and 0 < place < len(name) - 1]
    beginnings = [name[: place + 1] for place in cuts]
    return tuple(sorted({*beginnings, *(part.lstrip("_") for part in beginnings), *(name[place:] for place in cuts)}))


def is_private_go(entity: Entity) -> bool:
    """Return whether it is a function, constant or variable of a package that does not export it."""
    is_free = entity.name not in {"init", "main", "_"} and not entity.name.startswith("_")
    return entity.parent is None and entity.kind in VALUES and is_free and entity.name[:1].islower()


def is_private_java(entity: Entity) -> bool:
    """Return whether it is a private method, without annotations, of a class that inherits nothing."""
    node, parent = entity.nodes[-1], entity.parent
    words = modifiers_of(node)
    is_method = entity.kind is EntityKind.METHOD and node.type == "method_declaration" and "private" in words
    is_plain = words <= {"private", "static", "final", "synchronized", "strictfp"} and entity.name not in SERIALIZED
    if not is_method or not is_plain or parent is None or parent.parts[-1].type != "class_declaration":
        return False
    return parent.nodes[-1].child_by_field_name("superclass") is None


SERIALIZED = frozenset({"readObject", "writeObject", "readResolve", "writeReplace", "readObjectNoData"})


def is_private_rust(entity: Entity) -> bool:
    """Return whether it is a free function that is not public and has no attribute."""
    node = entity.nodes[-1]
    is_plain = node.type == "function_item" and not any(child.type in RUST_MARKS for child in node.children)
    return entity.parent is None and len(entity.parts) == 1 and is_plain and entity.name != "main"


RUST_MARKS = frozenset({"visibility_modifier", "function_modifiers"})


def modifiers_of(node: Node) -> frozenset[str]:
    """Return the modifiers of a Java item; an annotation is one with a name that no modifier has."""
    found = next((child for child in node.children if child.type == "modifiers"), None)
    return frozenset(child.type for child in found.children) if found is not None else frozenset[str]()


PRIVACY = {
    "Python": Privacy(
        is_private_python,
        same_file,
        re.compile(
            rb"\b(globals|locals|vars|eval|exec|getattr|setattr|__dict__|__getattr__|sys\.modules)\b|import\s*\*"
        ),
        python_stems,
    ),
    "Go": Privacy(
        is_private_go, same_folder, re.compile(rb'//go:linkname|import\s+"C"|^\s*"C"|import \.', re.MULTILINE)
    ),
    "Java": Privacy(is_private_java, same_file, re.compile(rb"getDeclaredMethod|\bnative\b")),
    "Rust": Privacy(
        is_private_rust, same_file, re.compile(rb"stringify!|paste!|concat_idents!|macro_rules!|\binclude!")
    ),
}
"""By the name of the language."""

MEMBER_SIGNS = frozenset({".", "::", "->", "?.", "&.", ":"})
KEY_PLACES = frozenset(
    {"keyed_element", "literal_element", "labeled_statement", "keyword_argument", "field_initializer"}
)
TYPE_BODIES = frozenset({"class_body", "interface_body", "enum_body", "record_body", "annotation_type_body"})


def is_bare(path: Sequence[Node]) -> bool:
    """Return whether the leaf of a path is a plain name: no member (but of `this`), no key, no parameter, no type."""
    leaf, parent = path[-1], path[-2]
    before = leaf.prev_sibling
    is_member = before is not None and before.type in MEMBER_SIGNS
    if is_member and before is not None:
        owner = before.prev_sibling
        is_member = owner is None or owner.type != "this"
    value = parent.child_by_field_name("value")
    is_named_outside = parent.type in KEY_PLACES or "parameter" in parent.type
    is_key = is_named_outside and (value is None or value.start_byte != leaf.start_byte)
    return leaf.type == "identifier" and not is_member and not is_key


def depth_in_types(path: Iterable[Node]) -> int:
    """Return how many bodies of classes, anonymous ones too, are around a leaf."""
    return sum(node.type in TYPE_BODIES for node in path)
