"""Calls of a function, as words see them, and its body as it reads at one of them.

      int cut(String text) { return text.length(); }      cut(name)        ->  return name.length();

No types are known here: whether a call can mean a function is answered by where both stand (`can_reach`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from tree_sitter import Node

from reviewer.diff.entities import Entity
from reviewer.diff.languages.language import TYPES
from reviewer.diff.reading import Source
from reviewer.diff.words import head_words

Words = Sequence[bytes]

DOTS = frozenset((b".", b"->", b">", b":"))
"""The last words of `.`, `->` and `::`, which part a call from its receiver."""

OWN = frozenset((b"this", b"self", b"super", b"cls"))
OPENING, CLOSING = frozenset((b"(", b"[", b"{")), frozenset((b")", b"]", b"}"))
PARAMETERS = frozenset({"formal_parameters", "parameters", "parameter_list", "function_value_parameters"})
IDENTIFIERS = frozenset({"identifier", "simple_identifier"})


@dataclass(frozen=True, slots=True)
class Call:
    """One call: the word before its dot (None where there is none), and the words of each argument."""

    receiver: bytes | None
    arguments: list[list[bytes]]


def calls_of(name: bytes, words: Words) -> Iterator[Call]:
    """Yield the calls of a name among some words, in their order."""
    for index in range(len(words) - 1):
        if words[index] == name and words[index + 1] == b"(":
            has_dot = index > 1 and words[index - 1] in DOTS
            yield Call(words[index - 2] if has_dot else None, arguments_at(words, index + 1))


def arguments_at(words: Words, start: int) -> list[list[bytes]]:
    """Return the arguments of the call whose parenthesis opens at an index."""
    depth, arguments = 0, [list[bytes]()]
    for index in range(start, len(words)):
        word = words[index]
        depth += (word in OPENING) - (word in CLOSING)
        if depth == 0:
            break
        if depth == 1 and word == b",":
            arguments.append([])
        elif index > start:
            arguments[-1].append(word)
    return arguments if arguments != [[]] else []


def at_call(body: Words, parameters: Sequence[bytes], call: Call) -> list[bytes]:
    """Return a body with the arguments of a call in the place of the parameters."""
    known: Mapping[bytes, list[bytes]] = dict(zip(parameters, call.arguments, strict=False))
    return [word for own in body for word in known.get(own, (own,))]


def parameters_of(entity: Entity) -> list[bytes]:
    """Return the names of a function's parameters, as far as its tree shows them."""
    waiting = [entity.nodes[-1]]
    for node in waiting:
        found = node.child_by_field_name("parameters") or next(
            (child for child in node.named_children if child.type in PARAMETERS), None
        )
        if found is not None:
            return [name for child in found.named_children if (name := parameter_name(child)) is not None]
        if len(waiting) < len(PARAMETERS) * 2:
            waiting += node.named_children
    return []


def parameter_name(node: Node) -> bytes | None:
    """Return the name that a parameter binds: its field, else the first identifier on its way down."""
    for field in ("name", "pattern", "declarator"):
        if (named := node.child_by_field_name(field)) is not None:
            return named.text
    while node.type not in IDENTIFIERS:
        if not (inner := node.named_children) or "comment" in node.type:
            return None
        node = inner[0]
    return node.text


class Reach(Enum):
    """How sure it is that a call means a function."""

    NONE = auto()
    OBJECT = auto()
    SURE = auto()


def can_reach(caller: Entity, called: Entity, receivers: frozenset[bytes | None], source: Source) -> Reach:
    """Return whether calls with some receivers, in a function of a text, can mean a function of that name."""
    around = list(enclosing(caller))
    if called.parent is None or called.parent in around:
        return Reach.SURE
    name = called.parent.name.encode()
    if name in receivers:
        return Reach.SURE
    if not receivers.isdisjoint((None, *OWN)):
        is_heir = any(name in head_words(source, outer) for outer in around if outer.kind in TYPES)
        if is_heir or (b"import static" in source.content and name in source.content):
            return Reach.SURE
    return Reach.OBJECT if receivers - {None, *OWN} else Reach.NONE


def enclosing(entity: Entity) -> Iterator[Entity]:
    """Yield an entity and all around it."""
    inner: Entity | None = entity
    while inner is not None:
        yield inner
        inner = inner.parent
