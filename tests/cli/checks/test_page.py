"""How findings look on a terminal."""

import io

import pytest
from checking import check_of
from rich.console import Console

from reviewer.cli.checks.catalogue import Check
from reviewer.cli.checks.finding import Finding, ago, fail, ok, warn
from reviewer.cli.checks.page import Page

GIT, DISK, APP = check_of("git"), check_of("disk"), check_of("App")


def shown(*findings: tuple[Check, Finding], width: int = 60) -> str:
    screen = Console(file=io.StringIO(), width=width)
    page = Page(screen)
    for check, finding in findings:
        page.add(check, finding)
    page.close(findings)
    assert isinstance(screen.file, io.StringIO)
    return screen.file.getvalue()


def test_lines_stand_under_their_group_with_what_to_do_below_and_a_sum_at_the_end() -> None:
    assert (
        shown((GIT, ok("2.39 at /usr/bin/git")), (DISK, warn("full", "Free some.")), (APP, fail("unknown")))
        == """\
This machine
  ok    git            2.39 at /usr/bin/git
  warn  disk           full
                       → Free some.

The App at GitHub
  fail  App            unknown

1 failed · 1 to look at · 1 ok
"""
    )


def test_what_does_not_fit_goes_on_under_itself() -> None:
    text = shown((GIT, fail("one two three four five six seven eight nine ten", "eleven twelve " * 4)))
    assert text.splitlines()[1:7] == [
        "  fail  git            one two three four five six seven",
        "                       eight nine ten",
        "                       → eleven twelve eleven twelve eleven",
        "                         twelve eleven twelve",
        "",
        "1 failed",
    ]


def test_all_well_is_said_so() -> None:
    assert shown((GIT, ok("fine"))).splitlines()[-1] == "All is well: 1 ok"


def test_of_many_steps_the_first_few_are_shown() -> None:
    text = shown((GIT, fail("many", *(f"step {number}" for number in range(9)))))
    assert text.count("→ step") == 6
    assert "… and 3 more: `reviewer doctor --json`" in " ".join(text.split())


def test_what_a_library_says_on_several_lines_is_one() -> None:
    assert fail("refused\n\tIs it up?").found == "refused Is it up?"


@pytest.mark.parametrize(
    ("seconds", "words"), [(3, "3 seconds"), (150, "2 minutes"), (7200, "2 hours"), (2e5, "2 days")]
)
def test_an_age_is_told_in_words(seconds: float, words: str) -> None:
    assert ago(seconds) == words
