"""Data and documents: what is never called mechanical in them, what is, and which units a person would name."""

import pytest
from folder_pulls import change_of_texts

from reviewer.diff import diff_pull
from reviewer.diff.languages.yaml import DEEPEST
from reviewer.model.units import ChangeUnit


def units_of(path: str, before: bytes, after: bytes) -> tuple[ChangeUnit, ...]:
    return diff_pull([change_of_texts(path, before, after)]).units


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.yaml", b"a: |\n  x\n  y\nb: 1\n", b"a: |\n  x\n   y\nb: 1\n"),
        ("a.yaml", b"a: |+\n  x\n\nb: 1\n", b"a: |+\n  x\n\n\nb: 1\n"),
        ("a.yaml", b"a: |+\n  x\n\n# b\nb: 1\n", b"a: |+\n  x\n\n\n# c\nb:  1\n"),
        ("a.yaml", b"a: |\n  x\n", b"a: |\n  x"),
        ("a.yaml", b"a: 'x  y'\n", b"a: 'x y'\n"),
        ("a.yaml", b'a: "x\\\n  y"\n', b'a: "x\n  y"\n'),
        ("a.yaml", b"a:\n  b: 1\nc: 1\n", b"a:\n  b: 1\n  c: 1\n"),
        ("a.yaml", b"a:\n  - b: 1\n    c: 1\n", b"a:\n  - b: 1\n  - c: 1\n"),
        ("a.yaml", b"a: yes\n", b"a: 'yes'\n"),
        ("a.yaml", b"uses: a@0f3 # v1\n", b"uses: a@0f3 # v2\n"),
        ("a.yaml", b'image: a # {"$imagepolicy": "a:b"}\n', b'image: a # {"$imagepolicy": "a:c"}\n'),
        ("a.yaml", b"a: {{ b }}\nc: 1\n", b"a: { { b } }\nc:  1\n"),
        ("a.yaml", b"a: 1\n---\nb: 1\n", b"a: 1\nb: 1\n"),
        ("a.yaml", b"a: 1 # b\n", b"a: 1# b\n"),
        ("a.json", b'{"a": "x  y"}\n', b'{"a": "x y"}\n'),
        ("a.jsonc", b"{\n// @ts-ignore\n}\n", b"{\n// @ts-nocheck\n}\n"),
        ("a.toml", b'a = """\nx\n"""\n', b'a = """\n x\n"""\n'),
        ("a.toml", b"[a]\nb = 1\n", b"[a.b]\nb = 1\n"),
        ("a.sh", b"f() {\n  cat <<-E\n\tx\n\tE\n}\n", b"f() {\n  cat <<-E\n\t x\n\tE\n}\n"),
        ("a.sh", b"f() {\n  a\\\nb\n}\n", b"f() {\n  a \\\nb\n}\n"),
        ("a.sh", b"export X=a\\\nb\n", b"export X=a \\\nb\n"),
        ("a.sh", b"X=a\\\nb\n", b"X=a \\\nb\n"),
        ("a.sh", b"f() {\n  a $x$y\n}\n", b"f() {\n  a $x $y\n}\n"),
        ("a.sh", b"f() {\n  if a; then b; fi\n  c\n}\n", b"f() {\n  if a; then b\n  c; fi\n}\n"),
        ("a.sh", b"# shellcheck disable=SC1\nf\n", b"# shellcheck disable=SC2\nf\n"),
        ("a.sh", b"#!/bin/sh\nf\n", b"#!/bin/bash\nf\n"),
        ("a.sh", b"f <<E\n# a\nE\n", b"f <<E\n# b\nE\n"),
        ("a.sh", b"f 'a\n# b'\n", b"f 'a\n# c'\n"),
        ("a.sh", b"X=(\n a\\\nb\n)\n", b"X=(\n a \\\nb\n)\n"),
        ("a.sh", b"case $x in\na\\\nb) c;;\nesac\n", b"case $x in\na \\\nb) c;;\nesac\n"),
        ("a.sh", b"for x in a\\\nb; do c; done\n", b"for x in a \\\nb; do c; done\n"),
        ("a.sh", b"[[ a\\\nb ]]\n", b"[[ a \\\nb ]]\n"),
        ("a.sh", b"echo > a\\\nb\n", b"echo > a \\\nb\n"),
        ("a.sql", b"select 'a  b';\n", b"select 'a b';\n"),
        ("a.sql", b"-- name: Get :one\nselect 1;\n", b"-- name: Get :many\nselect 1;\n"),
        ("a.sql", b"select /*+ full(a) */ 1 from a;\n", b"select /*+ index(a) */ 1 from a;\n"),
        ("a.sql", b"create function f() as $$\nif x:\n  y\n$$;\n", b"create function f() as $$\nif x:\n   y\n$$;\n"),
        ("a.sql", b"drop table a;\nselect 1;\n", b"select 1;\ndrop table a;\n"),
        ("a.tf", b'a = "x  ${b}"\n', b'a = "x ${b}"\n'),
        ("a.tf", b"a = <<E\nx\nE\n", b"a = <<E\n x\nE\n"),
        ("a.tf", b"a {\n  b = 1\n}\nc = 1\n", b"a {\n  b = 1\nc = 1\n}\n"),
        ("a.tf", b"# tfsec:ignore:a\na = 1\n", b"# tfsec:ignore:b\na = 1\n"),
        ("Dockerfile", b"FROM a\nRUN b  c\n", b"FROM a\nRUN b c\n"),
        ("Dockerfile", b"FROM a\nRUN b \\\n # c\n d\n", b"FROM a\nRUN b \\\n # e\n d\n"),
        ("Dockerfile", b"# syntax=a\nFROM a\n", b"\n# syntax=a\nFROM a\n"),
        ("Dockerfile", b"# syntax=a\nFROM a\n", b"# b\n\n# syntax=a\nFROM a\n"),
        ("Dockerfile", b"# syntax=a\n# escape=`\nFROM a\n", b"# syntax=a\n\n# escape=`\nFROM a\n"),
        ("Dockerfile.web", b"FROM a\nRUN <<E\n# b\nE\n", b"FROM a\nRUN <<E\n# c\nE\n"),
        ("Dockerfile", b"FROM a\nRUN b\nRUN c\n", b"FROM a\nRUN c\nRUN b\n"),
        ("Dockerfile", b"FROM a\n# hadolint ignore=DL1\nRUN c\n", b"FROM a\n# hadolint ignore=DL2\nRUN c\n"),
        ("a.md", b"a  \nb\n", b"a\nb\n"),
        ("a.md", b"# A\n\n- b\n- c\n", b"# A\n\n- b\n\n- c\n"),
        ("a.md", b"a\n\n```\nb\n```\n", b"a\n\n```\n b\n```\n"),
        ("a.md", b"a\n\n    b\n", b"a\n\n   b\n"),
        ("a.md", b"<!-- a -->\n", b"<!-- b -->\n"),
        ("a.md", b"a\n", b"a\n\n"),
        ("a.html", b"<pre>\n a\n</pre>\n", b"<pre>\n  a\n</pre>\n"),
        ("a.html", b"<pre>\n<b id=a>\nx</b>\n</pre>\n", b"<pre>\n <b id=a>\nx</b>\n</pre>\n"),
        ("a.html", b"<b>a</b> <i>b</i>\n", b"<b>a</b><i>b</i>\n"),
        ("a.html", b"<!--[if IE]>a<![endif]-->\n", b"<!--[if IE]>b<![endif]-->\n"),
        ("a.css", b"a { b: c }\nd { b: e }\n", b"d { b: e }\na { b: c }\n"),
        ("a.css", b".a .b {\n c: d\n}\n", b".a.b {\n c: d\n}\n"),
        ("a.css", b"a {\n b: calc(1px + 2px)\n}\n", b"a {\n b: calc(1px +2px)\n}\n"),
        ("a.css", b"// a\nb { c: d }\n", b"// e\nb { c: d }\n"),
        ("a.css", b"/* stylelint-disable a */\nb { c: d }\n", b"/* stylelint-disable e */\nb { c: d }\n"),
        ("a.css", b"@import 'a';\n@import 'b';\n", b"@import 'b';\n@import 'a';\n"),
        ("a.scala", b"def f =\n  if a then\n    b\n    c\n", b"def f =\n  if a then\n    b\n  c\n"),
        ("a.scala", b"def f = {\n  a\n  -b\n}\n", b"def f = {\n  a -b\n}\n"),
        ("a.scala", b'def f = """\n  a"""\n', b'def f = """\n a"""\n'),
        ("a.scala", b"import a.b\nimport c.b\n", b"import c.b\nimport a.b\n"),
        ("a.swift", b'let a = """\n  b\n  """\n', b'let a = """\n   b\n  """\n'),
        ("a.swift", b"func f() {\n  a\n  -b\n}\n", b"func f() {\n  a -b\n}\n"),
        ("a.swift", b'let a = "b \\(c)  d"\n', b'let a = "b \\(c) d"\n'),
        ("a.swift", b"// swift-tools-version:5.9\nlet a = 1\n", b"// swift-tools-version:5.8\nlet a = 1\n"),
        ("a.toml", b"a = 1\n[b]\n", b"[b]\na = 1\n"),
    ],
)
def test_what_acts_in_data_is_never_called_mechanical(path: str, before: bytes, after: bytes) -> None:
    units = units_of(path, before, after)
    assert units
    assert [unit for unit in units if unit.proof is not None] == []


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("a.yaml", b"a:\n- b: 1\n  c: 2\n", b"a:\n  - b:  1\n    c: 2\n"),
        ("a.yaml", b"# one\na: 1\n", b"# two\na: 1\n"),
        ("a.yaml", b"a: [1, 2]\n", b"a: [\n  1,\n  2\n]\n"),
        ("a.json", b'{\n"a": [[1], 2]\n}\n', b'{\n"a": [\n [1],\n 2 ]\n}\n'),
        ("a.json", b'{\n"a": 1\n}\n', b'{\n"a" : 1\n}'),
        ("a.sh", b"# x\nf() {\n a\n}\n", b"# y\nf() {\n\n   a\n}\n"),
        ("a.sql", b"-- x\ncreate table a (b int);\n", b"-- y\ncreate table a (\n  b int\n);\n"),
        ("a.tf", b'# x\na "b" {\nc = 1\n}\n', b'# y\na "b" {\n  c = 1\n}\n'),
        ("Dockerfile", b"FROM a\n# x\nRUN b\n", b"FROM  a\n\n# y\nRUN b\n"),
        ("a.css", b"/* x */\na {\nb: c;\n}\n", b"/* y */\na {\n\n  b: c; }\n"),
        ("a.toml", b"# x\n[a]\nb=1\n", b"# y\n[a]\n\nb = 1\n"),
    ],
)
def test_layout_of_data_that_does_not_act_is_proved(path: str, before: bytes, after: bytes) -> None:
    units = units_of(path, before, after)
    assert units
    assert [unit for unit in units if unit.proof is None] == []


@pytest.mark.parametrize(
    ("path", "before", "after", "names"),
    [
        ("a.yaml", b"a:\n  b:\n    c:\n      d: 1\n", b"a:\n  b:\n    c:\n      d: 2\n", ["a.b.c"]),
        ("a.yaml", b"a:\n  - x: 1\n  - x: 2\n", b"a:\n  - x: 1\n  - x: 3\n", ["a"]),
        ("a.yaml", b"- name: x\n  run: 1\n- uses: y@v1\n", b"- name: x\n  run: 2\n- uses: y@v2\n", ["x.run", "y"]),
        ("a.yaml", b"a: 1\n", b"a: 1\nb:\n  c: 1\n  d:\n    e: 1\n", ["b"]),
        ("a.yaml", b"b:\n  c: 1\n  d:\n    e: 1\na: 1\n", b"a: 1\n", ["b"]),
        (
            "a.json",
            b'{\n"a": {\n"b": {\n"c": {\n"d": 1\n}\n}\n}\n}\n',
            b'{\n"a": {\n"b": {\n"c": {\n"d": 2\n}\n}\n}\n}\n',
            ["a.b.c"],
        ),
        ("a.json", b'[\n{\n"id": 1,\n"b": 1\n}\n]\n', b'[\n{\n"id": 1,\n"b": 2\n}\n]\n', ["1.b"]),
        ("a.json", b'{\n"a": [\n{"b": 1},\n{"b": 1}\n]}\n', b'{\n"a": [\n{"b": 1},\n{"b": 2}\n]}\n', ["a"]),
        ("a.toml", b"[a]\nx = 1\n# b\n[b]\ny = 1\n", b"[a]\nx = 1\n# c\n[b]\ny = 1\n", ["b"]),
        ("a.toml", b'[[a]]\nname = "b"\nc = 1\n', b'[[a]]\nname = "b"\nc = 2\n', ["a.b.c"]),
        ("a.sql", b"alter table if exists a.b add c int;\n", b"alter table a.b add d int;\n", ["alter table a.b"]),
        ("a.tf", b'r "a" "b" {\nc {\nd = 1\n}\n}\n', b'r "a" "b" {\nc {\nd = 2\n}\n}\n', ["r.a.b"]),
        ("a.tfvars", b"a = 1\n", b"a = 2\n", ["a"]),
        (
            "Dockerfile",
            b"FROM a AS b\nRUN c d\nFROM x:1\nCOPY e f\n",
            b"FROM a AS b\nRUN c e\nFROM x:2\nCOPY g f\n",
            ["b.RUN c", "x", "x.COPY f"],
        ),
        ("a.md", b"# A\n\nb\n\n## C\n\nd\n", b"# A\n\nb\n\n## C\n\ne\n", ["A.C"]),
        (
            "a.css",
            b"@media (a) {\n.b,\n.c {\nd: e;\n}\n}\n",
            b"@media (a) {\n.b,\n.c {\nd: f;\n}\n}\n",
            ["@media (a)..b, .c"],
        ),
        ("a.css", b":root {\n--a: b;\n}\n", b":root {\n--a: c;\n}\n", [":root.--a"]),
        ("a.html", b"<body>\n<p id='a'>\nb\n</p>\n</body>\n", b"<body>\n<p id='a'>\nc\n</p>\n</body>\n", ["body.p#a"]),
        ("a.swift", b"extension A<B> {\nfunc f() {}\n}\n", b"extension A<B> {\nfunc f() { g() }\n}\n", ["A.f"]),
        (
            "a.scala",
            b'class T {\nit should "add" in {\na\n}\n}\n',
            b'class T {\nit should "add" in {\nb\n}\n}\n',
            ["T.it should add"],
        ),
        ("app.dockerfile", b"FROM a\n# one\nFROM b\n", b"FROM a\n# two\nFROM b\n", ["b"]),
        (
            "a.yaml",
            b"kind: Job\nmetadata:\n  name: a\n---\nkind: Job\nmetadata:\n  name: b\nspec: 1\n",
            b"kind: Job\nmetadata:\n  name: a\n---\nkind: Job\nmetadata:\n  name: b\nspec: 2\n",
            ["Job b.spec"],
        ),
    ],
)
def test_a_unit_of_data_is_what_a_person_would_name(path: str, before: bytes, after: bytes, names: list[str]) -> None:
    assert [unit.place.qualified_name for unit in units_of(path, before, after)] == names


def test_words_of_data_relate_it_to_code() -> None:
    (unit,) = units_of("a.yaml", b"a: |\n  one\n  old_name\n", b"a: |\n  one\n  new_name\n")
    assert unit.mentions == ("new_name", "old_name")


@pytest.mark.parametrize("level", [b"%sa:\n", b"%s- a:\n", b"%s? a:\n"])
def test_yaml_that_would_overflow_its_grammar_is_read_as_lines(level: bytes) -> None:
    deep = b"".join(level % (b"  " * depth) for depth in range(300))
    assert {unit.fallback for unit in units_of("a.yaml", b"", deep)} == {f"nested deeper than {DEEPEST} levels"}
    assert {unit.fallback for unit in units_of("a.yaml", b"", b"- " * 300 + b"\n")} == {
        f"nested deeper than {DEEPEST} levels"
    }


def test_what_passes_something_that_git_keeps_is_reordered() -> None:
    before, after = b"a = 1\nx = f(\n    1\n)\ny = f(2)\nb = 1\n", b"a = 1\ny = f(2)\nx = f(\n    1\n)\nb = 1\n"
    units = units_of("a.py", before, after)
    assert [(unit.actions[0].value, unit.place.name, unit.proof) for unit in units] == [("reordered", "y", None)]
