"""Files that shipped grammars choke on, real endless loops and real crashes; and an eye on what they leave behind."""

import ctypes
import os
from pathlib import Path

from reviewer.model.files import FileChange, FileSide, Hunk
from reviewer.model.lines import LineRange

ENOUGH = 100_000
"""Bytes with which the grammars below take far longer, or far more memory, than any test allows."""


def lines_of(word: str) -> str:
    """Return lines that repeat a word: within every limit on the size of a file, a line, and their number."""
    line = word * 200 + "\n"
    return line * (ENOUGH // len(line))


ENDLESS = lines_of("->")
"""In JavaScript nothing but errors, after each of which the grammar tries all that might mend them: minutes."""

GREEDY = lines_of("a<")
"""In Java a comparison or a type argument at each step, and the grammar keeps both: six gigabytes."""


def added(path: str, text: str | bytes) -> FileChange:
    """Return a file that a pull adds."""
    content = text.encode() if isinstance(text, str) else text
    return FileChange(None, FileSide(path, content=content), (Hunk(None, LineRange(1, content.count(b"\n"))),))


def loop_forever() -> None:
    """Hold Python's lock in a loop written in C: no thread and no signal handler of this process runs again."""
    sum(iter(int, 1))


def crash() -> None:
    """Read where there is nothing."""
    ctypes.string_at(0)


def children() -> set[int]:
    """Return the processes that this one started and that are still there, dead or alive."""
    found = (task / "children" for task in Path(f"/proc/{os.getpid()}/task").iterdir())
    return {int(pid) for file in found for pid in file.read_text().split()}
