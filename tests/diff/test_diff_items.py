"""Which items of a text are entities: the ones that are easy to miss."""

import pytest

from reviewer.diff.reading import read_side
from reviewer.diff.trees import Shelf
from reviewer.model.files import FileSide
from reviewer.model.parsing import PARSE_ALL

CASES = {
    "local.java": (
        "class A {\n void m() {\n  R r = new R() {\n   void k() {}\n  };\n  int x = 1;\n }\n}\n",
        ["class A", "method A.m", "field A.m.r", "method A.m.r.k"],
    ),
    "local.kt": (
        "fun f() {\n val r = object : R {\n  override fun k() {}\n }\n val x = 1\n}\n",
        ["function f", "constant f.r", "function f.r.k"],
    ),
    "group.go": (
        "package a\nconst (\n A = iota\n B\n)\nvar (\n c = 1\n)\nconst D = 1\ntype (\n T struct {\n  e int\n }\n)\n",
        ["constant A", "constant B", "constant c", "constant D", "struct T", "field T.e"],
    ),
    "members.go": (
        "type T struct {\n a int\n}\ntype I interface {\n M()\n}\nfunc f() {\n x := struct{\n  b int\n }{}\n}\n",
        ["struct T", "field T.a", "interface I", "method I.M", "function f"],
    ),
    "sub_test.go": (
        'package a\nfunc TestA(t *T) {\n t.Run("x", func(t *T) {\n  b()\n })\n t.Log("y", 1)\n}\n',
        ["test TestA", "test TestA.x"],
    ),
    "default.js": ("export default function () {\n a()\n}\n", ["function default"]),
    "default.ts": ("export default class extends A {\n m() {}\n}\n", ["class default", "method default.m"]),
    "component.jsx": (
        (
            "const C = React.memo(function C() {\n return <a/>\n})\n"
            "function D() {\n const e = useCallback(() => {\n  a()\n })\n const g = b.map(() => {\n  c()\n })\n}\n"
        ),
        ["function C", "function D", "function D.e"],
    ),
    "property.ts": (
        "class A {\n a = () => {\n  b()\n }\n c = 1\n}\nconst X = class {\n m() {}\n}\n",
        ["class A", "method A.a", "field A.c", "class X", "method X.m"],
    ),
    "hooks.js": (
        "describe('a', () => {\n beforeEach(() => {\n  b()\n })\n it('c', () => {\n  d()\n })\n})\n",
        ["suite a", "test a.beforeEach", "test a.c"],
    ),
    "closure.rs": (
        "enum E {\n A,\n}\nfn f() {\n let c = |x| {\n  x\n };\n let d = 1;\n}\n",
        ["enum E", "constant E.A", "function f", "function f.c"],
    ),
    "tests.cc": (
        "TEST_F(Cart, AddsUp) {\n a();\n}\nnamespace a::b {\nint x;\n}\nenum E {\n P,\n};\n",
        ["test Cart.AddsUp", "namespace a.b", "constant a.b.x", "enum E", "constant E.P"],
    ),
    "operators.cs": (
        (
            "class A {\n int this[int i] => 1;\n static A operator +(A a) => a;\n"
            " static implicit operator int(A a) => 1;\n}\n"
        ),
        ["class A", "method A.this[]", "method A.operator +", "method A.operator int"],
    ),
    "made.rb": (
        "class A\n define_method(:b) do\n  c\n end\n d = lambda do\n  e\n end\nend\nit 'f' do\n g\nend\n",
        ["class A", "method A.b", "function A.d", "test f"],
    ),
    "closure.php": (
        "<?php\n$y = function () {\n a();\n};\nit('x', function () {\n b();\n});\n$z = 1;\n",
        ["function y", "test x"],
    ),
    "alias.py": ("type A[T] = list[T]\n", ["type A"]),
}


@pytest.mark.parametrize("path", CASES)
def test_an_item_that_is_easy_to_miss_is_an_entity(path: str) -> None:
    text, names = CASES[path]
    source = read_side(0, FileSide(path, content=text.encode()), PARSE_ALL, Shelf())
    assert [f"{entity.kind} {entity.qualified_name}" for entity in source.entities] == names


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.js", "const f = (a) => {\n  g(a)\n}\n"),
        ("a.js", "A.f = function (a) {\n  g(a)\n}\n"),
        ("a.js", "const o = {\n f: (a) => {\n  g(a)\n }\n}\n"),
        ("a.ts", "class A {\n f = (a: B) => {\n  g(a)\n }\n}\n"),
    ],
)
def test_the_parameters_of_a_closure_are_its_signature(path: str, text: str) -> None:
    source = read_side(0, FileSide(path, content=text.encode()), PARSE_ALL, Shelf())
    (start, end) = source.entities[-1].bodies[0]
    assert source.content[start:end].split() == [b"{", b"g(a)", b"}"]
