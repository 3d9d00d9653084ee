"""What the core is told not to parse becomes lines, and whoever watches knows where it is."""

from folder_pulls import change_of_texts

from reviewer.diff import diff_pull
from reviewer.model.files import FileChange, FileSide
from reviewer.model.parsing import PARSE_ALL, Parsing
from reviewer.model.units import Action, PullDiff

CART = b"def total():\n    return 1\n"
SHOP = b"def is_open():\n    return True\n"
FILES = [
    change_of_texts("cart.py", CART, CART.replace(b"1", b"2")),
    change_of_texts("shop.py", SHOP, SHOP.replace(b"True", b"False")),
]


def diff(parsing: Parsing, *more: FileChange) -> PullDiff:
    return diff_pull([*FILES, *more], ["gen/**"], parsing)


def shown(found: PullDiff) -> list[tuple[str, Action, str | None]]:
    return [(unit.place.path, unit.actions[0], unit.fallback) for unit in found.units]


def steps(*more: FileChange, parsing: Parsing = PARSE_ALL) -> list[str | None]:
    seen: list[str | None] = []
    diff(Parsing(parsing.unparsable, parsing.given_up, seen.append), *more)
    return seen


def test_a_file_not_to_be_parsed_becomes_lines_and_the_others_keep_their_units() -> None:
    assert shown(diff(Parsing({"cart.py": "it hangs"}))) == [
        ("cart.py", Action.LINES, "it hangs"),
        ("shop.py", Action.BODY_CHANGED, None),
    ]


def test_nothing_is_parsed_once_parsing_is_given_up_and_each_file_says_its_own_reason() -> None:
    found = diff(Parsing({"cart.py": "it hangs"}, "given up"))
    assert [fallback for _, _, fallback in shown(found)] == ["it hangs", "given up"]
    assert found.coverage.parsed_lines == 0


def test_what_no_grammar_reads_keeps_its_own_reason_when_parsing_is_given_up() -> None:
    found = diff(Parsing(given_up="given up"), change_of_texts("README.rst", b"a\n", b"b\n"))
    assert ("README.rst", Action.LINES, "no grammar for .rst files") in shown(found)


def test_one_side_that_cannot_be_parsed_makes_lines_of_both() -> None:
    moved = FileChange(FileSide("old.py", content=CART), FileSide("new.py", content=CART.replace(b"1", b"3")))
    changed = FileChange(moved.before, moved.after, FILES[0].hunks)
    found = diff_pull([changed], parsing=Parsing({"old.py": "it hangs"}))
    assert [unit.fallback for unit in found.units if unit.churn] == ["it hangs"]


def test_each_version_is_announced_before_it_is_parsed_and_the_end_after_the_last() -> None:
    assert steps() == ["cart.py", "cart.py", "shop.py", "shop.py", None]


def test_what_is_not_parsed_is_not_announced() -> None:
    parsing = Parsing({"shop.py": "it hangs"})
    generated, unknown = (change_of_texts(path, b"x = 1\n", b"x = 2\n") for path in ("gen/api.py", "a.rst"))
    assert steps(generated, unknown, parsing=parsing) == ["cart.py", "cart.py", None]


def test_watching_changes_nothing() -> None:
    assert diff(Parsing(watch=lambda _: None)) == diff_pull(FILES)
