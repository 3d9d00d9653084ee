"""Lines that several items share: whoever has the unit of such a line answers for all that stands on it."""

import re
from pathlib import Path

import pytest
from editing import SOURCES, joined
from folder_pulls import change_of_texts, holder
from hypothesis import assume, given
from hypothesis import strategies as st

from reviewer.diff import diff_pull
from reviewer.diff.reading import read_file
from reviewer.diff.trees import Shelf
from reviewer.model.parsing import PARSE_ALL
from reviewer.model.units import ProofKind

JOINABLE = (".java", ".rs", ".c", ".cpp", ".cs", ".php", ".js", ".ts", ".kt")
WORD = re.compile(rb"[a-zA-Z]\w*|\d+")


@pytest.mark.parametrize(
    ("name", "text", "old", "new"),
    [
        ("a.js", b"class A { f() {\n  return 1;\n}\n}\n", b"f()", b"f(x)"),
        ("a.js", b"class A {\n  f() {\n    return 1;\n  } g() { return check();\n  }\n}\n", b"check()", b"true"),
        ("a.js", b"function f() {\n  return 1;\n} function g() { return check();\n}\n", b"check()", b"true"),
        ("a.cpp", b"namespace a { namespace b {\nint f() {\n  return 1;\n}\n} }\n", b"b {", b"c {"),
        ("a.java", b"class A { int f() {\n  return g();\n}\n}\n", b"int f()", b"long f()"),
        ("a.rs", b"impl A { fn f() {\n  g()\n}\n}\n", b"fn f()", b"unsafe fn f()"),
        ("a.py", b"x = [\n  1]; y = (check(\n))\n", b"check", b"allow"),
    ],
)
def test_a_change_on_a_shared_line_is_never_called_mechanical(name: str, text: bytes, old: bytes, new: bytes) -> None:
    units = diff_pull([change_of_texts(name, text, text.replace(old, new))]).units
    assert [unit.proof for unit in units] == [None]


@pytest.mark.parametrize("is_turned", [False, True])
def test_lines_that_were_joined_or_parted_are_proved_layout(is_turned: bool) -> None:  # noqa: FBT001 - a plain switch
    joined, parted = b"class A { f() {\n  return 1;\n} }\n", b"class A {\n  f() {\n    return 1;\n  }\n}\n"
    units = diff_pull([change_of_texts("a.js", *((parted, joined) if is_turned else (joined, parted)))]).units
    assert {unit.proof.kind if unit.proof is not None else None for unit in units} == {ProofKind.FORMATTING}


def test_units_of_a_shared_line_that_was_changed_otherwise_are_not_the_same() -> None:
    before = b"function f() {\n  return 1;\n} function g() {\n  return 2;\n}\n"
    changes = [change_of_texts("a.js", before, before.replace(b"g()", new)) for new in (b"g(x)", b"g(y)")]
    first, second = (diff_pull([change]).units for change in changes)
    assert first[0].fingerprint != second[0].fingerprint


@given(st.sampled_from([source for source in SOURCES if source.suffix in JOINABLE]), st.data())
def test_a_changed_word_among_joined_lines_is_never_called_mechanical(source: Path, data: st.DataObject) -> None:
    text = data.draw(joined(source.read_bytes()))
    start = data.draw(st.sampled_from([word.start() for word in WORD.finditer(text)]))
    change = change_of_texts(source.name, text, text[:start] + b"Q" + text[start:])
    after = read_file(0, change, PARSE_ALL, Shelf()).after
    assert after is not None
    assume(not any(low <= start < high for low, high in after.comments))
    assert holder(diff_pull([change]), text.count(b"\n", 0, start) + 1).proof is None
