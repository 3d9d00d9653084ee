"""Whether the order of functions acts: in some languages it never does, for functions that stand plainly in a body.

class A {                         class A {
    void first() {}                   void second() {}
    void second() {}                  void first() {}
}                                 }
"""

from collections.abc import Sequence

from tree_sitter import Node

from reviewer.diff.entities import Entity
from reviewer.diff.languages.language import CALLABLES
from reviewer.diff.reading import Source
from reviewer.model.units import EntityKind

ORDERED_NAMES = frozenset({"init", "_"})
"""Go runs the functions of this name in their order."""

BODIES = frozenset(
    {
        "class_body",
        "interface_body",
        "annotation_type_body",
        "enum_body",
        "enum_body_declarations",
        "enum_class_body",
        "declaration_list",
        "enum_declaration_list",
    }
)
"""What may stand between a function and the type or file that it belongs to."""


def is_order_free(source: Source, entity: Entity, siblings: Sequence[Entity]) -> bool:
    """Return whether an entity could stand anywhere among its siblings and do the same."""
    language = source.language
    if language is None or not language.is_order_free or entity.kind not in CALLABLES - {EntityKind.TEST}:
        return False
    if entity.name in ORDERED_NAMES or not stands_plainly(source, entity):
        return False
    if language.order_acts is not None and language.order_acts.search(source.content):
        return False
    is_item = not language.free_items or entity.parts[-1].type in language.free_items
    is_only = language.has_overloads or sum(sibling.name == entity.name for sibling in siblings) == 1
    return is_item and is_only


def stands_plainly(source: Source, entity: Entity) -> bool:
    """Return whether nothing but a body is between an entity and its parent: no condition, no nameless class."""
    around: Node | None = source.root if entity.parent is None else entity.parent.nodes[-1]
    node = entity.nodes[-1].parent
    while node is not None and node.type in BODIES:
        node = node.parent
    return node is not None and around is not None and node.id == around.id
