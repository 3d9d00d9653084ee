"""What was done to an entity: its actions, and the proof where nothing was done to what it does."""

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from reviewer.diff.drafts import Draft, Ownership, children_of
from reviewer.diff.entities import Entity
from reviewer.diff.fingerprints import Unnamed
from reviewer.diff.folding import Folding
from reviewer.diff.free_order import is_order_free
from reviewer.diff.languages.language import TYPES
from reviewer.diff.moves import Movers
from reviewer.diff.pairs import Pairing, has_moved
from reviewer.diff.places import Places
from reviewer.diff.proofs import equal_tokens, without_marks
from reviewer.diff.reading import Source
from reviewer.diff.surroundings import Surroundings, mark_of
from reviewer.diff.testing import is_test_path
from reviewer.diff.tokens import Cuts, Tokens, digest_of, read_entity, read_tokens
from reviewer.diff.unlisted import Unlisted
from reviewer.diff.words import mentions
from reviewer.model.ids import Fingerprint
from reviewer.model.lines import Side, ranges_of
from reviewer.model.units import Action, ChangeUnit, EntityKind, Place, Proof, ProofKind

Children = dict[Entity | None, list[Entity]]


@dataclass(frozen=True, slots=True)
class Judged:
    """One side of an entity with its own proof tokens; `comments` are the ones that do not act, as texts."""

    source: Source
    entity: Entity
    tokens: Tokens
    head: list[bytes]
    body: list[bytes]
    comments: list[bytes]

    @property
    def digest(self) -> str:
        """Return the hash of its own tokens."""
        return digest_of(without_marks(self.tokens))


@dataclass(slots=True)
class Judge:
    """Judges the drafts of one pull."""

    pairing: Pairing
    places: Places
    folding: Folding
    ownership: Ownership
    children: dict[tuple[int, Side], Children] = field(default_factory=dict[tuple[int, Side], Children])
    surroundings: Surroundings = field(init=False)
    unlisted: Unlisted = field(init=False)
    movers: Movers = field(init=False)

    def __post_init__(self) -> None:
        """Give the surroundings and the unlisted lines their reader, and the movers the pairs."""
        self.surroundings = Surroundings(self.stream)
        self.unlisted = Unlisted(self.pairing, self.ownership, self.stream)
        self.movers = Movers(self.pairing)

    def unit(self, draft: Draft) -> Unnamed:
        """Return the unit of a draft, and the digests of its proof tokens."""
        old = self.read(draft.before, Side.BEFORE) if draft.before is not None else None
        new = self.read(draft.after, Side.AFTER) if draft.after is not None else None
        actions, proof = self.actions(draft, old, new)
        kind = draft.entity.kind
        sides = [(side, lines) for side, lines in ((old, draft.removed), (new, draft.added)) if side is not None]
        unit = ChangeUnit(
            fingerprint=Fingerprint(""),
            actions=actions,
            entity_kind=kind,
            before=self.place(draft.before or draft.copied or draft.origin, Side.BEFORE),
            after=self.place(draft.after or draft.copied or draft.target, Side.AFTER),
            removed_lines=ranges_of(draft.removed),
            added_lines=ranges_of(draft.added),
            mentions=mentions((side.source, side.tokens, lines) for side, lines in sides),
            proof=proof,
            is_test=kind in (EntityKind.TEST, EntityKind.SUITE)
            or any(is_test_path(side.source.path) for side, _ in sides),
        )
        return unit, old.digest if old is not None else "", new.digest if new is not None else ""

    def place(self, entity: Entity | None, side: Side) -> Place | None:
        """Return where an entity stands on a side."""
        return self.pairing.source(entity, is_before=side is Side.BEFORE).place(entity) if entity is not None else None

    def actions(self, draft: Draft, old: Judged | None, new: Judged | None) -> tuple[tuple[Action, ...], Proof | None]:
        """Return what was done, the most telling first, and the proof that nothing was done, if there is one."""
        if old is None or new is None:
            return actions_of_one_side(draft), None
        claims = (
            (Action.MOVED, has_moved(self.pairing, old.entity, new.entity) or changed_package(old, new)),
            (Action.RENAMED, is_renamed(old.entity, new.entity)),
            (Action.SIGNATURE_CHANGED, old.head != new.head),
            (Action.BODY_CHANGED, old.body != new.body),
        )
        done = tuple(action for action, is_true in claims if is_true)
        if done:
            return done, self.movers.proof(old.entity, new.entity) if done == (Action.MOVED,) else None
        return self.as_it_was(old, new)

    def as_it_was(self, old: Judged, new: Judged) -> tuple[tuple[Action, ...], Proof | None]:
        """Return what is said of an entity with the same name, signature and body under the same parent."""
        if not self.unlisted.is_told(new.entity):
            return (Action.BODY_CHANGED,), None
        if not self.is_in_place(old.entity, new.entity):
            return (Action.REORDERED,), self.reordered_proof(old, new)
        return nothing_done(old, new)

    def reordered_proof(self, old: Judged, new: Judged) -> Proof | None:
        """Return the proof that another order does not act: of unchanged functions, where it never does."""
        sides = (old, Side.BEFORE), (new, Side.AFTER)
        is_free = all(
            is_order_free(judged.source, judged.entity, self.siblings(judged.entity, side)) for judged, side in sides
        )
        is_whole = not (old.entity.has_error or new.entity.has_error) and old.digest == new.digest
        return equal_tokens(ProofKind.MOVE, old.digest, new.digest) if is_free and is_whole else None

    def siblings(self, entity: Entity, side: Side) -> list[Entity]:
        """Return the entities that have an entity's parent, itself too."""
        return self.children_in(entity.file, side)[entity.parent]

    def is_in_place(self, before: Entity, after: Entity) -> bool:
        """Return whether an entity passed nothing: no sibling, and no statement."""
        if self.places.are_kept(before, after):
            return True
        return before in self.places.in_order and self.surroundings.are_same(before, after)

    def stream(self, parent: Entity | None, file: int, side: Side) -> list[bytes]:
        """Return the own tokens of an entity or of a file, with the marks of what is cut out."""
        if parent is not None:
            return self.read(parent, side).tokens.texts
        source = self.pairing.files[file].before if side is Side.BEFORE else self.pairing.files[file].after
        return self.file_tokens(source, side, file).texts if source is not None else []

    def file_tokens(self, source: Source, side: Side, file: int) -> Tokens:
        """Return the tokens of a text outside its entities."""
        return read_tokens(source, [source.root] if source.root is not None else [], self.cuts(None, file, side))

    def read(self, entity: Entity, side: Side) -> Judged:
        """Return an entity with the tokens that are its own: entities inside it that have units are cut out."""
        source = self.pairing.source(entity, is_before=side is Side.BEFORE)
        cuts = self.cuts(entity, entity.file, side)
        tokens = read_entity(source, entity, cuts)
        # A constructor has its class's name: a new one is a change of its signature.
        name = b"" if entity.kind is EntityKind.CONSTRUCTOR else entity.name.encode()
        head, body = tokens.split(entity.bodies, name)
        return Judged(source, entity, tokens, head, body, own_comments(source, entity, cuts))

    def cuts(self, parent: Entity | None, file: int, side: Side) -> Cuts:
        """Return the outermost entities inside one, or inside a file, whose lines are not its own, as cuts."""
        children, cuts = self.children_in(file, side), dict[int, tuple[int, bytes]]()
        waiting = [*children.get(parent, ())]
        while waiting:
            child = waiting.pop()
            if self.folding.is_carried(child, side) or not self.is_apart(child, side):
                waiting += children.get(child, ())
            else:
                cuts[child.parts[0].start] = child.end, self.mark(child, side)
        return cuts

    def is_apart(self, child: Entity, side: Side) -> bool:
        """Return whether an entity tells of itself, and shares no line on either side: what it shares is its parent's.

        It tells of itself by a unit, or by being where it was.
        """
        before = child if side is Side.BEFORE else self.pairing.before_of.get(child)
        after = child if side is Side.AFTER else self.pairing.after_of.get(child)
        if not all(entity.is_apart for entity in (before, after) if entity is not None):
            return False
        if (after or before) in self.ownership.drafts or before in self.places.in_order:
            return True
        return before is not None and after is not None and has_moved(self.pairing, before, after)

    def children_in(self, file: int, side: Side) -> Children:
        """Return the children of each entity of a text."""
        if (file, side) not in self.children:
            source = self.pairing.files[file].before if side is Side.BEFORE else self.pairing.files[file].after
            self.children[file, side] = children_of(source) if source is not None else {}
        return self.children[file, side]

    def mark(self, child: Entity, side: Side) -> bytes:
        """Return the token for a child that kept its order, so that nothing passes it unseen; others leave none."""
        before = child if side is Side.BEFORE else self.pairing.before_of.get(child)
        return mark_of(before) if before is not None and before in self.places.in_order else b""


def actions_of_one_side(draft: Draft) -> tuple[Action, ...]:
    """Return what was done to an entity that stands on one side only."""
    is_new = draft.before is None
    if draft.copied is not None:
        copied = Action.SPLIT if is_new else Action.MERGED
        return (Action.MOVED, copied) if draft.is_inherited else (copied,)
    if is_new:
        return (Action.ADDED if draft.origin is None else Action.EXTRACTED,)
    return (Action.REMOVED if draft.target is None else Action.INLINED,)


def changed_package(old: Judged, new: Judged) -> bool:
    """Return whether a renamed type at the top of a file is in another package now: another directory, or module."""
    if old.entity.parent is not None or old.entity.kind not in TYPES or old.entity.name == new.entity.name:
        return False
    paths = PurePosixPath(old.source.path), PurePosixPath(new.source.path)
    is_module = new.source.language is not None and new.source.language.scope is not None
    return paths[0] != paths[1] if is_module else paths[0].parent != paths[1].parent


def is_renamed(before: Entity, after: Entity) -> bool:
    """Return whether an entity got another name of its own; a constructor's name is its class's."""
    is_constructor = before.kind is after.kind is EntityKind.CONSTRUCTOR
    return before.name != after.name and not is_constructor


def own_comments(source: Source, entity: Entity, cuts: Cuts) -> list[bytes]:
    """Return the words of an entity's comments, those of the entities cut out of it aside."""
    starts = sorted(cuts)
    found: list[bytes] = []
    for start, end in source.comments_in(entity.start, entity.end):
        index = bisect_right(starts, start) - 1
        if index < 0 or cuts[starts[index]][0] <= start:
            found.append(b" ".join(source.content[start:end].split()))
    return found


def nothing_done(old: Judged, new: Judged) -> tuple[tuple[Action, ...], Proof | None]:
    """Return what is said of an entity whose tokens are the same on both sides, and its proof.

    What the grammar could not read whole proves nothing, and counts as changed.
    """
    if old.entity.has_error or new.entity.has_error or old.digest != new.digest:
        return (Action.BODY_CHANGED,), None
    if old.comments != new.comments:
        return (Action.COMMENT_ONLY,), equal_tokens(ProofKind.COMMENT, old.digest, new.digest)
    return (Action.FORMATTING_ONLY,), equal_tokens(ProofKind.FORMATTING, old.digest, new.digest)
