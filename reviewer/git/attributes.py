"""What the repository's attributes say of a file: written by nobody (generated), or by somebody else (vendored).

Git itself evaluates them, from a small index of our own that holds the `.gitattributes` of one tree: never those of the
head, where the author of a pull could exempt their own change. Macros of the tree's top level file count, as in git.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from reviewer.git.command import Call
from reviewer.git.repository import Repository, decode_path
from reviewer.model.ids import Sha

ATTRIBUTES = {"linguist-generated": "generated", "linguist-vendored": "vendored"}
"""The attributes that GitHub folds a file for, and what we call it (github-linguist, "Overrides")."""


LONGEST_PATH = 1000
DEEPEST_FOLDER = 50
"""Of what is longer or deeper no attributes are looked up: each folder of it would be a path of its own to ask for."""


def attribute_files(paths: Iterable[str]) -> list[str]:
    """Return every place where attributes of these paths can stand, sorted."""
    folders = {parent for path in paths if _is_plain(path) for parent in PurePosixPath(path).parents}
    return sorted(str(folder / ".gitattributes") for folder in folders)


def read_generated(repository: Repository, files: dict[str, Sha], paths: Sequence[str]) -> dict[str, str]:
    """Return the reason for each path that attributes call generated or vendored.

    `files` are the `.gitattributes` of the trusted tree, by path.
    """
    if not files or not paths:
        return {}
    with TemporaryDirectory(prefix="reviewer-attributes-") as folder:
        index = Path(folder) / "index"
        entries = b"".join(f"100644 {blob}\t".encode() + encode_path(path) + b"\0" for path, blob in files.items())
        repository.git.run(Call(("update-index", "-z", "--index-info"), repository.directory, entries, index=index))
        asked = b"".join(encode_path(path) + b"\0" for path in paths if _is_plain(path))
        command = ("check-attr", "--cached", "-z", "--stdin", *ATTRIBUTES)
        answers = repository.git.run(Call(command, repository.directory, asked, index=index)).stdout.split(b"\0")
    return _reasons(answers)


def _reasons(answers: list[bytes]) -> dict[str, str]:
    """Read `path NUL attribute NUL value NUL` triples; the first attribute that says yes gives the reason."""
    reasons: dict[str, str] = {}
    for path, attribute, value in zip(answers[0::3], answers[1::3], answers[2::3], strict=False):
        if value in {b"set", b"true"}:
            name = attribute.decode()
            reasons.setdefault(decode_path(path), f"{ATTRIBUTES[name]} ({name} in .gitattributes)")
    return reasons


def _is_plain(path: str) -> bool:
    """Return whether a path is one that people check out; a tree can be made to hold others ("../x")."""
    if len(path) > LONGEST_PATH or path.count("/") > DEEPEST_FOLDER:
        return False
    return not {"", ".", ".."}.intersection(path.split("/"))


def encode_path(path: str) -> bytes:
    """Return a path's bytes as git has them."""
    return path.encode("utf-8", "surrogateescape")
