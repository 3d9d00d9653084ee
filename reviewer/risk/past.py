"""What the past of the touched files says; nothing where it was not read. Never who: how often, and how long ago."""

from collections.abc import Iterator
from math import log1p
from statistics import fmean

from reviewer.model.history import FileHistory
from reviewer.risk.scope import Counted, Scope, many

DAY = 86_400


def past_features(scope: Scope) -> Iterator[Counted]:
    """Yield how often the touched code was mended and changed, how young it is, and from how many hands it comes.

    Prior fixes and changes of files: Graves et al., TSE 2000; age and number of changes: Kamei et al., TSE 2013;
    ownership as a share that has no name: Bird et al., FSE 2011. A file without a past counts as none.
    """
    history = scope.around.history
    paths = sorted({unit.place.path for unit in scope.code} | {unit.before.path for unit in scope.code if unit.before})
    if history is None or not paths:
        return
    found = {path: history.files[path] for path in paths if path in history.files}
    if not found:
        return
    fixes = [one.fixes for one in found.values()]
    most = max(found, key=lambda path: (found[path].fixes, path))
    often = f"mended {many(found[most].fixes, 'time')} before ({most})"
    yield Counted("prior_fixes", log1p(fmean(fixes)), f"touches code that was {often}")
    yield Counted(
        "prior_changes", log1p(fmean(one.changes for one in found.values())), "touches code that changes often"
    )
    days = fmean(_days(history.at, one) for one in found.values())
    text = f"touches code that was changed {_ago(days)}"
    yield Counted("fresh", 1 / (1 + days / 30), text)
    shared = fmean(1 - one.concentration for one in found.values())
    yield Counted("many_hands", shared, "touches code that comes from many hands")


def _days(at: int, one: FileHistory) -> float:
    return max(0, at - one.last) / DAY


def _ago(days: float) -> str:
    return "less than a day before" if days < 1 else f"{many(round(days), 'day')} before"
