from collections.abc import Iterator
from pathlib import Path

import pytest
from folder_pulls import pull_of_folders
from tree_sitter import Node

from reviewer.diff.entities import grammar_of
from reviewer.diff.languages import language_of
from reviewer.diff.languages.language import Language
from reviewer.diff.pull import entity_units
from reviewer.diff.reading import read_file
from reviewer.diff.trees import ParsedText, Part, Shelf
from reviewer.model.parsing import PARSE_ALL

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "diff"
CASES = ("python-refactored", "java-refactored", "typescript-changed", "yaml-refactored", "cpp-refactored")


def language() -> Language:
    found = language_of("a.py")
    assert found is not None
    return found


def parsed(text: bytes, shelf: Shelf) -> ParsedText:
    return ParsedText(text, grammar_of(language()).parser, shelf)


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from walk(child)


@pytest.mark.parametrize("name", CASES)
def test_units_are_the_same_when_no_two_trees_are_kept(name: str) -> None:
    changes = pull_of_folders(FOLDER / name)
    units = [
        entity_units(read, read)
        for shelf in (Shelf(), Shelf(most=0))
        if (read := [read_file(index, change, PARSE_ALL, shelf) for index, change in enumerate(changes)])
    ]
    assert units[0] == units[1]


def test_a_shelf_keeps_what_was_asked_for_last_within_its_bytes() -> None:
    shelf = Shelf(most=20)
    texts = [parsed(b"total = %d\n" % number, shelf) for number in range(3)]
    for text in (*texts, texts[1]):
        assert text.tree.root_node.text == text.content
    assert list(shelf.trees) == [texts[2], texts[1]]
    assert shelf.used == 20


def test_a_text_beyond_the_limit_has_its_tree_all_the_same() -> None:
    shelf = Shelf(most=1)
    text = parsed(b"total = 1\n", shelf)
    assert text.tree is text.tree


def test_every_node_is_found_again_in_another_tree_by_its_part() -> None:
    text = parsed((FOLDER / "python-refactored" / "after" / "shop" / "cart.py").read_bytes(), Shelf(most=0))
    for node in walk(text.tree.root_node):
        part = Part(node.start_byte, node.end_byte, node.type)
        (found,) = text.nodes([part])
        assert Part(found.start_byte, found.end_byte, found.type) == part
