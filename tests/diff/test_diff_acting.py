import pytest
from folder_pulls import change_of_texts

from reviewer.diff import diff_pull

ACTING = {
    "a build tag": ("a.go", "//go:build linux\n\npackage a\n", "//go:build darwin\n\npackage a\n"),
    "the blank line behind a build tag": ("a.go", "//go:build linux\n\npackage a\n", "//go:build linux\npackage a\n"),
    "an export": ("a.go", "package a\n\n//export one\nfunc one() {}\n", "package a\n\n//export two\nfunc one() {}\n"),
    "what an example prints": (
        "a_test.go",
        "package a\n\nfunc Example() {\n\tshow()\n\t// Output:\n\t// one\n}\n",
        "package a\n\nfunc Example() {\n\tshow()\n\t// Output:\n\t// two\n}\n",
    ),
    "a type comment": ("a.py", "a = one()  # type: int\n", "a = one()  # type: str\n"),
    "a lint comment": ("a.py", "import os  # noqa: F401\n", "import os  # noqa\n"),
    "a lint comment that moved to another line": (
        "a.py",
        "a = [\n    1,  # noqa\n    2,\n]\n",
        "a = [\n    1,\n    2,  # noqa\n]\n",
    ),
    "a shebang": ("a.py", "#!/usr/bin/python2\na = 1\n", "#!/usr/bin/python3\na = 1\n"),
    "a line above a shebang": ("a.py", "#!/bin/python\na = 1\n", "# Our tool.\n#!/bin/python\na = 1\n"),
    "a blank line above a shebang": ("a.py", "#!/bin/python\na = 1\n", "\n#!/bin/python\na = 1\n"),
    "a line above the coding": ("a.py", "# A.\n# coding: latin-1\na = 1\n", "# A.\n# B.\n# coding: latin-1\na = 1\n"),
    "a linter that is switched off": ("a.js", "one();\n", "/* eslint-disable */\none();\n"),
    "a line between a lint comment and its line": (
        "a.js",
        "// eslint-disable-next-line\none();\n",
        "// eslint-disable-next-line\n// Two.\none();\n",
    ),
    "a pure call": ("a.js", "const a = /* #__PURE__ */ one();\n", "const a = one();\n"),
    "a type in JSDoc": (
        "a.js",
        "/**\n * Adds.\n * @param {number} a\n */\nfunction add(a) {}\n",
        "/**\n * Adds.\n * @param {string} a\n */\nfunction add(a) {}\n",
    ),
    "the second line of a tag": (
        "a.js",
        "/**\n * @typedef {{\n *   a: number\n * }} Cart\n */\n",
        "/**\n * @typedef {{\n *   a: string\n * }} Cart\n */\n",
    ),
    "a licence": (
        "a.c",
        "/* Copyright 2020 A. All\n * rights. */\nint a;\n",
        "/* Copyright 2021 A. All\n * rights. */\nint a;\n",
    ),
    "the second line of a licence": (
        "a.rb",
        "# Licensed to A.\n# You may copy.\na = 1\n",
        "# Licensed to A.\n# You may not.\na = 1\n",
    ),
    "a magic comment": ("a.rb", "# frozen_string_literal: true\na = 1\n", "# frozen_string_literal: false\na = 1\n"),
    "a falling through": (
        "a.c",
        "void f(int a) {\n  switch (a) {\n  case 1: one(); /* fall through */\n  case 2: two();\n  }\n}\n",
        "void f(int a) {\n  switch (a) {\n  case 1: one();\n  case 2: two();\n  }\n}\n",
    ),
    "a tested example": (
        "a.rs",
        "/// Adds.\n/// ```\n/// assert_eq!(add(1), 2);\n/// ```\nfn add(a: u8) {}\n",
        "/// Adds.\n/// ```\n/// assert_eq!(add(1), 3);\n/// ```\nfn add(a: u8) {}\n",
    ),
    "an annotation in PHP": (
        "a.php",
        "<?php\nclass A {\n    /** @Route('/a') */\n    function b() {}\n}\n",
        "<?php\nclass A {\n    /** @Route('/c') */\n    function b() {}\n}\n",
    ),
}
IDLE = {
    "prose above a type in JSDoc": (
        "a.js",
        "/**\n * Adds.\n * @param {number} a\n */\nfunction add(a) {}\n",
        "/**\n * Adds up.\n * @param {number} a\n */\nfunction add(a) {}\n",
    ),
    "JSDoc indented anew": (
        "a.ts",
        "class A {\n\t/**\n\t * @default 1\n\t */\n\ta: number;\n}\n",
        "class A {\n  /**\n   * @default 1\n   */\n  a: number;\n}\n",
    ),
    "prose behind a tested example": (
        "a.rs",
        "/// Adds.\n/// ```\n/// add(1);\n/// ```\n/// Slowly.\nfn add(a: u8) {}\n",
        "/// Adds.\n/// ```\n/// add(1);\n/// ```\n/// Slow.\nfn add(a: u8) {}\n",
    ),
    "prose below a lint comment behind code": (
        "a.py",
        "def f():\n    a = 1  # noqa\n    # One.\n    return a\n",
        "def f():\n    a = 1  # noqa\n    # Two.\n    return a\n",
    ),
    "a blank line behind a lint comment that shares its line": (
        "a.py",
        '"""Adds."""  # noqa\nimport a\n',
        '"""Adds."""  # noqa\n\nimport a\n',
    ),
    "the blank line behind a licence": (
        "a.kt",
        "/* Licensed to A. */\n\npackage a\n\nval b = 1\n",
        "/* Licensed to A. */\npackage a\n\nval b = 1\n",
    ),
    "an example that nobody runs": (
        "a.rb",
        "class A\n  # @example\n  #  one\n  def b\n    1\n  end\nend\n",
        "class A\n  # @example\n  #   two\n  def b\n    1\n  end\nend\n",
    ),
}


@pytest.mark.parametrize("name", ACTING)
def test_a_change_to_a_comment_that_acts_is_not_proved(name: str) -> None:
    path, before, after = ACTING[name]
    units = diff_pull([change_of_texts(path, before.encode(), after.encode())]).units
    assert any(unit.proof is None for unit in units)


@pytest.mark.parametrize("name", IDLE)
def test_a_change_beside_what_acts_in_a_comment_is_proved(name: str) -> None:
    path, before, after = IDLE[name]
    units = diff_pull([change_of_texts(path, before.encode(), after.encode())]).units
    assert units
    assert all(unit.proof is not None for unit in units)
