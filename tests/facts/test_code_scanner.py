import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer.model.code import bare_code, is_code, without_comments

HOSTILE = st.text(alphabet=st.sampled_from(list("a\"'`/*#-\\\n{}$<!>=\u00e4")), max_size=80)
ENDINGS = ["py", "ts", "go", "java", "rb", "php", "sql", "rs", "xml", "json", "yml", "none"]
PATHS = st.sampled_from([f"a.{ending}" for ending in ENDINGS])


@given(PATHS, HOSTILE)
def test_blanking_keeps_every_length_and_line_end(path: str, text: str) -> None:
    texts = (text, without_comments(path, text), bare_code(path, text))
    shapes = [[len(line) for line in found.split("\n")] for found in texts]
    assert shapes[0] == shapes[1] == shapes[2]


@pytest.mark.parametrize(
    ("path", "text", "bare"),
    [
        ("a.py", "x = 'y' # z", "x =        "),
        ("a.py", "f'{x}'", "f {x} "),
        ("a.ts", "`${x}/v` // z", " ${x}        "),
        ("a.go", "x /* y */ z", "x         z"),
        ("a.rb", '"#{x}"', " #{x} "),
        ("a.rs", "fn f<'a>(x: &'a T)", "fn f<'a>(x: &'a T)"),
        ("a.php", "#[Route] # z", "#[Route]    "),
        ("a.unknown", "# x", "# x"),
    ],
)
def test_what_is_not_code_is_blank(path: str, text: str, bare: str) -> None:
    assert bare_code(path, text) == bare


def test_strings_stay_where_only_comments_go() -> None:
    assert without_comments("a.py", 'x = "# y"  # z') == 'x = "# y"     '


@pytest.mark.parametrize("piece", ['"""', "/*", "'", "<!--", "`", "\\"])
@pytest.mark.parametrize("path", ["a.py", "a.ts", "a.xml"])
def test_hostile_lengths_are_scanned_in_no_time(path: str, piece: str) -> None:
    text = piece * 50_001
    began = time.perf_counter()
    bare_code(path, text)
    assert time.perf_counter() - began < 2


def test_a_configuration_is_no_program() -> None:
    assert [is_code(path) for path in ("a.py", "a.yml", "a.json", "A.TS")] == [True, False, False, True]
