"""Texts out of bare git directories: what commits changed, and the newest files."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reviewer.git.command import Call, Git

MOST_BYTES = 60_000
ZERO = "0" * 40
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Touched:
    """A file that a commit changed, and its blobs (None where a side does not exist)."""

    commit: str
    path: str
    before: str | None
    after: str | None


@dataclass(slots=True)
class Mirror:
    """A bare git directory."""

    name: str
    directory: Path
    git: Git

    def output(self, *arguments: str, stdin: bytes = b"") -> bytes:
        """Return what a git command says."""
        return self.git.run(Call(arguments, self.directory, stdin)).stdout

    def commits(self, most: int) -> list[list[Touched]]:
        """Return what the newest commits changed, merges aside, newest first."""
        form = ("--format=%x00%x00%H", "--raw", "-z", "--no-abbrev", "--no-merges", "--no-renames", "--diff-filter=ADM")
        text = self.output("log", f"-{most}", *form, "HEAD").decode("utf-8", "replace")
        return [list(read_raw(part)) for part in text.split("\0\0") if part.strip("\0\n")]

    def files(self) -> list[tuple[str, str]]:
        """Return the paths and blobs of the newest files."""
        listed = self.output("ls-tree", "-r", "-z", "HEAD").decode("utf-8", "replace").split("\0")
        rows = [line.partition("\t") for line in listed if " blob " in line]
        return [(path, head.split()[2]) for head, _, path in rows]

    def texts(self, blobs: Sequence[str]) -> dict[str, bytes]:
        """Return the text of some blobs; those that are too large, or absent, are left out."""
        found: dict[str, bytes] = {}
        unique = list(dict.fromkeys(blobs))
        for start in range(0, len(unique), 2_000):
            found |= self.batch(unique[start : start + 2_000])
        return found

    def batch(self, blobs: Sequence[str]) -> dict[str, bytes]:
        """Return the texts of some blobs through one git."""
        asked = "".join(f"{blob}\n" for blob in blobs).encode()
        sizes = self.output("cat-file", "--batch-check=%(objectname) %(objecttype) %(objectsize)", stdin=asked)
        small = [
            fields[0]
            for line in sizes.decode().splitlines()
            if (fields := line.split())[1:2] == ["blob"] and int(fields[2]) <= MOST_BYTES
        ]
        data = self.output("cat-file", "--batch", stdin="".join(f"{blob}\n" for blob in small).encode())
        return dict(read_batch(data))


def read_batch(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield the blobs that `git cat-file --batch` wrote."""
    position = 0
    while position < len(data):
        end = data.index(b"\n", position)
        name, _, size = data[position:end].split()
        yield name.decode(), data[end + 1 : end + 1 + int(size)]
        position = end + 2 + int(size)


def read_raw(part: str) -> Iterator[Touched]:
    """Yield the files of one commit, out of `git log --raw -z`."""
    commit, _, rest = part.lstrip("\0").partition("\0")
    fields = iter(rest.lstrip("\n\0").split("\0"))
    for head in fields:
        if not head.strip("\n").startswith(":"):
            continue
        _, _, old, new, _ = head.strip("\n").split()
        yield Touched(commit.strip(), next(fields), None if old == ZERO else old, None if new == ZERO else new)


def find_mirrors(folder: Path, git: Git) -> list[Mirror]:
    """Return the git directories in a folder, `name`, `name/repo` or `owner/name`, in the order of their names."""
    places = sorted(path.parent for pattern in ("*/objects", "*/*/objects") for path in folder.glob(pattern))
    return [Mirror(str(place.relative_to(folder)).removesuffix("/repo"), place, git) for place in places]


def chosen(items: Sequence[Item], count: int, dice: random.Random) -> list[Item]:
    """Return some items at most, drawn without putting back."""
    return dice.sample(list(items), min(count, len(items)))
