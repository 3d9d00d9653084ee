"""Proofs of pure renames: the same text but for names that only a few files can hold, and that moved together.

      before                                  after
          def _cut(text): ...                     def _trim(text): ...
          def fold(text):                         def fold(text):
              return _cut(text)                       return _trim(text)

A rename stands when the old name is nowhere left, in code, strings or comments of the searched languages, or in any
other text but prose; when the new name was nowhere before; and when all that bears either is a plain name in files that
share the item. Units whose proof tokens are equal once the standing names are replaced are proved, the renamed ones and
those that use them. What reads another name that does not stand is withdrawn, until nothing more is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from reviewer.diff.entities import Entity
from reviewer.diff.languages import language_of
from reviewer.diff.languages.language import TYPES
from reviewer.diff.proofs import evidence_of_tokens
from reviewer.diff.reading import Source, read_side
from reviewer.diff.tokens import Tokens, digest_of, read_entity
from reviewer.diff.trees import Shelf
from reviewer.model.files import FileChange
from reviewer.model.parsing import Parsing
from reviewer.model.units import Action, ChangeUnit, Place, Proof, ProofKind
from reviewer.references.head import Head
from reviewer.references.mentions import Mention, Sort, read_mentions
from reviewer.references.private import PRIVACY, Privacy
from reviewer.references.wanted import is_provable, stems_of

STATEMENT = (
    "Same text but for names that only these files can hold: each was replaced wherever it stood, was nowhere left in"
    " the repository, and was not in use before."
)
PROSE = (".md", ".rst", ".txt", ".adoc")
ONLY_NAMES = frozenset({Action.RENAMED, Action.BODY_CHANGED, Action.SIGNATURE_CHANGED})


@dataclass(frozen=True, slots=True)
class Rename:
    """A renamed unit with its entity on both sides, and the rules of its language."""

    unit: ChangeUnit
    before: Entity
    after: Entity
    privacy: Privacy

    @property
    def path(self) -> str:
        """Return the path of its file, the same on both sides."""
        return self.unit.place.path


@dataclass(slots=True)
class Renames:
    """Answers for one pull, and remembers what it read."""

    head: Head
    changes: dict[str, FileChange]
    parsing: Parsing
    shelf: Shelf = field(default_factory=Shelf)
    sources: dict[tuple[str, bool], Source | None] = field(default_factory=dict[tuple[str, bool], Source | None])

    def proved(self, units: Sequence[ChangeUnit]) -> tuple[ChangeUnit, ...]:
        """Return units with the proofs of those that only bear other names now."""
        standing = [rename for unit in units if (rename := self.candidate(unit)) is not None and self.stands(rename)]
        while withdrawn := [rename for rename in standing if self.proof(rename.unit, standing) is None]:
            standing = [rename for rename in standing if rename not in withdrawn]
        if not standing:
            return tuple(units)
        return tuple(self.with_proof(unit, standing) for unit in units)

    def candidate(self, unit: ChangeUnit) -> Rename | None:
        """Return a renamed unit of a file that is read whole on both sides, if it is private on both."""
        if not is_provable(unit) or unit.before is None or unit.after is None:
            return None
        old, new = self.source(unit.before.path, is_before=True), self.source(unit.after.path, is_before=False)
        if old is None or new is None or old.language is None:
            return None
        before, after = entity_at(old, unit.before), entity_at(new, unit.after)
        privacy = PRIVACY.get(old.language.name)
        if before is None or after is None or privacy is None:
            return None
        are_private = privacy.is_private(before) and privacy.is_private(after)
        return Rename(unit, before, after, privacy) if are_private else None

    def stands(self, rename: Rename) -> bool:
        """Return whether the old name is gone, the new one was not there, and all that bore one bears the other."""
        old, new, search = rename.before.name, rename.after.name, self.head.search
        stems = stems_of(rename.unit)
        if not search.is_everywhere or self.head.why_not_all((old, new, *stems)) or self.head.named(old):
            return False
        if any(one.mention.sort is Sort.STRING for stem in stems for one in self.head.named(stem)):
            return False
        if any(not path.endswith(PROSE) for path in search.elsewhere.get(old, ())):
            return False
        after = [(one.path, one.mention) for one in self.head.named(new)]
        before = self.mentions_before((old, new))
        return before is not None and (
            all(mention.name != new or mention.sort is Sort.COMMENT for _, mention in before)
            and self.are_its_own(rename, after, rename.after)
            and self.are_its_own(rename, [each for each in before if each[1].name == old], rename.before)
        )

    def mentions_before(self, names: Sequence[str]) -> list[tuple[str, Mention]] | None:
        """Return the mentions of names in the old texts of all changed files, None where one cannot be told."""
        mentions: list[tuple[str, Mention]] = []
        for path, change in self.changes.items():
            if change.before is None or language_of(change.before.path) is None:
                continue
            found = read_mentions(change.before, names, self.parsing, self.shelf)
            if isinstance(found, str):
                return None
            mentions += ((path, mention) for mention in found)
        return mentions

    def are_its_own(self, rename: Rename, found: Sequence[tuple[str, Mention]], entity: Entity) -> bool:
        """Return whether mentions of a name are one definition, and plain names in changed files that share it."""
        named = [(path, mention) for path, mention in found if mention.sort is not Sort.COMMENT]
        definitions = [mention for _, mention in named if mention.sort is Sort.DEFINITION]
        if len(definitions) != 1 or not is_same(definitions[0].inside[-1], entity):
            return False
        return all(
            mention.sort in {Sort.DEFINITION, Sort.CALL, Sort.NAME}
            and mention.is_bare
            and (mention is definitions[0] or not is_in_class_body(mention))
            and mention.depth == definitions[0].depth
            and self.is_shared(rename, path)
            and container_of(mention, entity) == container_of(definitions[0], entity)
            for path, mention in named
        )

    def is_shared(self, rename: Rename, path: str) -> bool:
        """Return whether a file is changed, can name what is renamed, and does nothing that makes it uncertain."""
        sides = self.source(path, is_before=True), self.source(path, is_before=False)
        dangers = rename.privacy.dangers
        return rename.privacy.reaches(path, rename.path) and all(
            side is not None and (dangers is None or dangers.search(side.content) is None) for side in sides
        )

    def with_proof(self, unit: ChangeUnit, standing: Sequence[Rename]) -> ChangeUnit:
        """Return a unit with its proof, unchanged when it has one or there is none."""
        proof = self.proof(unit, standing) if unit.proof is None and ONLY_NAMES.issuperset(unit.actions) else None
        return unit if proof is None else replace(unit, proof=proof)

    def proof(self, unit: ChangeUnit, standing: Sequence[Rename]) -> Proof | None:
        """Return the proof that a unit's text is the same but for names that stand, None when it is not."""
        if unit.before is None or unit.after is None or unit.before.path != unit.after.path:
            return None
        old, new = self.source(unit.before.path, is_before=True), self.source(unit.after.path, is_before=False)
        before, after = entity_at(old, unit.before), entity_at(new, unit.after)
        if old is None or new is None or before is None or after is None or before.has_error or after.has_error:
            return None
        tokens = read_entity(old, before, {}), read_entity(new, after, {})
        names = {
            rename.before.name.encode(): rename.after.name.encode()
            for rename in standing
            if rename.privacy.reaches(unit.before.path, rename.path)
        }
        used = {text: names[text] for text in names_in(tokens[0]) if text in names}
        if not used or replaced(tokens[0], used) != tokens[1].texts:
            return None
        return Proof(ProofKind.RENAME, STATEMENT, (*evidence_of_tokens(*map(digest, tokens)), *self.evidence(used)))

    def evidence(self, used: dict[bytes, bytes]) -> Iterator[tuple[str, str]]:
        """Yield what was replaced, and what was searched for it."""
        for old, new in sorted(used.items()):
            yield f"name {old.decode()}", new.decode()
        search = self.head.search
        yield "searched commit", search.commit
        yield "searched files", str(search.searched)
        prose = sorted({path for old in used for path in search.elsewhere.get(old.decode(), ())})
        if prose:
            yield "still named in prose", ", ".join(prose)

    def source(self, path: str, *, is_before: bool) -> Source | None:
        """Return one side of a changed file that kept its path, None when it was not read whole."""
        key = (path, is_before)
        if key not in self.sources:
            change = self.changes.get(path)
            side = None if change is None else change.before if is_before else change.after
            read = read_side(0, side, self.parsing, self.shelf) if side is not None and side.path == path else None
            is_whole = read is not None and read.root is not None and not read.root.has_error
            self.sources[key] = read if is_whole else None
        return self.sources[key]


def with_rename_proofs(
    units: Sequence[ChangeUnit], head: Head, changes: Sequence[FileChange], parsing: Parsing
) -> tuple[ChangeUnit, ...]:
    """Return units with the proofs of pure renames, which only a searched head can give."""
    if not any(map(is_provable, units)):
        return tuple(units)
    renames = Renames(head, {change.path: change for change in changes if not change.is_copy}, parsing)
    proved = renames.proved(units)
    parsing.watch(None)
    return proved


def entity_at(source: Source | None, place: Place) -> Entity | None:
    """Return the entity that stands at a place."""
    found = [
        entity
        for entity in (source.entities if source is not None else ())
        if entity.qualified_name == place.qualified_name and entity.lines.start == place.start_line
    ]
    return found[0] if len(found) == 1 else None


def container_of(mention: Mention, entity: Entity) -> str:
    """Return what holds a mention of a member: the name of the outermost entities around it, as deep as the member's.

    What is no member may be named from anywhere.
    """
    if entity.parent is None:
        return ""
    depth = entity.parent.qualified_name.count(".") + 1
    return ".".join(around.name for around in mention.inside[:depth])


def is_same(one: Entity, other: Entity) -> bool:
    """Return whether two entities, read in different ways, are one."""
    return one.parts[-1].start == other.parts[-1].start


def is_in_class_body(mention: Mention) -> bool:
    """Return whether a name stands directly in a type, where it may be a member that has no entity."""
    return bool(mention.inside) and mention.inside[-1].kind in TYPES


def names_in(tokens: Tokens) -> set[bytes]:
    """Return the names among some tokens."""
    return {text for text, is_name in zip(tokens.texts, tokens.are_names, strict=True) if is_name}


def replaced(tokens: Tokens, names: dict[bytes, bytes]) -> list[bytes]:
    """Return the texts of tokens with names replaced."""
    pairs = zip(tokens.texts, tokens.are_names, strict=True)
    return [names.get(text, text) if is_name else text for text, is_name in pairs]


def digest(tokens: Tokens) -> str:
    """Return the digest of some tokens."""
    return digest_of(tokens.texts)
