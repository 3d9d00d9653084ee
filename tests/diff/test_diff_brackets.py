import pytest
from folder_pulls import change_of_texts

from reviewer.diff import diff_pull

SAME = {
    "round brackets": ("assert a is None, b\n", "assert (\n    a is None\n), b\n"),
    "brackets in brackets": ("a = ((b + c))\n", "a = b + c\n"),
    "brackets around texts": ('f("a" "b")\n', 'f(\n    ("a"\n    "b")\n)\n'),
    "texts on two lines": ('f("a" "b")\n', 'f(\n    "a"\n    "b"\n)\n'),
    "a comma at the end": ("f(a, b)\n", "f(\n    a,\n    b,\n)\n"),
    "a comma at the end of a list": ("a = [1, 2]\n", "a = [\n    1,\n    2,\n]\n"),
    "a comma at the end of two": ("a = (1, 2)\n", "a = (1, 2,)\n"),
    "a comma at the end of an import": ("from a import (b, c)\n", "from a import (\n    b,\n    c,\n)\n"),
    "a product in brackets": ("a = b + c * d\n", "a = b + (c * d)\n"),
}
OTHER = {
    "a sum in brackets": ("a = b + c * d\n", "a = (b + c) * d\n"),
    "a comparison in brackets": ("a = b < c < d\n", "a = (b < c) < d\n"),
    "a denial in brackets": ("a = not b == c\n", "a = (not b) == c\n"),
    "a tuple of one": ("a = (1)\n", "a = (1,)\n"),
    "an index of one": ("a[1]\n", "a[1,]\n"),
    "a type of one": ("a: b[int] = 1\n", "a: b[int,] = 1\n"),
    "a name that is not declared": ("a: int = 1\n", "(a): int = 1\n"),
    "a call": ("a = b\n", "a = b()\n"),
    "a function that is called": ("a = lambda: b()\n", "a = (lambda: b)()\n"),
    "a generator": ("a = [b for b in c]\n", "a = (b for b in c)\n"),
    "a tuple in a list": ("a = [b, c]\n", "a = [(b, c)]\n"),
    "an argument that is a tuple": ("f(a, b)\n", "f((a, b))\n"),
    "a comma behind a statement": ("a = b\n", "a = b,\n"),
    "a power in brackets": ("a = -b ** c\n", "a = (-b) ** c\n"),
    "a part of a sum": ("a = b if c else d + e\n", "a = (b if c else d) + e\n"),
    "an assertion of a tuple": ("assert a, b\n", "assert (a, b)\n"),
    "another text": ('f("a" "b")\n', 'f("a", "b")\n'),
}


@pytest.mark.parametrize("name", SAME)
def test_brackets_and_commas_that_change_nothing_are_formatting_in_python(name: str) -> None:
    before, after = SAME[name]
    for texts in ((before, after), (after, before)):
        units = diff_pull([change_of_texts("a.py", *(text.encode() for text in texts))]).units
        assert units
        assert all(unit.proof is not None for unit in units)


@pytest.mark.parametrize("name", OTHER)
def test_brackets_and_commas_that_change_something_are_not_proved_in_python(name: str) -> None:
    before, after = OTHER[name]
    for texts in ((before, after), (after, before)):
        units = diff_pull([change_of_texts("a.py", *(text.encode() for text in texts))]).units
        assert any(unit.proof is None for unit in units)
