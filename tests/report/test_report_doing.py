"""What was done to a unit, in words."""

import pytest
from report.report_samples import Wanted, place

from reviewer.model.units import Action
from reviewer.report.doing import describe_actions, display_name
from reviewer.report.neutral import sentence


def said(unit: Wanted) -> str:
    return "".join(f"`{piece.text}`" if piece.is_name else piece.text for piece in describe_actions(unit.unit(1)))


ELSEWHERE = place("b.py", "Cart.total", 1, 9)


@pytest.mark.parametrize(
    ("actions", "words"),
    [
        ((Action.ADDED,), "added"),
        ((Action.SIGNATURE_CHANGED, Action.BODY_CHANGED), "signature and body changed"),
        ((Action.BODY_CHANGED, Action.SIGNATURE_CHANGED), "signature and body changed"),
        ((Action.RENAMED, Action.BODY_CHANGED), "renamed from `total`, body changed"),
        (
            (Action.RENAMED, Action.SIGNATURE_CHANGED, Action.BODY_CHANGED),
            "renamed from `total`, signature and body changed",
        ),
        ((Action.MOVED,), "moved from `b.py`"),
        ((Action.EXTRACTED,), "extracted from `Cart.total`"),
        ((Action.INLINED,), "inlined into `Cart.sum`"),
        ((Action.FILE_RENAMED,), "file renamed from `b.py`"),
        ((Action.LINES,), "lines changed"),
        ((Action.COMMENT_ONLY,), "comment only"),
    ],
)
def test_actions_are_said_with_the_other_name_or_place(actions: tuple[Action, ...], words: str) -> None:
    assert said(Wanted(actions, "a.py", "Cart.sum", old=ELSEWHERE)) == words


def test_a_move_inside_a_file_names_no_path() -> None:
    assert said(Wanted((Action.MOVED,), "b.py", "Cart.sum", old=ELSEWHERE)) == "moved"


def test_a_rename_of_the_class_around_it_says_the_whole_name() -> None:
    assert said(Wanted((Action.RENAMED,), "a.py", "Basket.total", old=ELSEWHERE)) == "renamed from `Cart.total`"


def test_an_inlined_unit_is_known_by_the_name_it_had() -> None:
    assert display_name(Wanted((Action.INLINED,), "a.py", "Cart.sum", old=ELSEWHERE).unit(1)) == "Cart.total"


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("calls `f`", "calls `f`"),
        ("`f` and `g`", "`f` and `g`"),
        ("one ` alone", "one &#96; alone"),
        ("`a``b`", "&#96;a&#96;&#96;b&#96;"),
        ("snake_case, _private", "snake_case, &#95;private"),
    ],
)
def test_a_sentence_shows_names_between_backticks_as_code(text: str, markdown: str) -> None:
    assert str(sentence(text)) == markdown
