"""Texts that were moved unchanged to where they mean something else; made of real functions, imports and rules."""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from tree_sitter import Node

from bench.mutants.made import whole_end
from bench.mutants.sample import Edit, FilePair, Sample, Sort
from bench.mutants.syntax import known_language, line_at, parse, parses, squeezed, walk
from reviewer.diff.languages.language import Language
from reviewer.git.cases import CaseSide

FUNCTIONS = frozenset({"function_definition", "function_declaration", "function_item", "method"})
NEITHER = re.compile(rb"\b(self|super|eval|exec|globals|yield|await)\b|\r|^#", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Turned:
    """A change, the file that holds the moved text afterwards, and that text."""

    files: tuple[FilePair, ...]
    file: int
    moved: bytes


@dataclass(frozen=True, slots=True)
class Found:
    """A real file, and one of its plain functions (b"" when it has none)."""

    path: str
    text: bytes
    language: Language
    function: bytes
    name: bytes

    @property
    def suffix(self) -> str:
        """Return the ending of its name."""
        return PurePosixPath(self.path).suffix


Maker = Callable[[Found, random.Random], Turned | None]


def context_samples(repository: str, path: str, text: bytes, dice: random.Random) -> Iterator[Sample]:
    """Yield one change of context for each way that suits a file."""
    language = known_language(path)
    if language is None:
        makers = OTHERS.get(PurePosixPath(path).suffix, {})
        found = Found(path, text, Language(PurePosixPath(path).suffix, lambda: None, {}), b"", b"")
    elif parses(text, language) and b"\r" not in text:
        makers = MAKERS.get(language.name, {})
        function, name = a_function(text, language, dice)
        found = Found(path, text, language, function, name)
    else:
        return
    for way, maker in makers.items():
        if (turned := maker(found, dice)) is not None:
            yield sample_of(f"{repository} {path}", found.language.name, way, turned)


def sample_of(origin: str, language: str, way: str, turned: Turned) -> Sample:
    """Return a change of context as a sample, its edit being the text that moved."""
    after = turned.files[turned.file][1]
    assert after is not None
    start = after.text.find(turned.moved)
    first = line_at(after.text, start)
    lines = tuple(range(first, first + turned.moved.strip(b"\n").count(b"\n") + 1))
    gone = tuple(squeezed(line) for line in turned.moved.split(b"\n") if line.strip())
    return Sample(origin, language, Sort.CONTEXT, way, turned.files, Edit(way, turned.file, lines, gone))


def a_function(text: bytes, language: Language, dice: random.Random) -> tuple[bytes, bytes]:
    """Return a plain function at the top of a file, and its name."""
    found = [
        node
        for node in parse(text, language).root_node.children
        if node.type in FUNCTIONS
        and not NEITHER.search(node.text or b"")
        and 2 <= (node.text or b"").count(b"\n") <= 40
        and name_of(node)
    ]
    node = dice.choice(found) if found else None
    return ((node.text or b"") + b"\n", name_of(node)) if node is not None else (b"", b"")


def name_of(node: Node) -> bytes:
    """Return the name of a function."""
    named = node.child_by_field_name("name") or node.child_by_field_name("declarator")
    match = re.match(rb"\w+", (named.text or b"").lstrip(b"*& ")) if named is not None else None
    return match[0] if match is not None else b""


def between_files(old: bytes, new: bytes, paths: tuple[str, str] | None = None, reads: bytes = b"") -> Maker:
    """Return a maker that moves a function from a file that begins in one way to a file that begins in another.

    `reads` is a statement that comes first in the function's body, and reads the name that the two beginnings give
    different meanings.
    """

    def make(found: Found, _dice: random.Random) -> Turned | None:
        moved = with_first(found, reads)
        if moved is None or found.name in old + new:
            return None
        places = paths or (f"shop/first{found.suffix}", f"shop/second{found.suffix}")
        texts = (old + b"\n\n" + moved, old, new, new + b"\n\n" + moved)
        files = tuple(
            (CaseSide(path, before), CaseSide(path, after))
            for path, before, after in zip(places, texts[::2], texts[1::2], strict=True)
        )
        return Turned(files, 1, moved) if parses(texts[3], found.language) else None

    return make


def with_first(found: Found, statement: bytes) -> bytes | None:
    """Return a function with a statement put first in its body, None where it has no body on lines of its own."""
    if not found.function:
        return None
    head = re.match(rb"(?s)(.*?[{:)]\n)([ \t]+)", found.function)
    if not statement or head is None:
        return None if statement else found.function
    return head[1] + head[2] + statement + b"\n" + found.function[head.end(1) :]


def within_file(before: bytes, after: bytes) -> Maker:
    """Return a maker that moves a function in one file: `FUNCTION` stands for it in both texts."""

    def make(found: Found, _dice: random.Random) -> Turned | None:
        if not found.function or found.name in before + after:
            return None
        old, new = (text.replace(b"FUNCTION", found.function) for text in (before, after))
        path = f"shop/all{found.suffix}"
        is_read = parses(old, found.language) and parses(new, found.language)
        return Turned(((CaseSide(path, old), CaseSide(path, new)),), 0, found.function) if is_read else None

    return make


def swapped(kinds: frozenset[str], *, is_inner: bool = False) -> Maker:
    """Return a maker that swaps two neighbours of some node types in a real file."""

    def make(found: Found, dice: random.Random) -> Turned | None:
        root = parse(found.text, found.language).root_node
        places = [root] if not is_inner else list(walk(root))
        pairs = [
            (left, right)
            for node in places
            for left, right in pairwise(node.named_children)
            if left.type in kinds and right.type in kinds and are_lines(left, right, found.text)
        ]
        if not pairs:
            return None
        left, right = dice.choice(pairs)
        return exchange(found, (left.start_byte, left.end_byte), (right.start_byte, right.end_byte))

    return make


def are_lines(left: Node, right: Node, text: bytes) -> bool:
    """Return whether two different nodes stand on whole lines, one right above the other."""
    between = text[left.end_byte : right.start_byte]
    is_alone = whole_end(left, text) >= 0 and whole_end(right, text) >= 0
    return is_alone and left.text != right.text and between.strip() in (b"", b";")


def exchange(found: Found, left: tuple[int, int], right: tuple[int, int]) -> Turned:
    """Return the change that gives two spans each other's place."""
    text = found.text
    edited = text[: left[0]] + text[slice(*right)] + text[left[1] : right[0]] + text[slice(*left)] + text[right[1] :]
    moved = edited[left[0] : right[1]]
    return Turned(((CaseSide(found.path, text), CaseSide(found.path, edited)),), 0, moved)


def under(above: bytes, below: bytes) -> Maker:
    """Return a maker that swaps two imports, the first of which stands under a condition."""

    def make(found: Found, dice: random.Random) -> Turned | None:
        root = parse(found.text, found.language).root_node
        pairs = [
            (left, right)
            for left, right in pairwise(root.named_children)
            if left.type in found.language.imports and right.type == left.type and are_lines(left, right, found.text)
        ]
        if not pairs:
            return None
        left, right = dice.choice(pairs)
        held = above + (left.text or b"") + below
        text = found.text[: left.start_byte] + held + found.text[left.end_byte :]
        start, shift = left.start_byte + len(above), len(above) + len(below)
        spans = (start, start + len(left.text or b"")), (right.start_byte + shift, right.end_byte + shift)
        return exchange(Found(found.path, text, found.language, b"", b""), *spans)

    return make


RULE = re.compile(rb"(?m)^[^\s@/{}][^{}/]*\{[^{}]*\}\n")


def rules_swapped(found: Found, dice: random.Random) -> Turned | None:
    """Swap two rules of a style sheet that follow each other."""
    pairs = [
        (left.span(), right.span())
        for left, right in pairwise(RULE.finditer(found.text))
        if not found.text[left.end() : right.start()].strip() and left[0] != right[0]
    ]
    return exchange(found, *dice.choice(pairs)) if pairs else None


def decorated(found: Found, _dice: random.Random) -> Turned | None:
    """Put another function between a decorator and the function it was for."""
    if not found.function or found.name in (b"other", b"cache"):
        return None
    other = b"def other(items):\n    return [item for item in items if item]\n"
    top = b"from functools import cache\n\n\n@cache\n"
    texts = top + found.function + b"\n\n" + other, top + other + b"\n\n" + found.function
    return Turned(((CaseSide("shop/all.py", texts[0]), CaseSide("shop/all.py", texts[1])),), 0, other)


PYTHON_READS = b"limit = TIMEOUT"
IMPORTS = frozenset({"import_statement", "import_from_statement", "preproc_include", "use_declaration"})
ASSIGNED = frozenset({"expression_statement", "assignment", "lexical_declaration", "variable_declaration"})
FIELDS = frozenset({"field_declaration", "property_declaration"})
A_CLASS = b"class Base:\n    def open(self):\n        return 1\n\n\n"
MAKERS: dict[str, dict[str, Maker]] = {
    "Python": {
        "another constant": between_files(b"TIMEOUT = 30\n", b"TIMEOUT = 10\n", reads=PYTHON_READS),
        "a constant bound twice": between_files(b"TIMEOUT = 30\n", b"TIMEOUT = 30\nTIMEOUT = 10\n", reads=PYTHON_READS),
        "a constant under a condition": between_files(
            b"TIMEOUT = 30\n", b"import sys\nif sys.argv:\n    TIMEOUT = 30\n", reads=PYTHON_READS
        ),
        "a shadowed builtin": between_files(b"A = 1\n", b"def len(x):\n    return 0\n", reads=b"size = len([1])"),
        "a builtin shadowed by a loop": between_files(
            b"A = 1\n", b"for len in (1, 2):\n    print(len)\n", reads=b"size = len([1])"
        ),
        "a builtin shadowed by an import": between_files(
            b"A = 1\n", b"from numpy import sum\n", reads=b"size = sum([1])"
        ),
        "a name imported from elsewhere": between_files(
            b"from json import loads\n", b"from yaml import loads\n", reads=b"read = loads('1')"
        ),
        "a relative import": between_files(
            b"from .texts import cut\n",
            b"from .texts import cut\n",
            ("shop/a/first.py", "shop/b/second.py"),
            b"read = cut('1')",
        ),
        "another alias": between_files(
            b"import json as codec\n", b"import pickle as codec\n", reads=b"read = codec.loads('1')"
        ),
        "a star import": between_files(b"A = 1\n", b"from words import *\n", reads=b"size = len([1])"),
        "a part replaced": between_files(b"import os\n", b"import os\nos.getcwd = str\n", reads=b"where = os.getcwd()"),
        "under a condition": within_file(
            b"import sys\n\n\nFUNCTION", b"import sys\n\n\nif not sys.argv:\n    A = 1\nFUNCTION"
        ),
        "past a statement": within_file(b"print(1)\n\n\nFUNCTION", b"FUNCTION\n\nprint(1)\n"),
        "past what replaces it": within_file(
            b"import sys\n\n\nFUNCTION\n\nsys.modules.clear()\n", b"import sys\n\n\nsys.modules.clear()\n\n\nFUNCTION"
        ),
        "a decorator's scope": decorated,
        "imports swapped": swapped(IMPORTS),
        "constants swapped": swapped(ASSIGNED, is_inner=True),
        "other annotations": between_files(b"from __future__ import annotations\n", b"A = 1\n", reads=b"read: int = 1"),
    },
    "JavaScript": {
        "another constant": between_files(
            b"const TIMEOUT = 30;\n", b"const TIMEOUT = 10;\n", reads=b"let limit = TIMEOUT;"
        ),
        "strict in its new file": between_files(b"const A = 1;\n", b"'use strict';\n", reads=b"limit = 1;"),
        "imports swapped": swapped(IMPORTS),
        "declarations swapped": swapped(ASSIGNED, is_inner=True),
        "into a block": within_file(b"const A = 1;\nFUNCTION", b"const A = 1;\nif (!A) {\nFUNCTION}\n"),
        "past a statement": within_file(b"begin();\nlet f = 1;\nFUNCTION", b"FUNCTION\nbegin();\nlet f = 1;\n"),
    },
    "TypeScript": {
        "another constant": between_files(
            b"const TIMEOUT = 30;\n", b"const TIMEOUT = 10;\n", reads=b"let limit = TIMEOUT;"
        ),
        "imports swapped": swapped(IMPORTS),
        "declarations swapped": swapped(ASSIGNED, is_inner=True),
        "into a namespace": within_file(
            b"namespace Shop {\nexport const a = 1;\n}\nFUNCTION", b"namespace Shop {\nexport const a = 1;\nFUNCTION}\n"
        ),
    },
    "C": {
        "includes swapped": swapped(IMPORTS),
        "past a definition": within_file(
            b"#define LIMIT 1\n\nFUNCTION\n#undef LIMIT\n#define LIMIT 2\n",
            b"#define LIMIT 1\n#undef LIMIT\n#define LIMIT 2\n\nFUNCTION",
        ),
        "into a condition": within_file(
            b"int a;\n\nFUNCTION\n#ifdef FAST\nint b;\n#endif\n", b"int a;\n\n#ifdef FAST\nint b;\n\nFUNCTION\n#endif\n"
        ),
        "another constant": between_files(b"static int limit = 1;\n", b"static int limit = 2;\n"),
        "other packing": within_file(
            b"FUNCTION\n#pragma pack(1)\nstruct a { int b; };\n", b"#pragma pack(1)\nstruct a { int b; };\n\nFUNCTION"
        ),
    },
    "C++": {
        "includes swapped": swapped(IMPORTS),
        "into a namespace": within_file(
            b"namespace shop {\nint a;\n}\n\nFUNCTION", b"namespace shop {\nint a;\n\nFUNCTION}\n"
        ),
        "past a definition": within_file(
            b"#define LIMIT 1\n\nFUNCTION\n#define LIMIT 2\n", b"#define LIMIT 1\n#define LIMIT 2\n\nFUNCTION"
        ),
        "past an overload": within_file(
            b"void show(long);\n\nFUNCTION\nvoid show(int);\n", b"void show(long);\nvoid show(int);\n\nFUNCTION"
        ),
    },
    "Go": {
        "another alias": between_files(
            b'package shop\n\nimport codec "encoding/json"\n\nvar a = codec.Valid\n',
            b'package shop\n\nimport codec "encoding/xml"\n\nvar b = codec.Header\n',
            reads=b"_ = codec.Header",
        ),
        "another package": between_files(
            b"package shop\n\nvar a = 1\n", b"package bank\n\nvar b = 1\n", ("shop/a.go", "bank/b.go")
        ),
        "built for some machines": between_files(
            b"package shop\n\nvar a = 1\n", b"//go:build linux\n\npackage shop\n\nvar b = 1\n"
        ),
        "built by its name": between_files(
            b"package shop\n\nvar a = 1\n", b"package shop\n\nvar b = 1\n", ("shop/a.go", "shop/a_windows.go")
        ),
        "a dot import": between_files(
            b"package shop\n\nvar a = 1\n", b'package shop\n\nimport . "fmt"\n\nvar b = Sprint()\n'
        ),
        "only for tests": between_files(
            b"package shop\n\nvar a = 1\n", b"package shop\n\nvar b = 1\n", ("shop/a.go", "shop/a_test.go")
        ),
        "variables swapped": swapped(
            frozenset({"var_declaration", "short_var_declaration", "expression_statement"}), is_inner=True
        ),
    },
    "Java": {
        "fields swapped": swapped(FIELDS, is_inner=True),
        "statements swapped": swapped(frozenset({"local_variable_declaration", "expression_statement"}), is_inner=True),
    },
    "Kotlin": {
        "properties swapped": swapped(FIELDS, is_inner=True),
        "into an object": within_file(
            b"object Shop {\n    val a = 1\n}\n\nFUNCTION", b"object Shop {\n    val a = 1\n\nFUNCTION}\n"
        ),
        "another constant": between_files(b"private const val LIMIT = 1\n", b"private const val LIMIT = 2\n"),
    },
    "C#": {
        "fields swapped": swapped(FIELDS, is_inner=True),
        "statements swapped": swapped(
            frozenset({"local_declaration_statement", "expression_statement"}), is_inner=True
        ),
        "an import under a condition": under(b"#if FAST\n", b"\n#endif"),
    },
    "Rust": {
        "into a module": within_file(
            b"mod shop {\n    pub fn a() {}\n}\n\nFUNCTION", b"mod shop {\n    pub fn a() {}\n\nFUNCTION}\n"
        ),
        "past a macro": within_file(
            b"macro_rules! vec { () => { 1 }; }\n\nFUNCTION", b"FUNCTION\nmacro_rules! vec { () => { 1 }; }\n"
        ),
        "an attribute's scope": within_file(
            b"#[cfg(test)]\nFUNCTION\nfn other() {\n    two();\n}\n",
            b"#[cfg(test)]\nfn other() {\n    two();\n}\n\nFUNCTION",
        ),
        "another constant": between_files(b"const LIMIT: u8 = 1;\n", b"const LIMIT: u8 = 2;\n"),
        "an import under an attribute": under(b"#[cfg(unix)]\n", b""),
        "statements swapped": swapped(frozenset({"let_declaration", "expression_statement"}), is_inner=True),
    },
    "PHP": {
        "past a namespace": within_file(
            b"<?php\nnamespace A;\n\nFUNCTION\nnamespace B;\n$a = 1;\n",
            b"<?php\nnamespace A;\nnamespace B;\n$a = 1;\n\nFUNCTION",
        ),
        "fields swapped": swapped(FIELDS, is_inner=True),
        "statements swapped": swapped(frozenset({"expression_statement"}), is_inner=True),
    },
    "Ruby": {
        "below private": within_file(
            b"class A\nFUNCTION\n  private\n\n  def two\n    2\n  end\nend\n",
            b"class A\n  private\n\n  def two\n    2\n  end\n\nFUNCTION\nend\n",
        ),
        "requires swapped": swapped(frozenset({"call"})),
        "constants swapped": swapped(frozenset({"assignment", "call"}), is_inner=True),
        "into a module": within_file(
            b"module Shop\n  A = 1\nend\n\nFUNCTION", b"module Shop\n  A = 1\n\nFUNCTION\nend\n"
        ),
    },
}
OTHERS: dict[str, dict[str, Maker]] = {".css": {"rules swapped": rules_swapped}}
