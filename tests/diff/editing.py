"""Sources, and edits of them such as people and tools make; their syntax may break."""

import re
from pathlib import Path

from hypothesis import strategies as st

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "diff"
SOURCES = sorted(path for path in FOLDER.glob("*-changed/before/**/*") if path.is_file())
REMARK = re.compile(rb"//|\*|#")

edits = st.lists(
    st.tuples(
        st.sampled_from(["delete", "repeat", "swap", "insert", "indent", "number", "move"]),
        st.integers(0, 60),
        st.integers(0, 60),
    ),
    min_size=1,
    max_size=8,
)


def edited(text: bytes, changes: list[tuple[str, int, int]]) -> bytes:
    """Return a text after some edits."""
    lines = text.split(b"\n")
    for kind, left, right in changes:
        i, j = left % len(lines), right % len(lines)
        if kind == "delete" and len(lines) > 2:
            del lines[i : i + 1 + j % 4]
            lines = lines or [b""]
        elif kind == "repeat":
            lines[j:j] = lines[i : i + 6]
        elif kind == "swap":
            lines[i], lines[j] = lines[j], lines[i]
        elif kind == "insert":
            lines.insert(i, b"")
        elif kind == "indent":
            lines[i] = b"  " + lines[i]
        elif kind == "number":
            lines[i] = re.sub(rb"\d+", b"77", lines[i])
        elif kind == "move":
            block = lines[i : i + 9]
            del lines[i : i + 9]
            lines[j:j] = block
    return b"\n".join(lines)


@st.composite
def joined(draw: st.DrawFn, text: bytes) -> bytes:
    """Return a text with some line ends taken out, where neither line has a comment."""
    lines = text.split(b"\n")
    joins = draw(st.lists(st.booleans(), min_size=len(lines), max_size=len(lines)))
    found = lines[:1]
    for line, is_joined in zip(lines[1:], joins[1:], strict=True):
        if is_joined and not REMARK.search(found[-1] + line):
            found[-1] += b" " + line.lstrip()
        else:
            found.append(line)
    return b"\n".join(found)
