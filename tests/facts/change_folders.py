"""Changes kept as folders: `before/` and `after/` hold the texts, `prose.md` a title and the description below it."""

from pathlib import Path

from reviewer.git.cases import Case, CaseSide, snapshot_of
from reviewer.git.command import find_git
from reviewer.model.pulls import PullSnapshot


def change_folders(fixtures: Path) -> list[Path]:
    """Return the case folders of a room, by name."""
    return sorted(path for path in fixtures.iterdir() if path.is_dir())


def read_change(folder: Path) -> PullSnapshot:
    """Return the pull that a folder tells, with the hunks that git finds."""
    before, after = _side(folder / "before"), _side(folder / "after")
    paths = sorted({*before, *after})
    prose = folder / "prose.md"
    title, _, body = prose.read_text("utf-8").partition("\n") if prose.exists() else ("", "", "")
    pairs = tuple((before.get(path), after.get(path)) for path in paths)
    return snapshot_of(Case(folder.name, pairs, title, body.strip("\n")), find_git())


def compare(folder: Path, lines: list[str], *, accept: bool) -> None:
    """Hold the lines against the folder's expected.txt, or rewrite it."""
    expected = folder / "expected.txt"
    told = "\n".join(lines) + "\n"
    if accept:
        expected.write_text(told, "utf-8")
    assert told == expected.read_text("utf-8")


def _side(folder: Path) -> dict[str, CaseSide]:
    files = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.exists() else []
    names = {path: path.relative_to(folder).as_posix() for path in files}
    return {names[path]: CaseSide(names[path], path.read_bytes()) for path in files}
