"""What git does not list may have come, gone, or been passed all the same; then no proof hides it."""

import re
from pathlib import Path

import pytest
from editing import SOURCES, edited, edits
from folder_pulls import change_of_texts
from hypothesis import assume, given
from hypothesis import strategies as st

from reviewer.diff import diff_pull
from reviewer.diff.reading import Source, read_file
from reviewer.diff.tokens import read_tokens
from reviewer.diff.trees import Shelf
from reviewer.model.files import FileChange, FileSide, Hunk
from reviewer.model.lines import LineRange
from reviewer.model.parsing import PARSE_ALL
from reviewer.model.units import Action, ProofKind

SHAPE = re.compile(rb"\d+<|\n")


def leaves(source: Source | None) -> list[bytes]:
    assert source is not None
    assert source.root is not None
    return [text for text in read_tokens(source, [source.root], {}).texts if not SHAPE.match(text)]


@given(st.sampled_from(SOURCES), edits)
def test_a_file_that_is_proved_to_differ_in_layout_and_comments_has_the_same_words(
    source: Path, changes: list[tuple[str, int, int]]
) -> None:
    text = source.read_bytes()
    change = change_of_texts(source.name, text, edited(text, changes))
    kinds = {unit.proof.kind if unit.proof is not None else None for unit in diff_pull([change]).units}
    assume(kinds <= {ProofKind.FORMATTING, ProofKind.COMMENT})
    read = read_file(0, change, PARSE_ALL, Shelf())
    assert leaves(read.before) == leaves(read.after)


def listing(name: str, before: bytes, after: bytes, *hunks: tuple[LineRange | None, LineRange | None]) -> FileChange:
    """Return a change with hunks as git may choose them: of two equal pieces, either may be the new one."""
    return FileChange(
        FileSide(name, content=before), FileSide(name, content=after), tuple(Hunk(*hunk) for hunk in hunks)
    )


def proofs(change: FileChange) -> list[ProofKind | None]:
    return [unit.proof.kind if unit.proof is not None else None for unit in diff_pull([change]).units]


@pytest.mark.parametrize("lines", [LineRange(1, 3), LineRange(4, 6)])
def test_of_two_twins_the_one_that_git_lists_is_the_added_one(lines: LineRange) -> None:
    function = b"def f():\n    return 1\n\n"
    units = diff_pull([listing("a.py", function, function * 2, (None, lines))]).units
    assert [(unit.actions, unit.added_lines) for unit in units] == [((Action.ADDED,), (lines,))]


FIRST, SECOND = LineRange(1, 2), LineRange(3, 4)


@pytest.mark.parametrize(
    ("name", "hunks"), [("f", [(FIRST, None), (None, SECOND)]), ("g", [(None, FIRST), (SECOND, None)])]
)
def test_of_two_that_crossed_the_one_that_git_lists_moved(
    name: str, hunks: list[tuple[LineRange | None, LineRange | None]]
) -> None:
    one, other = b"def f():\n    return 1\n", b"def g():\n    return 2\n"
    units = diff_pull([listing("a.py", one + other, other + one, *hunks)]).units
    assert [(unit.place.name, unit.actions, unit.proof) for unit in units] == [(name, (Action.REORDERED,), None)]


@pytest.mark.parametrize("first", [3, 4, 5, 6])
def test_a_second_block_is_no_layout_whichever_git_lists(first: int) -> None:
    block = b"  {\n    g();\n  }\n"
    before, after = (b"class A {\n  void f()\n" + block * count + b"}\n" for count in (1, 2))
    assert None in proofs(listing("A.java", before, after, (None, LineRange(first, first + 2))))


@pytest.mark.parametrize(
    ("name", "call", "item"),
    [
        ("a.ts", b"call();\n", b"@A\nclass B {\n  x = 1;\n}\n"),
        ("a.rs", b"call!();\n", b"#[a]\nfn f() {\n    g();\n}\n"),
    ],
)
def test_a_statement_that_passed_an_item_with_attributes_is_no_layout(name: str, call: bytes, item: bytes) -> None:
    assert None in proofs(change_of_texts(name, call + item, item + call))


@pytest.mark.parametrize("swallowed", [b"check();\n", b"function check() {\n  run();\n}\n"])
def test_what_a_comment_above_it_swallows_is_not_hidden_by_it(swallowed: bytes) -> None:
    before = swallowed + b"/* Runs. */\nrun();\n"
    assert None in proofs(change_of_texts("a.js", before, b"/*\n" + before))


def test_a_method_that_fell_into_the_one_above_it_is_not_hidden() -> None:
    before = b"class A\n  def f(x)\n    x\n  end\n\n  def g\n    1\n  end\nend\n"
    after = b"class A\n  def f(x)\n\n  def g\n    1\n  end\n    x\n  end\nend\n"
    assert None in proofs(change_of_texts("a.rb", before, after))


def test_a_layout_is_proved_beside_a_change_of_what_holds_it() -> None:
    before = b"class A {\n  int x = 1;\n  int f() { return 1; }\n}\n"
    after = b"class A<T> {\n  int x = 1;\n  int f() {\n    return 1;\n  }\n}\n"
    assert proofs(change_of_texts("A.java", before, after)) == [None, ProofKind.FORMATTING]
