"""Proofs of pure moves between files: the same text, and every name in it means the same in its new file.

      before  a.py                           after  b.py
              import re                             import re
              WIDTH = 80                            WIDTH = 80
              def fold(text):                       def fold(text):
                  return cut(text, WIDTH)               return cut(text, WIDTH)
              def cut(text, width): ...             def cut(text, width): ...

A name that an item reads is known when it is a builtin that neither file binds, the same import in both, or another
item that moved along. The last is settled by doubt: all that could have moved along is assumed to, then whatever reads
something unknown is withdrawn, until nothing more is.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from reviewer.diff.entities import Entity
from reviewer.diff.languages.scope import FileNames, Scope
from reviewer.diff.package_moves import known_in_package
from reviewer.diff.pairs import Pairing
from reviewer.diff.reading import Source
from reviewer.diff.testing import is_test_path
from reviewer.diff.tokens import digest_of, read_entity
from reviewer.model.units import EntityKind, Proof, ProofKind

STATEMENT = (
    "Same text, and every name in it means the same in its new file. Who imports it is shown in units of their own."
)
BUILTIN, ALONG = "a builtin that neither file binds", "moved along, proved too"


Side = tuple[Source, Entity]
"""A text, and the item in it."""


@dataclass(frozen=True, slots=True)
class Move:
    """An item that may have moved unchanged, and how each name it reads is known."""

    before: Entity
    after: Entity
    digest: str
    known: dict[str, str]

    @property
    def along(self) -> list[str]:
        """Return the names it reads that must have moved along."""
        return [name for name, how in self.known.items() if how == ALONG]


Moves = dict[tuple[int, int, str], Move]
"""Moves by the files they leave and reach, and by name."""


class Movers:
    """Answers for one pull, and remembers."""

    def __init__(self, pairing: Pairing) -> None:
        self.pairing = pairing
        self.names: dict[int, FileNames | None] = {}

    def proof(self, before: Entity, after: Entity) -> Proof | None:
        """Return the proof that a paired item only moved to another file, None when there is none."""
        move = self.proved.get((before.file, after.file, after.qualified_name))
        if move is None or move.after is not after:
            return None
        hashes = (("proof tokens before", move.digest), ("proof tokens after", move.digest))
        return Proof(ProofKind.MOVE, STATEMENT, (*hashes, *((f"name {name}", move.known[name]) for name in move.known)))

    @cached_property
    def proved(self) -> Moves:
        """Return the moves that are proved."""
        moves: Moves = {}
        for before, after in self.pairing.after_of.items():
            if before.file != after.file and (move := self.candidate(before, after)) is not None:
                moves[before.file, after.file, after.qualified_name] = move
        while doubtful := [key for key, move in moves.items() if not has_company(move, moves)]:
            for key in doubtful:
                del moves[key]
        return moves

    def candidate(self, before: Entity, after: Entity) -> Move | None:
        """Return what moved unchanged, provided that what it reads moved along."""
        old, new = self.pairing.source(before, is_before=True), self.pairing.source(after, is_before=False)
        language = new.language
        is_gone = not self.pairing.files[before.file].change.is_copy and not (before.has_error or after.has_error)
        if language is None or language is not old.language or not is_gone:
            return None
        digest = digest_of(read_entity(new, after, {}).texts)
        if digest_of(read_entity(old, before, {}).texts) != digest:
            return None
        known = None
        if language.scope is not None and self.is_alone(language.scope, before, after):
            known = self.known_names(language.scope, before, after)
        elif language.package is not None:
            known = known_in_package(language.package, (old, before), (new, after))
        return Move(before, after, digest, known) if known is not None else None

    def is_alone(self, scope: Scope, before: Entity, after: Entity) -> bool:
        """Return whether the item is the only one of its name, and the name meant nothing else where it now stands."""
        old, new = self.pairing.source(before, is_before=True), self.pairing.source(after, is_before=False)
        if not can_be_proved(before, after) or not is_known_place(scope, after.name, old, new):
            return False
        outside = [(source, new.path) for source in self.texts_at(before.file, old.path, is_before=False)]
        outside += [(source, old.path) for source in self.texts_at(after.file, new.path, is_before=True)]
        return (
            self.defines(old, before)
            and self.defines(new, after)
            and all(self.leaves(scope, source, after.name, other) for source, other in outside)
        )

    def texts_at(self, file: int, path: str, *, is_before: bool) -> Iterator[Source]:
        """Yield the other texts of a side: of the same file, and of the same path."""
        for other in self.pairing.files:
            source = other.before if is_before else other.after
            if source is not None and (other.index == file or source.path == path):
                yield source

    def defines(self, source: Source, entity: Entity) -> bool:
        """Return whether an item is all that its file means by its name."""
        names = self.names_in(source)
        binding = names.only(entity.name) if names is not None else None
        return binding is not None and binding.brought is None and binding.start == entity.parts[0].start

    def leaves(self, scope: Scope, source: Source, name: str, other: str) -> bool:
        """Return whether a text without the item does not speak of its name, or imports it from where it is."""
        names = self.names_in(source)
        if names is None:
            return False
        if name not in names.bindings:
            return name not in names.mentioned
        binding = names.only(name)
        brought = binding.brought if binding is not None else None
        return brought is not None and brought.name == name and scope.points_to(brought, source.path, other)

    def known_names(self, scope: Scope, before: Entity, after: Entity) -> dict[str, str] | None:
        """Return how each name that an item reads is known, None when one is not."""
        item = scope.item(after.nodes[-1])
        old, new = self.pairing.source(before, is_before=True), self.pairing.source(after, is_before=False)
        if item.refusal is not None or not all(scope.means_same(one, old.path, new.path) for one in item.imports):
            return None
        known: dict[str, str] = {}
        for name in sorted(item.free):
            how = self.how_known(scope, name, (old, before), (new, after))
            if how is None or (how == ALONG and name in item.early):
                return None
            known[name] = how
        return known

    def how_known(self, scope: Scope, name: str, olds: Side, news: Side) -> str | None:
        """Return why a name means the same in two files, None when it is not known to."""
        names = self.names_in(olds[0]), self.names_in(news[0])
        if names[0] is None or names[1] is None or names[0].mode != names[1].mode:
            return None
        if name in scope.builtins and not any(name in side.bindings or name in side.tampered for side in names if side):
            return BUILTIN
        old, new = names[0].only(name), names[1].only(name)
        if old is None or new is None:
            return None
        if old.brought is None and new.brought is None:
            return ALONG
        # An import below the item may come too late for what is read when the file is loaded.
        are_above = old.start < olds[1].start and new.start < news[1].start
        brought = old.brought if old.brought == new.brought and are_above else None
        is_same = brought is not None and scope.means_same(brought, olds[0].path, news[0].path)
        return f"in both files: {brought}" if is_same else None

    def names_in(self, source: Source) -> FileNames | None:
        """Return the names of a text, None when nothing can be told of them."""
        key = id(source)
        if key not in self.names:
            scope = source.language.scope if source.language is not None else None
            found = scope.file(source.root) if scope is not None and source.root is not None else None
            self.names[key] = found if found is not None and found.refusal is None else None
        return self.names[key]


def can_be_proved(before: Entity, after: Entity) -> bool:
    """Return whether a pair is of a sort that is proved: functions and constants at the top of two files."""
    is_top = before.parent is None and after.parent is None
    is_sort = before.kind is after.kind and after.kind in (EntityKind.FUNCTION, EntityKind.CONSTANT)
    return is_top and is_sort and before.name == after.name


def is_known_place(scope: Scope, name: str, old: Source, new: Source) -> bool:
    """Return whether nothing but its importers finds an item, in its old file and in its new one."""
    return all(scope.is_movable(name, path) and not is_test_path(path) for path in (old.path, new.path))


def has_company(move: Move, moves: Moves) -> bool:
    """Return whether all that a move needs is still assumed: a constant needs a function that reads it.

    A constant that nobody reads in its file may be found by the name of its file, as settings are.
    """
    files = move.before.file, move.after.file
    is_read = move.after.kind is not EntityKind.CONSTANT or any(
        move.after.name in other.along
        for other in moves.values()
        if (other.before.file, other.after.file) == files and other.after.kind is EntityKind.FUNCTION
    )
    return is_read and all((*files, name) in moves for name in move.along)
