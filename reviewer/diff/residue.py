"""The lines of a file that no entity owns: imports, top-level statements, comments between entities, layout.

They are one unit when the proof tokens of all of a file's own lines are the same on both sides. Otherwise imports,
comments and statements part, and statements that stand apart are units apart.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from reviewer.diff.acting import ACTING
from reviewer.diff.clusters import Numbers, clusters
from reviewer.diff.fingerprints import Unnamed
from reviewer.diff.import_order import head_of_imports
from reviewer.diff.judging import Judge
from reviewer.diff.ownership import is_free
from reviewer.diff.proofs import equal_tokens, without_marks
from reviewer.diff.reading import ReadFile, Source
from reviewer.diff.testing import is_test_path
from reviewer.diff.tokens import Tokens, digest_of
from reviewer.diff.words import mentions
from reviewer.model.ids import Fingerprint
from reviewer.model.lines import Side, ranges_of
from reviewer.model.units import Action, ChangeUnit, Place, Proof, ProofKind


class Sort(Enum):
    """What a line of a file's own holds."""

    BLANK = auto()
    COMMENT = auto()
    IMPORT = auto()
    STATEMENT = auto()


@dataclass(slots=True)
class Residue:
    """A file's own changed lines, sorted, with the tokens of all its own lines on each side.

    `touching` are the indexes of the tokens that touch each changed line.
    """

    file: ReadFile
    sources: dict[Side, Source]
    tokens: dict[Side, Tokens]
    sorts: dict[Side, dict[int, Sort]]
    touching: dict[Side, dict[int, list[int]]]

    def numbers(self, *sorts: Sort) -> Numbers:
        """Return the line numbers that hold one of some sorts, by side."""
        return {side: [number for number, sort in known.items() if sort in sorts] for side, known in self.sorts.items()}


def residue_units(file: ReadFile, own: Numbers, judge: Judge) -> list[Unnamed]:
    """Return the units of a file's own changed lines."""
    if not any(own.values()):
        return []
    residue = read_residue(file, own, judge)
    if kind := why_unchanged(residue):
        return [unit_of(residue, own, action_of(kind), kind)]
    imports = residue.numbers(Sort.IMPORT)
    if is_untold(residue):
        return [unit_of(residue, own, Action.TOP_LEVEL, None)]
    units: list[Unnamed] = []
    if any(imports.values()):
        kind = ProofKind.IMPORT_ORDER if is_only_order(residue, imports) else None
        units.append(unit_of(residue, imports, Action.IMPORTS, kind))
    is_same = have_same_acting(residue)
    comments, blank = residue.numbers(Sort.COMMENT, Sort.BLANK), residue.numbers(Sort.BLANK)
    if is_same and any(comments.values()):
        kind = ProofKind.FORMATTING if comments == blank else ProofKind.COMMENT
        units.append(unit_of(residue, comments, action_of(kind), kind))
    rest = residue.numbers(Sort.STATEMENT) if is_same else residue.numbers(Sort.STATEMENT, Sort.COMMENT, Sort.BLANK)
    statements = clusters(file.change.hunks, rest)
    return units + [unit_of(residue, numbers, Action.TOP_LEVEL, None) for numbers in statements]


def action_of(kind: ProofKind) -> Action:
    """Return the action that a proof is for."""
    return Action.COMMENT_ONLY if kind is ProofKind.COMMENT else Action.FORMATTING_ONLY


def read_residue(file: ReadFile, own: Numbers, judge: Judge) -> Residue:
    """Return a file's own lines, read on the sides that exist."""
    sources = {
        side: source for side, source in ((Side.BEFORE, file.before), (Side.AFTER, file.after)) if source is not None
    }
    tokens = {side: judge.file_tokens(source, side, file.index) for side, source in sources.items()}
    sorts = {side: sort_lines(source, own[side]) for side, source in sources.items()}
    touching = {side: tokens_by_line(source, tokens[side], own[side]) for side, source in sources.items()}
    return Residue(file, sources, tokens, sorts, touching)


def why_unchanged(residue: Residue) -> ProofKind | None:
    """Return by what argument a file's own lines are the same on both sides, None when they are not."""
    if len(residue.sources) < 2 or any(source.errors or source.layout_acts for source in residue.sources.values()):
        return None
    before, after = residue.tokens[Side.BEFORE], residue.tokens[Side.AFTER]
    if before.texts != after.texts:
        return None
    # Prose in a comment of which other lines act is counted among the statements.
    has_comments = any(
        number in known
        for side, known in residue.sorts.items()
        for span in residue.sources[side].comments
        for number in residue.sources[side].lines.range_of(*span).numbers()
    )
    return ProofKind.COMMENT if has_comments else ProofKind.FORMATTING


def is_untold(residue: Residue) -> bool:
    """Return whether statements that git does not list are others now: then comments and layout are why."""
    sides = [tokens.texts for tokens in residue.tokens.values()]
    is_listed = any(residue.numbers(Sort.IMPORT, Sort.STATEMENT).values())
    return len(sides) > 1 and sides[0] != sides[1] and not is_listed


def have_same_acting(residue: Residue) -> bool:
    """Return whether the comments that act, and the gaps behind them, are the same on both sides that exist."""
    if any(source.layout_acts for source in residue.sources.values()):
        return False
    acting = [[text for text in tokens.texts if text.startswith(ACTING)] for tokens in residue.tokens.values()]
    return all(texts == acting[0] for texts in acting)


def sort_lines(source: Source, numbers: Sequence[int]) -> dict[int, Sort]:
    """Return what each of some lines holds; a blank line goes with the import or statement above or below it."""
    imports = {number for span in source.imports for number in source.lines.range_of(*span).numbers()}
    comments = comment_lines(source)
    sorts: dict[int, Sort] = {}
    for number in numbers:
        if number in imports:
            sorts[number] = Sort.IMPORT
        elif not source.lines.text(number).strip():
            sorts[number] = Sort.BLANK if is_free(source, number) else Sort.STATEMENT
        else:
            sorts[number] = Sort.COMMENT if number in comments else Sort.STATEMENT
    for order, step in ((numbers, -1), (list(reversed(numbers)), 1)):
        for number in order:
            if sorts[number] is Sort.BLANK:
                sorts[number] = sorts.get(number + step, Sort.BLANK)
    return sorts


def comment_lines(source: Source) -> frozenset[int]:
    """Return the lines that hold nothing but comments that do not act."""
    found: set[int] = set()
    for start, end in source.comments:
        lines = source.lines.range_of(start, end)
        left = source.content[source.lines.span(lines.start)[0] : start]
        right = source.content[end : max(end, source.lines.span(lines.end)[1])]
        if not left.strip() and not right.strip() and start not in source.acting:
            found.update(lines.numbers())
    return frozenset(found)


def is_only_order(residue: Residue, imports: Numbers) -> bool:
    """Return whether the same imports stand in another order, alone on their lines, where order does not act."""
    sources = residue.sources
    if len(sources) < 2 or any(source.errors for source in sources.values()):
        return False
    if any(source.language is None or source.language.are_imports_ordered for source in sources.values()):
        return False
    heads = {side: head_of_imports(source, residue.tokens[side]) for side, source in sources.items()}
    are_in_heads = all(
        index < heads[side][0] for side in Side for number in imports[side] for index in residue.touching[side][number]
    )
    return are_in_heads and heads[Side.BEFORE][1] == heads[Side.AFTER][1]


def unit_of(residue: Residue, numbers: Numbers, action: Action, kind: ProofKind | None) -> Unnamed:
    """Return the unit of some lines of a file's own, and the digests of the tokens that touch them."""
    tokens = {
        side: residue.tokens[side].part(index for number in numbers[side] for index in residue.touching[side][number])
        for side in residue.sources
    }
    places = {side: place_of(source, numbers[side]) for side, source in residue.sources.items()}
    unit = ChangeUnit(
        fingerprint=Fingerprint(""),
        actions=(action,),
        entity_kind=None,
        before=places.get(Side.BEFORE),
        after=places.get(Side.AFTER),
        removed_lines=ranges_of(numbers.get(Side.BEFORE, ())),
        added_lines=ranges_of(numbers.get(Side.AFTER, ())),
        mentions=mentions((source, tokens[side], numbers[side]) for side, source in residue.sources.items()),
        proof=proof_of(kind, residue),
        is_test=is_test_path(residue.file.change.path),
    )
    before, after = (digest_of(without_marks(tokens[side])) if side in tokens else "" for side in Side)
    return unit, before, after


def place_of(source: Source, numbers: Sequence[int]) -> Place | None:
    """Return where some lines stand, None where there are none."""
    return Place(source.path, "", "", min(numbers), max(numbers)) if numbers else None


def tokens_by_line(source: Source, tokens: Tokens, numbers: Iterable[int]) -> dict[int, list[int]]:
    """Return which tokens touch each of some lines; a string of many lines touches each of them."""
    touching: dict[int, list[int]] = {number: [] for number in numbers}
    if not touching:
        return touching
    first, last = source.lines.starts[min(touching) - 1], source.lines.span(max(touching))[1]
    near = ((index, span) for index, span in enumerate(tokens.spans) if span[0] <= last and span[1] >= first)
    for index, (start, end) in near:
        for number in touching.keys() & source.lines.range_of(start, end).numbers():
            touching[number].append(index)
    return touching


def proof_of(kind: ProofKind | None, residue: Residue) -> Proof | None:
    """Return the proof for some lines: equal tokens on both sides; of comments, that there are none at all."""
    if kind is None:
        return None
    if kind is ProofKind.IMPORT_ORDER:
        digests = (head_of_imports(source, residue.tokens[side])[1] for side, source in residue.sources.items())
        return equal_tokens(kind, *digests)
    if why_unchanged(residue):
        return equal_tokens(kind, *(digest_of(without_marks(residue.tokens[side])) for side in Side))
    return equal_tokens(kind, digest_of(()), digest_of(()))
