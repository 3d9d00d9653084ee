"""What was not looked at, or only as plain lines: said wherever the review is shown (law 1)."""

from collections import Counter
from dataclasses import dataclass

from reviewer.model.review import Review
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
    """Return it in short: the notes on the whole pull, then how many files were read as lines, and mostly why."""
    files = {(item.path, item.reason) for item in review.coverage.fallbacks}
    if not files:
        return review.notes
    tally = Counter(reason for _, reason in sorted(files))
    ranked = sorted(tally.items(), key=lambda item: (-item[1], item[0]))
    said = [f"{reason} ({number:,})" for reason, number in ranked[:MOST_REASONS]]
    left = [count(len(ranked) - MOST_REASONS, "more reason")] if len(ranked) > MOST_REASONS else []
    notes = tuple(note.removesuffix(".") for note in review.notes)
    whole = count(len({path for path, _ in files}), "file")
    return (*notes, f"{whole} as plain lines: {', '.join([*said, *left])}")
