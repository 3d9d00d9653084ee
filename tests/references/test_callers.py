"""Who names what a pull changed, in real repositories."""

from pathlib import Path

import pytest
from references.head_repository import review_of, told

from reviewer.git.search import SearchLimits
from reviewer.report.callers import callers_left

SHOP = "class Cart:\n    def total(self, tax):\n        return self.sum * tax\n\n\nLIMIT = 3\n"
USE = """\
from shop import Cart

def pay(cart):
    return cart.total(1)

def show(cart):
    print(cart.total(tax=2))
"""
BEFORE = {"shop.py": SHOP, "use.py": USE}
WIDER = {"shop.py": SHOP.replace("tax)", "tax, off=0)").replace("* tax", "* tax - off")}


def test_callers_that_a_changed_signature_leaves_behind_are_listed_first(tmp_path: Path) -> None:
    made = review_of(tmp_path, BEFORE, WIDER | {"use.py": USE.replace("total(1)", "total(1, 2)")})
    callers = made.callers("Cart.total")
    assert [told(site) for site in callers.sites] == [
        "use.py:7 show call total (0, tax) untouched",
        "use.py:4 pay call total (2) touched",
    ]
    assert (callers.found, callers.untouched, callers.namesakes, callers.texts) == (2, 1, 0, 0)
    assert (callers.searched, callers.unsearched) == (2, ())
    assert callers_left(made.unit("Cart.total")) == "1 caller not in this pull: use.py:7"


def test_a_call_is_touched_by_a_change_on_any_of_its_lines(tmp_path: Path) -> None:
    long = "def pay(cart):\n    return cart.total(\n        1,\n    )\n"
    made = review_of(tmp_path, {"shop.py": SHOP, "use.py": long}, WIDER | {"use.py": long.replace("1,", "1, 2,")})
    assert [told(site) for site in made.callers("Cart.total").sites] == ["use.py:2 pay call total (2) touched"]


def test_what_was_removed_but_is_still_named_is_said(tmp_path: Path) -> None:
    without = {"shop.py": SHOP.replace("\n\nLIMIT = 3\n", "")}
    made = review_of(tmp_path, BEFORE | {"b.py": "from shop import LIMIT\n\nprint(LIMIT)\n"}, without)
    assert callers_left(made.unit("LIMIT")) == "LIMIT is still named: b.py:3, b.py:1"
    assert made.lane("LIMIT") == "read"


def test_a_name_that_others_have_too_is_said(tmp_path: Path) -> None:
    other = {"order.py": "class Order:\n    def total(self):\n        return 1\n"}
    made = review_of(tmp_path, BEFORE | other, WIDER)
    assert made.callers("Cart.total").namesakes == 1
    assert not made.callers("Cart.total").are_all_known
    assert callers_left(made.unit("Cart.total")) == (
        "2 callers not in this pull: use.py:4, use.py:7; 1 other definition of that name"
    )


def test_only_the_languages_of_the_change_are_searched(tmp_path: Path) -> None:
    made = review_of(tmp_path, BEFORE | {"a.rb": "cart.total 1\n", "a.md": "total\n"}, WIDER)
    assert {site.path for site in made.callers("Cart.total").sites} == {"use.py"}
    assert made.callers("Cart.total").searched == 2


def test_languages_that_call_each_other_are_searched_together(tmp_path: Path) -> None:
    java = "class Cart {\n    int total(int tax) { return tax; }\n}\n"
    kotlin = "fun pay(cart: Cart) = cart.total(1)\n"
    made = review_of(
        tmp_path, {"Cart.java": java, "pay.kt": kotlin}, {"Cart.java": java.replace("int tax", "long tax")}
    )
    assert [told(site) for site in made.callers("Cart.total").sites] == ["pay.kt:1 pay call total (1) untouched"]


def test_strings_are_counted_and_comments_are_not(tmp_path: Path) -> None:
    text = '# total\ngetattr(cart, "total")\n'
    callers = review_of(tmp_path, {"shop.py": SHOP, "use.py": text}, WIDER).callers("Cart.total")
    assert (callers.found, callers.texts, callers.are_all_known) == (0, 1, False)


def test_what_is_defined_inside_a_function_is_not_looked_for(tmp_path: Path) -> None:
    text = "def outer():\n    def helper(a):\n        return a\n    return helper(1)\n"
    made = review_of(tmp_path, {"a.py": text}, {"a.py": text.replace("helper(a)", "helper(a, b=1)")})
    assert made.unit("outer.helper").callers is None


def test_tests_and_new_functions_are_not_looked_for(tmp_path: Path) -> None:
    made = review_of(
        tmp_path,
        {"shop.py": SHOP, "test_shop.py": "def test_total():\n    assert 1\n"},
        {"shop.py": SHOP + "\n\ndef fresh():\n    return 1\n", "test_shop.py": "def test_total():\n    assert 2\n"},
    )
    assert [unit.callers for unit in made.review.units] == [None, None]


def test_a_constructor_is_called_by_the_name_of_its_class_and_never_known_whole(tmp_path: Path) -> None:
    text = "class Cart:\n    def __init__(self, a):\n        self.a = a\n"
    made = review_of(tmp_path, {"a.py": text, "b.py": "Cart(1)\n"}, {"a.py": text.replace("(self, a)", "(self, a, b)")})
    callers = made.callers("Cart.__init__")
    assert [told(site) for site in callers.sites] == ["b.py:1 call Cart (1) untouched"]
    assert callers.unsearched == ("what inherits a constructor is not followed",)


def test_a_file_that_no_grammar_reads_is_said(tmp_path: Path) -> None:
    long = "total = " + "1 + " * 6000 + "1\n"
    callers = review_of(tmp_path, BEFORE | {"long.py": long}, WIDER).callers("Cart.total")
    assert callers.unsearched == ("1 with a name in it: a line is longer than 20,000 bytes",)


@pytest.mark.parametrize(
    ("limits", "unsearched"),
    [
        (SearchLimits(files=1), "1 file of 2: the nearest were searched"),
        (SearchLimits(for_each=1), "`total`: of 2 files with this word 1 were not read"),
        (SearchLimits(names=0), "`total`: more than 0 names are looked for"),
        (SearchLimits(total=120), "1 file: the files before them are as much as is searched"),
    ],
)
def test_what_a_limit_left_out_is_said(tmp_path: Path, limits: SearchLimits, unsearched: str) -> None:
    callers = review_of(tmp_path, BEFORE, WIDER, limits=limits).callers("Cart.total")
    assert [reason for reason in callers.unsearched if reason.startswith(unsearched)] != []
    assert not callers.are_all_known


def test_a_search_that_took_too_long_knows_nothing_for_certain(tmp_path: Path) -> None:
    callers = review_of(tmp_path, BEFORE, WIDER, limits=SearchLimits(seconds=0)).callers("Cart.total")
    assert callers.unsearched != ()


SLIGHTLY = {"shop.py": SHOP.replace("tax)", "tax, off=0)")}
TESTS = {"test_shop.py": "def test_total(cart):\n    assert cart.total(1, 2)\n"}


@pytest.mark.parametrize(("shown", "lane"), [("total(2, 3)", "glance"), ("total(tax=2)", "read")])
def test_a_changed_signature_is_at_a_glance_once_all_its_callers_followed(
    tmp_path: Path, shown: str, lane: str
) -> None:
    use = USE.replace("total(1)", "total(1, 2)").replace("total(tax=2)", shown)
    made = review_of(tmp_path, BEFORE, SLIGHTLY | {"use.py": use} | TESTS, "Let `Cart.total` take off")
    assert made.callers("Cart.total").untouched == (0 if lane == "glance" else 1)
    assert made.lane("Cart.total") == lane
