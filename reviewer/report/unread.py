"""What was not looked at, or only as plain lines: said wherever the review is shown (law 1)."""

from collections import Counter
from dataclasses import dataclass

from reviewer.model.review import Review
from reviewer.model.units import Fallback
from reviewer.report.phrases import count


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
    """Return it in short: the notes on the whole pull, then how many files were read as lines, and why, by reason."""
    return (*review.notes, *_by_reason(review.coverage.fallbacks))


def _by_reason(fallbacks: tuple[Fallback, ...]) -> list[str]:
    files = {(item.path, item.reason) for item in fallbacks}
    tally = Counter(reason for _, reason in sorted(files))
    return [f"{count(number, 'file')} as plain lines ({reason})" for reason, number in sorted(tally.items())]
