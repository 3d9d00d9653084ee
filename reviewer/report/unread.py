"""What was not looked at, or only as plain lines: said wherever the review is shown (law 1)."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from reviewer.model.review import Review
from reviewer.model.units import Action, ChangeUnit
from reviewer.report.phrases import count

MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Unread:
    """One thing not fully read: a file's side, or (path "") something about the whole pull; and why."""

    path: str
    side: str
    reason: str


def unread_items(review: Review) -> tuple[Unread, ...]:
    """Return all that was not fully read, what concerns the whole pull first."""
    whole = tuple(Unread("", "", note) for note in review.notes)
    return whole + tuple(Unread(item.path, item.side.value, item.reason) for item in review.coverage.fallbacks)


def unread_words(review: Review) -> tuple[str, ...]:
    """Return it in short: the notes on the whole pull, then how many files were read as lines or not, mostly why."""
    unseen = {
        place.path
        for unit in review.units
        if is_unseen(unit)
        for place in (unit.before, unit.after)
        if place is not None
    }
    files = {(item.path, item.reason) for item in review.coverage.fallbacks}
    if not files:
        return review.notes
    notes = tuple(note.removesuffix(".") for note in review.notes)
    parts = (
        ("as plain lines", {file for file in files if file[0] not in unseen}),
        ("not at all", {file for file in files if file[0] in unseen}),
    )
    return (*notes, *(_tally(how, found) for how, found in parts if found))


def why_unread(unit: ChangeUnit) -> str:
    """Return how a unit was read that is no entity, and why: "read as lines: no grammar for .sh files"."""
    return f"{'not read' if is_unseen(unit) else 'read as lines'}: {unit.fallback}"


def is_unseen(unit: ChangeUnit) -> bool:
    """Return whether not even the lines of a unit were read."""
    return unit.fallback is not None and Action.BINARY in unit.actions


def _tally(how: str, files: Collection[tuple[str, str]]) -> str:
    """Return "3 files as plain lines: a symbolic link (2), a submodule (1)"."""
    tally = Counter(reason for _, reason in sorted(files))
    ranked = sorted(tally.items(), key=lambda item: (-item[1], item[0]))
    said = [f"{reason} ({number:,})" for reason, number in ranked[:MOST_REASONS]]
    left = [count(len(ranked) - MOST_REASONS, "more reason")] if len(ranked) > MOST_REASONS else []
    return f"{count(len({path for path, _ in files}), 'file')} {how}: {', '.join([*said, *left])}"
