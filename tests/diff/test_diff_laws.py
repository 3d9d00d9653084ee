import re
from collections import Counter
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from editing import FOLDER, SOURCES, edited, edits
from folder_pulls import change_of_texts, holder, pull_of_folders
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reviewer.diff import diff_pull
from reviewer.diff.entities import Entity
from reviewer.diff.pairing import pair_entities
from reviewer.diff.pairs import Pairing
from reviewer.diff.reading import read_file
from reviewer.diff.trees import Shelf
from reviewer.model.files import FileChange, Hunk
from reviewer.model.lines import LineRange
from reviewer.model.parsing import PARSE_ALL
from reviewer.model.units import Action, PullDiff

LINE_COMMENT = re.compile(rb"\s*}?\s*(//|/\*|\*|#|--|\"\"\"|<)")
FREE_LAYOUT = (".java", ".go", ".rs", ".c", ".cpp", ".cs", ".php")
few = settings(max_examples=60, deadline=None)

sources = st.sampled_from(SOURCES)
# Where the first line acts (a shebang, PHP's text before its tag), a line above it changes more than places.
SOURCES_FREE_AT_THE_TOP = [
    source for source in SOURCES if source.suffix != ".php" and not source.read_bytes().startswith(b"#!")
]


def owned(diff: PullDiff) -> Counter[tuple[str, str, int]]:
    found: Counter[tuple[str, str, int]] = Counter()
    for unit in diff.units:
        for side, ranges, place in (("-", unit.removed_lines, unit.before), ("+", unit.added_lines, unit.after)):
            for lines in ranges:
                assert place is not None
                found.update((place.path, side, number) for number in lines.numbers())
    return found


def listed(files: list[FileChange]) -> Counter[tuple[str, str, int]]:
    found: Counter[tuple[str, str, int]] = Counter()
    for file in files:
        for hunk in file.hunks:
            for side, lines, text in (("-", hunk.removed, file.before), ("+", hunk.added, file.after)):
                if lines is not None:
                    assert text is not None
                    found.update((text.path, side, number) for number in lines.numbers())
    return found


def pairing_of(*files: FileChange) -> Pairing:
    return pair_entities([read_file(index, file, PARSE_ALL, Shelf()) for index, file in enumerate(files)])


@few
@given(sources, edits)
def test_every_changed_line_is_in_exactly_one_unit(source: Path, changes: list[tuple[str, int, int]]) -> None:
    text = source.read_bytes()
    files = [change_of_texts(source.name, text, edited(text, changes))]
    assert owned(diff_pull(files)) == listed(files)


@pytest.mark.parametrize("case", sorted(FOLDER.iterdir()), ids=lambda case: case.name)
def test_every_changed_line_of_a_readable_case_is_in_exactly_one_unit(case: Path) -> None:
    files = pull_of_folders(case)
    assert owned(diff_pull(files)) == listed(files)


@few
@given(sources, edits)
def test_nobody_is_paired_twice(source: Path, changes: list[tuple[str, int, int]]) -> None:
    text = source.read_bytes()
    pairing = pairing_of(change_of_texts(source.name, text, edited(text, changes)))
    assert {after: before for before, after in pairing.after_of.items()} == pairing.before_of


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_file_maps_onto_itself(source: Path) -> None:
    text = source.read_bytes()
    pairing = pairing_of(change_of_texts(source.name, text, text))
    places: list[tuple[Entity, Entity]] = list(pairing.after_of.items())
    assert [before.start for before, _ in places] == [after.start for _, after in places]
    assert pairing.left_before() == pairing.left_after() == []


def turned(change: FileChange) -> FileChange:
    hunks = tuple(Hunk(hunk.added, hunk.removed) for hunk in change.hunks)
    return FileChange(change.after, change.before, hunks)


@few
@given(sources, st.data())
def test_turning_the_sides_turns_added_and_removed(source: Path, data: st.DataObject) -> None:
    lines = source.read_bytes().split(b"\n")
    start = data.draw(st.integers(0, len(lines) - 1))
    shorter = b"\n".join(lines[:start] + lines[start + data.draw(st.integers(1, 12)) :])
    change = change_of_texts(source.name, source.read_bytes(), shorter)
    names = [names_with(diff_pull([one]), one is change) for one in (change, turned(change))]
    assert names[0] == names[1]


def names_with(diff: PullDiff, is_first: bool) -> list[list[str]]:  # noqa: FBT001 - a plain switch
    gone, come = {Action.REMOVED, Action.INLINED}, {Action.ADDED, Action.EXTRACTED}
    return [
        sorted(unit.place.qualified_name for unit in diff.units if actions & {*unit.actions})
        for actions in ((gone, come) if is_first else (come, gone))
    ]


@few
@given(st.sampled_from(SOURCES_FREE_AT_THE_TOP), edits, st.integers(1, 9))
@example(FOLDER / "typescript-changed/before/src/cart.ts", [("swap", 9, 55), ("swap", 20, 42)], 1)
def test_lines_that_move_never_change_a_fingerprint(
    source: Path, changes: list[tuple[str, int, int]], count: int
) -> None:
    text = source.read_bytes()
    near = change_of_texts(source.name, text, edited(text, changes))
    assert fingerprints(near) == fingerprints(lowered(near, count))


def fingerprints(change: FileChange) -> list[str]:
    return [unit.fingerprint for unit in diff_pull([change]).units]


def lowered(change: FileChange, count: int) -> FileChange:
    """Return a change with some blank lines above both texts."""
    assert change.before is not None
    assert change.after is not None
    above = b"\n" * count
    hunks = tuple(Hunk(shifted(hunk.removed, count), shifted(hunk.added, count)) for hunk in change.hunks)
    before, after = (replace(side, content=above + (side.content or b"")) for side in (change.before, change.after))
    return FileChange(before, after, hunks)


def shifted(lines: LineRange | None, count: int) -> LineRange | None:
    return LineRange(lines.start + count, lines.end + count) if lines is not None else None


@pytest.mark.parametrize(
    "source", [source for source in SOURCES if source.suffix in FREE_LAYOUT], ids=lambda source: source.name
)
def test_free_layout_never_changes_a_fingerprint(source: Path) -> None:
    text = source.read_bytes()
    after = re.sub(rb"0(\.19)|(quantity > )0|100", rb"\g<2>7\g<1>", text)
    wide = re.sub(rb"(?m)^([ \t]+)(?!\s|\*)", rb"\1\1", after)
    plain, spread = (diff_pull([change_of_texts(source.name, text, other)]) for other in (after, wide))
    done = {unit.fingerprint for unit in plain.units if unit.proof is None}
    assert done
    assert done == {unit.fingerprint for unit in spread.units if unit.proof is None}


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_changed_word_is_never_called_mechanical(source: Path) -> None:
    lines = source.read_bytes().split(b"\n")
    for index, line in enumerate(lines):
        if LINE_COMMENT.match(line) or not (word := re.search(rb"[a-zA-Z]\w*|\d+", line)):
            continue
        changed = line[: word.start()] + b"Q" + word[0] + line[word.end() :]
        after = b"\n".join([*lines[:index], b"", b" " + changed.lstrip(), *lines[index + 1 :]])
        diff = diff_pull([change_of_texts(source.name, b"\n".join(lines), after)])
        assert holder(diff, index + 2).proof is None, changed


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.py", b"X = 1\n", b"X = 1  # type: int\n"),
        ("a.py", b"def f():\n    return 1  # noqa: A\n", b"def f():\n    return 1\n"),
        ("a.py", b"#!/bin/python\nX = 1\n", b"#!/bin/python3\nX = 1\n"),
        (
            "a.py",
            b'def f():\n    """\n    >>> f()\n    1\n    """\n',
            b'def f():\n    """\n    >>> f()\n    2\n    """\n',
        ),
        ("a.go", b"//go:build linux\n\npackage a\n", b"//go:build windows\n\npackage a\n"),
        ("a.go", b"//go:build linux\n\npackage a\n", b"//go:build linux\npackage a\n"),
        ("a.go", b'package a\n\n// #include <a.h>\nimport "C"\n', b'package a\n\n// #include <b.h>\nimport "C"\n'),
        ("a.go", b'package a\n\n// int f();\nimport "C"\n', b'package a\n\n// int g();\nimport "C"\n'),
        ("a.js", b"/* eslint-disable */\nf();\n", b"f();\n"),
        ("a.ts", b"class A {\n  a = 1;\n  ['b']() {}\n}\n", b"class A {\n  a = 1\n  ['b']() {}\n}\n"),
        ("a.js", b"f(`a\n  b`)\n", b"f(`a\n b`)\n"),
        ("a.js", b"import './a';\nimport './b';\n", b"import './b';\nimport './a';\n"),
        ("a.py", b"import a\nimport b\n", b"import b\nimport a\n"),
        ("a.c", b"#include <a.h>\n#include <b.h>\n", b"#include <b.h>\n#include <a.h>\n"),
        ("a.c", b"#define F (x)\n", b"#define F(x)\n"),
        ("a.rb", b"def f\n  g -1\nend\n", b"def f\n  g - 1\nend\n"),
        ("a.rb", b"X = <<~A\n  a\nA\n", b"X = <<~A\n   a\n   b\nA\n"),
        ("a.kt", b"fun f(): Int {\n    return 1 + 2\n}\n", b"fun f(): Int {\n    return 1\n    + 2\n}\n"),
        ("a.py", b"for a in b:\n    f()\n    g()\n", b"for a in b:\n    f()\ng()\n"),
        ("a.jsx", b"const A = () => <p><a/> <b/></p>;\n", b"const A = () => <p><a/>\n<b/></p>;\n"),
        ("a.rs", b"/// ```\n/// f(1)\n/// ```\nfn f() {}\n", b"/// ```\n/// f(2)\n/// ```\nfn f() {}\n"),
        ("a.rs", b"class!{ a  b }\n", b"class!{ a b }\n"),
        ("a.java", b"class A {\n  int a = 1, b = a;\n}\n", b"class A {\n  int b = a, a = 1;\n}\n"),
        ("a.py", b"a()\n\n\ndef f():\n    pass\n", b"def f():\n    pass\n\n\na()\n"),
        ("a.py", b"def f():\n    pass\na()\nb()\nc()\nd()\n", b"a()\nb()\nc()\nd()\ndef f():\n    pass\n"),
        ("a.py", b"@a\n@b\ndef f():\n    pass\n", b"@b\n@a\ndef f():\n    pass\n"),
        ("a.go", b"func init() { a() }\n\nfunc init() { b() }\n", b"func init() { b() }\n\nfunc init() { a() }\n"),
        (
            "a.java",
            b"class A {\n  int a = f();\n  int b = g();\n}\n",
            b"class A {\n  int b = g();\n  int a = f();\n}\n",
        ),
        ("a.py", b"class A:\n    x = 1\n    y = x\n", b"class A:\n    y = x\n    x = 1\n"),
    ],
)
def test_layout_and_comments_that_act_are_never_called_mechanical(name: str, before: bytes, after: bytes) -> None:
    diff = diff_pull([change_of_texts(name, before, after)])
    assert [unit.proof for unit in diff.units] == [None] * len(diff.units)
    assert diff.units


def test_ranges_of_a_unit_are_apart() -> None:
    for case in FOLDER.iterdir():
        for unit in diff_pull(pull_of_folders(case)).units:
            assert_apart(unit.removed_lines)
            assert_apart(unit.added_lines)


def assert_apart(ranges: tuple[LineRange, ...]) -> None:
    assert all(left.end + 1 < right.start for left, right in pairwise(ranges))
