"""Closing keywords as GitHub knows them, and no issue of another repository."""

import pytest

from reviewer.github.issues import closing_references


@pytest.mark.parametrize(
    "text",
    [
        "Closes #812", "close #812", "closed: #812", "Fixes #812.", "fix #812", "fixed #812", "RESOLVES #812",
        "resolve GH-812", "resolved acme/shop#812", "Resolves Acme/Shop#812",
        "fixes https://github.com/acme/shop/issues/812", "Closes #812 and closes #812 again",
    ],
)  # fmt: skip
def test_a_closing_keyword_names_an_issue(text: str) -> None:
    assert closing_references(text, "acme/shop") == ([812], [])


@pytest.mark.parametrize(
    "text", ["#812", "see #812", "encloses #812", "fixes 812", "fixes#812", "fixes # 812", "Closes #812abc", ""]
)
def test_a_mere_mention_is_no_closing(text: str) -> None:
    assert closing_references(text, "acme/shop") == ([], [])


def test_the_order_is_that_of_the_text() -> None:
    assert closing_references("Closes #3, fixes #1\nresolves #2", "acme/shop")[0] == [3, 1, 2]


@pytest.mark.parametrize("text", ["Fixes acme/secret#1", "fixes https://github.com/acme/secret/issues/1"])
def test_an_issue_elsewhere_is_told_apart(text: str) -> None:
    assert closing_references(text, "acme/shop") == ([], ["acme/secret#1"])
