"""What a backtest says in words, the same in the terminal and on the page."""

from datetime import UTC, datetime

from reviewer.model.backtest import Backtest, How, Labels, Measured, Mend, PastChange
from reviewer.report.phrases import count, listing, short

DAY = 86_400

NOISE = (
    "Labels are those of the history itself. Reverts and fixes that name their cause are sure; the rest is SZZ: a fix, "
    "known by its subject, blames the changes that last touched the code it replaces. About half of such fixes are "
    "real ones, a fix that only adds lines blames nobody, and what was mended in silence is in no label."
)
LOWER_IS_BETTER = frozenset({"calibration error"})


def day(at: int) -> str:
    """Return a day as people write it everywhere: 2026-11-26."""
    return datetime.fromtimestamp(at, UTC).date().isoformat()


def figure(value: float, is_gain: bool = False) -> str:  # noqa: FBT001, FBT002 - templates have no keywords of their own
    """Return "0.772", of a gain "+0.031"."""
    return f"{value:+.3f}" if is_gain else f"{value:.3f}"


def range_of(value: Measured, is_gain: bool = False) -> str:  # noqa: FBT001, FBT002 - as above
    """Return "0.701 to 0.835", the middle 95 %; "" where none was drawn."""
    if value.low is None or value.high is None:
        return ""
    return f"{figure(value.low, is_gain)} to {figure(value.high, is_gain)}"


def measured(value: Measured | None, *, is_gain: bool = False) -> str:
    """Return "0.772 (0.701 to 0.835)", a dash for what was not measured."""
    if value is None:
        return "-"
    drawn = range_of(value, is_gain)
    return f"{figure(value.value, is_gain)} ({drawn})" if drawn else figure(value.value, is_gain)


def headline(found: Backtest) -> str:
    """Return what was tried on what: "Tried on 270 later changes, 31 of them mended since"."""
    changes, faulty = found.trial.later
    return f"Tried on {count(changes, 'later change')}, {faulty:,} of them mended since"


def split_words(found: Backtest) -> str:
    """Return how the changes were split, and which are too young to tell."""
    changes, faulty = found.trial.earlier
    return (
        f"{count(changes, 'change')} before {day(found.trial.split)}, {faulty:,} of them mended, teach; later "
        f"ones judge. Changes of the last {found.settle_days} days are too young for silence to mean anything, and do "
        "neither. "
        f"Over all, {found.trial.base_rate:.0%} of changes to code are known to have been mended."
    )


def labels_words(name: str, labels: Labels) -> str:
    """Return where a repository's labels come from."""
    ways = [f"{labels.by[how]:,} {how.value}" for how in How if how in labels.by]
    known = f"known as faulty: {listing(ways)}" if ways else "none is known as faulty"
    fixes = f"{count(labels.fixes, 'fix', 'fixes')} looked through, {labels.fixes_left_out:,} of which blame nobody"
    return f"{name}: {count(labels.changes, 'change')} scored; {known}; {fixes}; {'; '.join(labels.notes)}."


def fate(change: PastChange) -> str:
    """Return what became of a change, by its surest mend."""
    if not change.mends:
        return "nothing known"
    surest = min(change.mends, key=lambda mend: (list(How).index(mend.how), mend.at))
    more = f", and {count(len(change.mends) - 1, 'more mend')}" if len(change.mends) > 1 else ""
    return f"{_when(change, surest)}: {surest.how.value} ({short(surest.sha)} {surest.subject}){more}"


def _when(change: PastChange, mend: Mend) -> str:
    days = max(0, (mend.at - change.at) // DAY)
    return "the same day" if days == 0 else f"{count(days, 'day')} later"
