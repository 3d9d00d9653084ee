"""Whatever a pull says, what we publish holds no mention, link, picture, heading or marker of its making."""

import json
import unicodedata

import pytest
from hypothesis import given, settings
from report.github_rendering import Shown, render
from report.report_hostile import PAYLOADS, hostile, hostile_review
from report.report_samples import LINKS

from reviewer.report.check import render_check
from reviewer.report.comment import LIMIT, MARKER, render_comment
from reviewer.report.neutral import code, html_code, plain, prose, sentence, spot
from reviewer.report.page import render_page
from reviewer.report.record import review_record
from reviewer.report.terminal import render_text

OURS = {"p", "strong", "em", "code", "ul", "li", "input", "a", "br", "sub", "details", "summary"}
HOME = "https://github.com/acme/shop/pull/338"


def unseen(text: str) -> list[str]:
    """Return the characters that nobody would see, but for line feeds and the gap that we put in ourselves."""
    return [
        char
        for char in text
        if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} and char not in "\n\u200b"
    ]


def check_published(text: str, boxes: int) -> None:
    shown = Shown(render(text))
    assert set(shown.tags) <= OURS | {"h4"}
    assert shown.tags.count("input") == boxes
    assert shown.tags.count("details") == text.count("<details>")
    assert all(link.startswith(HOME) for link in shown.links)
    assert shown.triggers() == []
    assert unseen(text) == []


@given(hostile)
@settings(max_examples=30, deadline=None)
def test_a_comment_made_of_hostile_text_links_mentions_and_fakes_nothing(text: str) -> None:
    comment = render_comment(hostile_review(text), LINKS)
    check_published(comment, boxes=2)
    assert comment.startswith(f"{MARKER} v1 ")
    assert comment.count(MARKER) == 1
    assert (comment.count("<!-- g:"), comment.count("<!-- v:")) == (1, 1)
    assert len(comment.encode()) <= LIMIT


@pytest.mark.parametrize("text", PAYLOADS)
def test_each_payload_alone_is_harmless_in_a_comment(text: str) -> None:
    check_published(render_comment(hostile_review(text), LINKS), boxes=2)


@given(hostile)
@settings(max_examples=20, deadline=None)
def test_a_check_run_made_of_hostile_text_links_mentions_and_fakes_nothing(text: str) -> None:
    report = render_check([(LINKS, hostile_review(text))])
    check_published(report.summary, boxes=0)
    check_published(report.text, boxes=0)
    for annotation in report.annotations:
        assert unseen(annotation.message + annotation.title) == []
        assert "\n" not in annotation.message + annotation.title


@given(hostile)
@settings(max_examples=20, deadline=None)
def test_the_terminal_gets_no_control_character_from_hostile_text(text: str) -> None:
    shown = render_text(hostile_review(text), width=80, colour=False)
    assert unseen(shown.replace("\u200b", "?")) == []


@given(hostile)
@settings(max_examples=20, deadline=None)
def test_the_page_has_the_tags_of_its_template_and_no_others(text: str) -> None:
    html = render_page(hostile_review(text), text, LINKS)
    page = Shown(html)
    assert set(page.tags) <= set(Shown(render_page(hostile_review("x"), "x", LINKS)).tags)
    assert all(link.startswith(HOME) for link in page.links)
    assert unseen(html.replace("\u200b", "?")) == []


@given(hostile)
@settings(max_examples=20, deadline=None)
def test_every_text_of_a_record_is_utf8(text: str) -> None:
    json.dumps(review_record(hostile_review(text), None), ensure_ascii=False).encode()


@given(hostile)
@settings(max_examples=80, deadline=None)
def test_prose_reads_in_markdown_as_it_reads_in_a_terminal(text: str) -> None:
    shown = Shown(render(f"“{prose(text)}”"))
    assert shown.words.replace("\u200b", "").strip() == f"“{plain(text)}”".replace("\u200b", "")


@given(hostile)
@settings(max_examples=80, deadline=None)
def test_every_context_is_one_line_without_structure(text: str) -> None:
    for made in (prose(text), sentence(text), spot(text), code(text), html_code(text)):
        assert "\n" not in made
        assert set(Shown(render(f"- {made}")).tags) <= {"ul", "li", "code"}
        assert set(Shown(render(f"<details><summary>{html_code(text)}</summary>\n\nx\n\n</details>")).tags) <= {
            "details",
            "summary",
            "code",
            "p",
        }


@given(hostile)
@settings(max_examples=50, deadline=None)
def test_a_table_keeps_its_columns_whatever_is_in_a_cell(text: str) -> None:
    table = f"| a | b |\n|---|---|\n| {prose(text)} | {html_code(text)} |"
    assert Shown(render(table)).tags.count("td") == 2
