"""The files of a whole tree: which of them hold text, and which stand near a change."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from reviewer.git.repository import Repository, decode_path
from reviewer.model.ids import Sha

REGULAR = b"100"
"""How the modes of files begin that are neither links nor submodules."""

_PICTURES = (
    ".png",
    ".jpg",
    ".jpeg",
    ".gif",
    ".ico",
    ".webp",
    ".bmp",
    ".svg",
    ".pdf",
    ".psd",
    ".woff",
    ".woff2",
    ".ttf",
)
_SOUNDS = (".mp3", ".mp4", ".mov", ".webm", ".wav", ".ogg")
_ARCHIVES = (".zip", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".tar", ".jar", ".war", ".pack", ".idx")
_BUILT = (".class", ".so", ".dll", ".dylib", ".exe", ".bin", ".o", ".a", ".pyc", ".wasm", ".map", ".snap", ".lock")
_DATA = (".sqlite", ".db", ".parquet", ".npy", ".keystore", ".p12", ".otf", ".eot")

WITHOUT_TEXT = frozenset((*_PICTURES, *_SOUNDS, *_ARCHIVES, *_BUILT, *_DATA))
"""Endings of files in which nobody names what a program defines."""


@dataclass(frozen=True, slots=True)
class TreeFile:
    """A regular file of a tree."""

    path: str
    mode: str
    blob: Sha

    @property
    def ending(self) -> str:
        """Return its ending in lower case, ".py"; "" when it has none."""
        return PurePosixPath(self.path).suffix.lower()


def list_tree(repository: Repository, commit: Sha) -> list[TreeFile]:
    """Return every regular file of a commit's tree, by path."""
    output = repository.run("ls-tree", "-r", "-z", "--full-tree", commit).stdout
    files: list[TreeFile] = []
    for entry in output.split(b"\0")[:-1]:
        attributes, path = entry.split(b"\t", 1)
        mode, _, blob = attributes.split(b" ")
        if mode.startswith(REGULAR):
            files.append(TreeFile(decode_path(path), mode.decode(), Sha(blob.decode())))
    return files


def nearest_first(files: Iterable[TreeFile], near: Sequence[str]) -> list[TreeFile]:
    """Return files by how deep the folder is that they share with one of some paths, deepest first, then by path."""
    folders = {str(parent) for path in near for parent in PurePosixPath(path).parents}
    return sorted(files, key=lambda file: (-_shared_depth(file.path, folders), file.path))


def _shared_depth(path: str, folders: set[str]) -> int:
    parts = path.split("/")
    return next((depth for depth in range(len(parts) - 1, 0, -1) if "/".join(parts[:depth]) in folders), 0)
