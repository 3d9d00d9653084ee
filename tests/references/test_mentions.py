"""How the grammars say what names something, in every language."""

import pytest

from reviewer.diff.trees import Shelf
from reviewer.model.files import FileSide
from reviewer.model.parsing import PARSE_ALL
from reviewer.references.mentions import Mention, read_mentions

CALLS = {
    "a.py": ("from shop import total\ncart.total(1, tax=2)\nprice = total\n", "import, call (1, tax), name"),
    "a.js": ('import { total } from "shop";\ncart.total(1, 2);\nconst price = total;\n', "import, call (2), name"),
    "a.ts": ("cart.total<number>(1);\nnew total<A>(1);\n", "call (1), call (1)"),
    "a.tsx": ("const a = <b onClick={() => total(1)} c={total} />;\n", "call (1), name"),
    "A.java": (
        "import shop.total;\nclass A { int f() { return cart.total(1) + g(this::total); } }\n",
        "import, call (1), name",
    ),
    "a.kt": ("fun f() { cart.total(1, tax = 2); total { it } }\n", "call (1, tax), call"),
    "a.rb": ("cart.total 1, tax: 2\ncart.total(1)\ncart.total\n", "call (1, tax), call (1), name"),
    "a.php": ("<?php $cart->total(1, tax: 2); total(1); $cart->total;", "call (1, tax), call (1), name"),
    "a.rs": ("fn f() { cart.total(1); total::<A>(1); Cart::total(1); }\n", "call (1), call (1), call (1)"),
    "a.go": ("package a\nfunc f() { cart.total(1, 2); g(total) }\n", "call (2), name"),
    "a.c": ("void f() { cart->total(1); total(1, 2); g(total); }\n", "call (1), call (2), name"),
    "a.cpp": ("void f() { shop::total<int>(1); cart.total(); }\n", "call (1), call (0)"),
    "a.cs": ("class A { void F() { cart.total(1, tax: 2); total<int>(1); } }\n", "call (1, tax), call (1)"),
}


def told(mention: Mention) -> str:
    word = mention.sort.name.lower()
    if mention.passed is None:
        return word
    return f"{word} ({', '.join([str(mention.passed.positional), *mention.passed.keywords])})"


def mentions(path: str, text: str, *names: str) -> list[Mention]:
    found = read_mentions(FileSide(path, content=text.encode()), names or ("total",), PARSE_ALL, Shelf())
    assert isinstance(found, list)
    return found


@pytest.mark.parametrize("path", CALLS)
def test_calls_imports_and_plain_names_are_told_apart(path: str) -> None:
    text, expected = CALLS[path]
    assert ", ".join(map(told, mentions(path, text))) == expected


@pytest.mark.parametrize(
    ("path", "text", "sorts"),
    [
        ("a.py", '# total\nprint("total of", f"{total}")\n"""total"""\n', "comment string name string"),
        ("a.js", "// total\nf('total', `${total} total`);\n", "comment string name string"),
        ("A.java", '/* total */ class A { String s = "total"; int t = total; }', "comment string name"),
        ("a.go", 'package a\n// total\nvar s = "total"\nvar t = total\n', "comment string name"),
        (
            "a.c",
            '#define F(x) total(x)\n/* total */\nchar *s = "total";\nint t = total;\n',
            "string comment string name",
        ),
        ("a.rb", "# total\nputs 'total'\nsend(:total)\n", "comment string string"),
        ("a.py", "totals = subtotal + total_ + _total\n", ""),
    ],
)
def test_strings_and_comments_name_nothing(path: str, text: str, sorts: str) -> None:
    assert " ".join(mention.sort.name.lower() for mention in mentions(path, text)) == sorts


@pytest.mark.parametrize("call", ["total(*a)", "total(1, **k)"])
def test_what_a_call_passes_is_not_said_where_it_spreads(call: str) -> None:
    (mention,) = mentions("a.py", call + "\n")
    assert told(mention) == "call"


def test_definitions_are_told_from_uses_and_local_ones_from_others() -> None:
    text = "class Cart:\n    def total(self, total):\n        def total(): ...\n        return total\n\ntotal = 1\n"
    found = mentions("a.py", text)
    assert [(told(one), one.lines.start, one.entity, one.is_local) for one in found] == [
        ("definition", 2, "Cart", False),
        ("name", 2, "Cart.total", False),
        ("definition", 3, "Cart.total", True),
        ("name", 4, "Cart.total", False),
        ("definition", 6, "", False),
    ]


def test_the_bases_of_a_class_are_no_call() -> None:
    assert [told(one) for one in mentions("a.py", "class Cart(total):\n    pass\n")] == ["name"]


def test_a_call_of_many_lines_has_them_all() -> None:
    (mention,) = mentions("a.py", "cart.total(\n    1,\n    2,\n)\n")
    assert (mention.lines.start, mention.lines.end) == (1, 4)


def test_names_with_signs_are_found_by_their_letters() -> None:
    assert [one.name for one in mentions("a.php", "<?php $total = $cart->total;", "$total")] == ["$total", "$total"]


def test_a_text_that_no_grammar_reads_says_why() -> None:
    assert read_mentions(FileSide("a.py", content=b"total\0"), ["total"], PARSE_ALL, Shelf()) == "not text in UTF-8"
