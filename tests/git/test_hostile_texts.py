"""Texts as an attacker makes them: bytes that are no text, and more of them than anybody reads."""

import resource
import time

import pytest
from plumbing import Tree
from pull_reviewing import Host

from reviewer.model.units import Action, ProofKind

PY = b"def f():\n    return 1\n\n\ndef g(x):\n    return x\n"
PY2 = PY.replace(b"1", b"2")
WIDE = PY.decode().encode("utf-16")
LARGE = b"x = 1\n" * 16_700_000


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (b"\x89PNG\0a", b"\x89PNG\0b", "binary"),
        (b"\x89PNG\0a", None, "binary"),
        (PY, PY + b"\0", "binary"),
        (PY, WIDE, "not text in UTF-8"),
        (WIDE, PY2.decode().encode("utf-16"), "not text in UTF-8"),
        (None, "\u4e2d\u6587\n".encode("utf-16-be"), "binary"),
    ],
)
def test_bytes_that_git_shows_no_lines_of_were_not_read(
    host: Host, before: bytes | None, after: bytes | None, reason: str
) -> None:
    sides: list[Tree] = [{b"z.py": PY} | ({b"a.py": text} if text is not None else {}) for text in (before, after)]
    reviewed = host.change(sides[0], {**sides[1], b"z.py": PY2})
    assert reviewed.waiting == {"a.py", "z.py"}
    assert reviewed.unread == f"1 file not at all: {reason} (1)"


def test_an_encoding_without_nul_is_read_as_lines(host: Host) -> None:
    reviewed = host.change({b"a.py": b"\xff\xfe" + "\u4e2d".encode("utf-16-le")}, {b"a.py": b"\xff\xfe\x11\x11\n"})
    assert reviewed.unread == "1 file as plain lines: not text in UTF-8 (1)"
    assert reviewed.waiting == {"a.py"}


def test_a_nul_behind_what_git_looks_at_is_read_as_lines(host: Host) -> None:
    reviewed = host.change({b"a.py": PY * 300}, {b"a.py": PY * 300 + b"x = '\0'\n"})
    assert reviewed.unread == "1 file as plain lines: not text in UTF-8 (1)"
    assert reviewed.waiting == {"a.py"}


def test_line_ends_alone_are_layout_and_beside_a_change_they_hide_nothing(host: Host) -> None:
    ended = PY.replace(b"\n", b"\r\n")
    reviewed = host.change({b"a.py": PY, b"b.py": PY}, {b"a.py": ended, b"b.py": ended.replace(b"1", b"2")})
    proved = {unit.place.path for unit in reviewed.review.units if unit.proof}
    assert (proved, reviewed.waiting) == ({"a.py", "b.py"}, {"b.py"})
    assert [unit.place.name for unit in reviewed.units("b.py") if unit.proof is None] == ["f"]


def test_a_mark_of_byte_order_is_layout_and_hides_nothing(host: Host) -> None:
    marked = b"\xef\xbb\xbf" + PY
    reviewed = host.change({b"a.py": PY, b"b.py": marked}, {b"a.py": marked, b"b.py": marked.replace(b"1", b"2")})
    assert reviewed.waiting == {"b.py"}
    assert {unit.proof.kind for unit in reviewed.units("a.py") if unit.proof} == {ProofKind.FORMATTING}


@pytest.mark.parametrize("more", [b"# caf\xe9\n", b"x = '\xe9'\n", b"\xff\xfe\n", b"# \xed\xa0\x80\n"])
def test_bytes_that_are_not_utf_8_are_never_called_mechanical(host: Host, more: bytes) -> None:
    reviewed = host.change({b"a.py": PY}, {b"a.py": PY + more})
    assert reviewed.waiting == {"a.py"}


@pytest.mark.parametrize("content", [LARGE, b"\0" * 100_000_000], ids=["text", "zeros"])
def test_a_file_of_a_hundred_megabytes_was_not_read(host: Host, content: bytes) -> None:
    memory, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    reviewed = host.change({b"a.py": PY}, {b"a.py": PY2, b"big.py": content})
    assert reviewed.waiting == {"a.py", "big.py"}
    assert reviewed.unread.startswith("1 file not at all: larger than 5 MB (100")
    assert time.process_time() - started < 60
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory < 2_000_000


def test_another_large_file_is_another_unit(host: Host) -> None:
    large = b"x = 1\n" * 1_000_000
    texts = (large[:-2] + b"2\n", large[:-2] + b"3\n")
    prints = {host.change({b"a.py": large}, {b"a.py": text}).review.units[0].fingerprint for text in texts}
    assert len(prints) == 2


def test_a_line_of_ten_megabytes_was_not_read(host: Host) -> None:
    reviewed = host.change({b"a.js": b"x" * 10_000_000 + b"\n"}, {b"a.js": b"y" * 10_000_000 + b"\n"})
    assert reviewed.waiting == {"a.js"}
    assert reviewed.unread == "1 file as plain lines: larger than 5 MB (10 MB) (1)"


def test_a_long_line_within_the_limits_is_read_as_a_line(host: Host) -> None:
    reviewed = host.change({b"a.js": b"x = 1\n"}, {b"a.js": b"x = " + b"1 + " * 200_000 + b"1\n"})
    assert reviewed.waiting == {"a.js"}
    assert reviewed.unread == "1 file as plain lines: a line is longer than 20,000 bytes (1)"


def test_more_lines_than_anybody_reads_are_one_unit(host: Host) -> None:
    reviewed = host.change({b"a.py": PY}, {b"a.py": PY, b"b.py": b"y\n" * 60_000})
    (unit,) = reviewed.review.units
    assert (unit.churn, unit.fallback) == (60_000, "more than 50,000 lines")
    assert reviewed.waiting == {"b.py"}


LANGUAGES = ("c", "cpp", "cs", "go", "java", "js", "kt", "php", "py", "rb", "rs", "tsx")


@pytest.mark.parametrize(("suffix", "pair"), [*((suffix, "()") for suffix in LANGUAGES), ("js", "{}"), ("rs", "[]")])
def test_a_hundred_thousand_brackets_in_each_other_are_reviewed(host: Host, suffix: str, pair: str) -> None:
    opening, closing = (bracket.encode() for bracket in pair)
    deep = b"".join(opening * 400 + b"\n" for _ in range(250))
    start = b"<?php $x = " if suffix == "php" else b"x = "
    name = f"a.{suffix}"
    started = time.process_time()
    reviewed = host.change(
        {name.encode(): b"x\n"}, {name.encode(): start + deep + b"1" + deep.replace(opening, closing) + b"\n"}
    )
    assert reviewed.waiting == {name}
    assert time.process_time() - started < 60


@pytest.mark.parametrize(
    ("name", "opening", "closing"),
    [(b"a.java", b"class A {\n", b"}\n"), (b"a.js", b"function f() {\n", b"}\n"), (b"a.rb", b"module A\n", b"end\n")],
)
def test_entities_in_each_other_have_a_last_one(host: Host, name: bytes, opening: bytes, closing: bytes) -> None:
    reviewed = host.change({name: b"\n"}, {name: opening * 2000 + closing * 2000})
    deepest = max(unit.place.qualified_name.count(".") for unit in reviewed.review.units)
    assert deepest == 49
    assert len(reviewed.check.text) < 65_536


def test_three_thousand_files_are_all_reviewed(host: Host) -> None:
    old = b"def f%d(x):\n    return x + 1\n\n\nclass C%d:\n    def m(self):\n        return 2\n"
    stream = bytearray()
    for body in (old, old.replace(b"+", b"-")):
        stream += b"commit refs/heads/topic\ncommitter A <a> 0 +0000\ndata 1\nx"
        for number in range(3000):
            text = body % (number, number)
            stream += b"M 100644 inline s/%d/%d.py\ndata %d\n" % (number % 50, number, len(text)) + text
    host.work.git("fast-import", "--quiet", stdin=bytes(stream))
    started = time.process_time()
    reviewed = host.review(host.work.git("rev-parse", "topic~1"), host.work.git("rev-parse", "topic"))
    assert len(reviewed.waiting) == 3000
    assert {unit.actions for unit in reviewed.review.units} == {(Action.BODY_CHANGED,)}
    assert "**3,000 of 3,000 units need you**" in reviewed.comment
    assert "and 2,970 more in all" in reviewed.comment
    assert time.process_time() - started < 90
