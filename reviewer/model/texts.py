"""The texts of a change: both sides of each file as far as they are known, its changed lines, and who owns them."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reviewer.model.code import bare_code, without_comments
from reviewer.model.files import FileChange, FileSide
from reviewer.model.lines import Anchor, LineRange, Side
from reviewer.model.units import ChangeUnit


@dataclass(frozen=True)
class SideText:
    """One side of a file by line number. `lines` lacks what is not known (a bare patch shows changed lines only)."""

    path: str
    lines: dict[int, str]

    @cached_property
    def code(self) -> dict[int, str]:
        """Return the lines with comments blanked."""
        return self._rebuilt(without_comments(self.path, "\n".join(self.lines.values())))

    @cached_property
    def bare(self) -> dict[int, str]:
        """Return the lines with comments and the inside of strings blanked."""
        return self._rebuilt(bare_code(self.path, "\n".join(self.lines.values())))

    def _rebuilt(self, text: str) -> dict[int, str]:
        return dict(zip(self.lines, text.split("\n"), strict=True)) if self.lines else {}


@dataclass(frozen=True)
class Line:
    """A changed line and the unit that owns it: its text, without comments, and without comments and strings."""

    unit: ChangeUnit
    anchor: Anchor
    code: str
    bare: str


@dataclass(frozen=True)
class ChangedFile:
    """A changed file with the units that stand in it; `changed` are its owned changed lines by side and number."""

    change: FileChange
    before: SideText
    after: SideText
    owners: dict[tuple[Side, int], ChangeUnit] = field(default_factory=dict[tuple[Side, int], ChangeUnit])

    @property
    def path(self) -> str:
        """Return the path that people know it by."""
        return self.change.path

    def text(self, side: Side) -> SideText:
        """Return one side's text."""
        return self.before if side is Side.BEFORE else self.after

    def changed(self, side: Side) -> Iterator[Line]:
        """Yield the changed lines of a side, in order, that one of the units owns."""
        text = self.text(side)
        for (where, number), unit in self.owners.items():
            if where is side and number in text.lines:
                anchor = Anchor(text.path, side, LineRange(number, number))
                yield Line(unit, anchor, text.code[number], text.bare[number])


@dataclass(frozen=True)
class Change:
    """All changed files of a pull, in order, and its units."""

    files: tuple[ChangedFile, ...]
    units: tuple[ChangeUnit, ...]

    def changed(self, side: Side) -> Iterator[Line]:
        """Yield the changed lines of a side over all files."""
        for file in self.files:
            yield from file.changed(side)


def gather(units: Sequence[ChangeUnit], files: Sequence[FileChange]) -> Change:
    """Return the change's texts with the owner of every changed line."""
    texts = [(file, _side_text(file, Side.BEFORE), _side_text(file, Side.AFTER)) for file in files]
    known = {
        (text.path, side)
        for _, before, after in texts
        for text, side in ((before, Side.BEFORE), (after, Side.AFTER))
        if text.lines
    }
    owners = _owners(units, known)
    return Change(tuple(_changed_file(*each, owners) for each in texts), tuple(units))


_Owners = dict[tuple[str, Side], dict[int, ChangeUnit]]


def _owners(units: Iterable[ChangeUnit], known: Collection[tuple[str, Side]]) -> _Owners:
    """Return who owns each changed line of the texts that are known: a file that was not read may have millions."""
    owners: _Owners = {}
    for unit in units:
        sides = ((unit.before, Side.BEFORE, unit.removed_lines), (unit.after, Side.AFTER, unit.added_lines))
        for place, side, ranges in sides:
            if place is not None and (place.path, side) in known:
                numbers = (number for lines in ranges for number in lines.numbers())
                owners.setdefault((place.path, side), {}).update(dict.fromkeys(numbers, unit))
    return owners


def _changed_file(file: FileChange, before: SideText, after: SideText, owners: _Owners) -> ChangedFile:
    owned: dict[tuple[Side, int], ChangeUnit] = {}
    for text, side in ((before, Side.BEFORE), (after, Side.AFTER)):
        numbers = owners.get((text.path, side), {})
        owned.update({(side, number): numbers[number] for number in sorted(numbers)})
    return ChangedFile(file, before, after, owned)


def _side_text(file: FileChange, side: Side) -> SideText:
    found = file.before if side is Side.BEFORE else file.after
    if found is None:
        return SideText("", {})
    return SideText(found.path, _whole(found) if found.content is not None else _patched(file, side))


def _whole(side: FileSide) -> dict[int, str]:
    content = side.content or b""
    if b"\0" in content[:8000]:
        return {}
    return _numbered(1, content.split(b"\n"))


def _patched(file: FileChange, side: Side) -> dict[int, str]:
    lines: dict[int, str] = {}
    for hunk in file.hunks:
        where = hunk.removed if side is Side.BEFORE else hunk.added
        texts = hunk.removed_text if side is Side.BEFORE else hunk.added_text
        if where is not None:
            lines.update(_numbered(where.start, texts))
    return lines


def _numbered(start: int, lines: Iterable[bytes]) -> dict[int, str]:
    return {number: line.decode("utf-8", "replace").rstrip("\r") for number, line in enumerate(lines, start)}
