"""The page: one file, nothing fetched, and all of the review."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from report.report_samples import LINKS, STATES, feature, no_units, too_big

from reviewer.report.page import render_page

VOID = {"meta", "br", "link"}


class Nesting(HTMLParser):
    """Fails where a tag is closed that is not the one that is open."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch(r"h\d", tag):
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("state", STATES)
def test_every_tag_is_closed_where_it_was_opened(state: str) -> None:
    assert Nesting(render_page(STATES[state](), "x", LINKS)).open == []


@pytest.mark.parametrize("state", STATES)
def test_headings_go_down_one_step_at_a_time(state: str) -> None:
    headings = Nesting(render_page(STATES[state](), "x", LINKS)).headings
    assert headings[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(headings))


def test_nothing_is_fetched_and_no_script_runs() -> None:
    page = render_page(feature(), "x", LINKS)
    assert not re.search(r"<script|<img|<link|<iframe|\bsrc=|@import|url\(", page)
    assert "default-src 'none'" in page


def test_the_page_follows_the_reader_into_the_dark() -> None:
    assert "prefers-color-scheme: dark" in render_page(feature(), "x", None)


def test_every_unit_is_on_the_page() -> None:
    page = render_page(too_big(), "x", LINKS)
    assert len(re.findall(r'<li id="U\d+">', page)) == 1204


def test_the_title_names_the_pull_and_the_number() -> None:
    page = render_page(feature(), "#338 <Retry>", LINKS)
    assert "<title>4 of 41 units need you · #338 &lt;Retry&gt;</title>" in page


def test_without_links_nothing_is_linked() -> None:
    assert "<a " not in render_page(feature(), "main..topic", None)


def test_a_review_without_units_is_a_page_too() -> None:
    assert "<h1>No change units</h1>" in render_page(no_units(), "x", None)
