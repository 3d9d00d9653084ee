"""What the past of the touched files says; nothing where it was not read. Never who: how often, and how long ago."""

from collections.abc import Collection, Iterator, Mapping
from math import log1p
from pathlib import PurePosixPath
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
    values = past_values(found.values(), history.at)
    most = max(found, key=lambda path: (found[path].fixes, path))
    often = f"mended {many(found[most].fixes, 'time')} before ({most})"
    yield Counted("prior_fixes", values["prior_fixes"], f"touches code that was {often}")
    yield Counted("prior_changes", values["prior_changes"], "touches code that changes often")
    text = f"touches code that was changed {_ago(fmean(_days(history.at, one) for one in found.values()))}"
    yield Counted("fresh", values["fresh"], text)
    yield Counted("many_hands", values["many_hands"], "touches code that comes from many hands")


def past_values(found: Collection[FileHistory], at: int) -> dict[str, float]:
    """Return the features of the past of some files, at least one, as it stood at a moment."""
    days = fmean(_days(at, one) for one in found)
    return {
        "prior_fixes": log1p(fmean(one.fixes for one in found)),
        "prior_changes": log1p(fmean(one.changes for one in found)),
        "fresh": 1 / (1 + days / 30),
        "many_hands": fmean(1 - one.concentration for one in found),
    }


def landed_values(paths: Collection[str], past: Mapping[str, FileHistory], at: int) -> dict[str, float]:
    """Return the features that a change's paths of code and their past alone tell, those of `features` by name.

    No text is needed: a clone without blobs has all of it.
    """
    found = [past[path] for path in paths if path in past]
    directories = {str(PurePosixPath(path).parent) for path in paths}
    values = {
        "files": log1p(max(len(paths) - 1, 0)),
        "directories": log1p(max(len(directories) - 1, 0)),
        "new_file": log1p(len(paths) - len(found)),
    }
    return values | (past_values(found, at) if found else {})


def _days(at: int, one: FileHistory) -> float:
    return max(0, at - one.last) / DAY


def _ago(days: float) -> str:
    return "less than a day before" if days < 1 else f"{many(round(days), 'day')} before"
