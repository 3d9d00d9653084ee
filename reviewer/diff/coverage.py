"""What the units cover: nothing is dropped silently."""

from collections.abc import Sequence

from reviewer.model.files import FileChange
from reviewer.model.lines import Side
from reviewer.model.units import ChangeUnit, Coverage, Fallback


def cover(units: Sequence[ChangeUnit], files: Sequence[FileChange]) -> Coverage:
    """Return how many files and lines there are, how many a grammar read, and why the rest was not."""
    fallbacks: set[Fallback] = set()
    unparsed: set[str] = set()
    lines = parsed_lines = 0
    for unit in units:
        lines += unit.churn
        if unit.fallback is None:
            parsed_lines += unit.churn
            continue
        unparsed.add(unit.place.path)
        for place, side in ((unit.before, Side.BEFORE), (unit.after, Side.AFTER)):
            if place is not None:
                fallbacks.add(Fallback(place.path, side, unit.fallback))
    return Coverage(
        files=len(files),
        parsed_files=sum(change.path not in unparsed and not change.is_binary for change in files),
        changed_lines=lines,
        parsed_lines=parsed_lines,
        fallbacks=tuple(sorted(fallbacks)),
    )
