"""Hunks between texts that are in no repository: git is given both sides under neutral names, many at a time."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from reviewer.git.command import Call, Git
from reviewer.git.diff import DIFF_OPTIONS
from reviewer.git.hunks import read_hunks, split_sections
from reviewer.model.files import Hunk

_NAME = re.compile(rb"diff --git a/(\d+) b/")

# A folder that lives for a second needs no compression, and many small packs are never unpacked.
_QUICK = (("core.compression", "0"), ("pack.compression", "0"), ("fastimport.unpackLimit", "1"))


@dataclass(frozen=True, slots=True)
class TextPair:
    """Two texts; None where a side does not exist."""

    before: bytes | None
    after: bytes | None


@dataclass(frozen=True, slots=True)
class TextDiff:
    """The hunks between two texts, and whether git took either for binary (then there are none)."""

    hunks: tuple[Hunk, ...] = ()
    is_binary: bool = False


def diff_texts(pairs: Sequence[TextPair], git: Git) -> list[TextDiff]:
    """Return the difference of each pair, in order. A pair is compared as given: no renames are looked for."""
    if not pairs:
        return []
    with TemporaryDirectory(prefix="reviewer-texts-") as name:
        folder = Path(name)
        git.run(Call(("init", "--quiet", "--bare", "--template=", name)))
        git.run(Call(("fast-import", "--quiet", "--depth=0"), folder, b"".join(_stream(pairs)), config=_QUICK))
        command = ("diff-tree", "-r", "-p", "-U0", "--no-renames", *DIFF_OPTIONS, "refs/before", "refs/after")
        patch = git.run(Call(command, folder)).stdout
    diffs = [TextDiff()] * len(pairs)
    for section in split_sections(patch):
        found = _NAME.match(section.header)
        if found is None:
            raise ValueError(f"a name of our own came back changed: {section.header[:80]!r}")
        diffs[int(found[1])] = TextDiff(read_hunks(section.body), section.is_binary)
    return diffs


def _stream(pairs: Sequence[TextPair]) -> Iterator[bytes]:
    """Write both trees in git-fast-import(1)'s language; file N of either side is called N."""
    for ref, texts in (("before", [pair.before for pair in pairs]), ("after", [pair.after for pair in pairs])):
        yield f"commit refs/{ref}\ncommitter . <.> 0 +0000\ndata 0\n".encode()
        for number, text in enumerate(texts):
            if text is not None:
                yield f"M 100644 inline {number}\ndata {len(text)}\n".encode()
                yield text
                yield b"\n"
