"""Permission changes of files as git records them: executable bits, symbolic links, submodules."""

from collections.abc import Iterator

from reviewer.model.facts import Fact, FactKind
from reviewer.model.texts import Change, ChangedFile
from reviewer.model.units import Action, ChangeUnit

_WORDS = {
    "100644": "a plain file",
    "100755": "executable",
    "120000": "a symbolic link",
    "160000": "a submodule",
}


def read_permissions(change: Change) -> Iterator[Fact]:
    """Yield a fact for each file whose mode changes, and for each new file that is more than a plain one."""
    for file in change.files:
        detail = _detail(file)
        unit = _owner(file, change.units) if detail else None
        if detail and unit:
            yield Fact(FactKind.PERMISSION, file.path, detail, unit.anchor, unit.fingerprint)


def _detail(file: ChangedFile) -> str | None:
    before, after = file.change.before, file.change.after
    if after is None or after.mode not in _WORDS:
        return None
    if before is None:
        return None if after.mode == "100644" else f"new, {_WORDS[after.mode]}"
    if before.mode == after.mode or before.mode not in _WORDS:
        return None
    return f"becomes {_WORDS[after.mode]}, was {_WORDS[before.mode]}"


def _owner(file: ChangedFile, units: tuple[ChangeUnit, ...]) -> ChangeUnit | None:
    here = [unit for unit in units if unit.place.path == file.path]
    return next((unit for unit in here if Action.MODE_CHANGED in unit.actions), here[0] if here else None)
