"""A comment in the terminal reads as its page does."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from reviewer.cli.stage.markdown import render_markdown


def shown(markdown: str, *, width: int = 80, colour: bool = False) -> str:
    """Return what a person sees, without the spaces that fill lines up."""
    file = io.StringIO()
    Console(file=file, width=width, force_terminal=colour, legacy_windows=False).print(render_markdown(markdown))
    return "\n".join(line.rstrip() for line in file.getvalue().splitlines()).strip("\n")


def test_hidden_comments_are_not_shown() -> None:
    assert shown("<!-- reviewer:sticky v1 -->\n**Two** units <!-- g:U1 --> here") == "Two units  here"


def test_a_fold_is_one_line() -> None:
    text = "Above\n\n<details><summary>8 units &amp; <b>more</b></summary>\n\n- hidden\n\n</details>\n\nBelow"
    assert shown(text) == "Above\n\n▸ 8 units & more\nBelow"


def test_a_fold_in_a_fold_is_hidden_with_it() -> None:
    inner = "<details><summary>inner</summary>\n\nhidden\n\n</details>"
    assert (
        shown(f"<details><summary>outer</summary>\n\n{inner}\n\nhidden too\n\n</details>\n\nBelow") == "▸ outer\nBelow"
    )


def test_boxes_of_a_task_list_are_drawn() -> None:
    assert shown("- [ ] open\n- [x] done\n- [neither]") == "• ☐ open\n• ☑ done\n• [neither]"


def test_items_hang_from_their_bullets() -> None:
    assert shown("- one two three\n  - four five", width=13) == "• one two\n  three\n  • four five"


def test_numbered_lists_count_from_where_they_start() -> None:
    assert shown("3. three\n4. four") == "3. three\n4. four"


def test_line_breaks_are_kept_and_tags_are_not() -> None:
    assert shown("one<br>two <sub>small</sub>") == "one\ntwo small"


def test_code_is_shown_as_it_is() -> None:
    assert shown("`List<String>` and `<br>`") == "List<String> and <br>"


def test_references_to_characters_are_read() -> None:
    assert shown("a &#43; b &lt;c&gt; issue #&#8203;812") == "a + b <c> issue #812"


def test_fenced_code_keeps_its_lines() -> None:
    assert shown("```\na\n  b\n```") == "a\n  b"


def test_links_lead_where_they_lead() -> None:
    assert "https://example.com/files#R1" in shown("[U1](https://example.com/files#R1)", colour=True)


@pytest.mark.parametrize(
    "text", ["\x1b]0;title\x07x", "`\x1b[2Jx`", "&#27;[31mx", "<details><summary>\x1b[0mx</summary>"]
)
def test_nothing_in_a_comment_steers_the_terminal(text: str) -> None:
    assert "\x1b" not in shown(text)


def test_markup_of_the_terminal_library_is_only_text() -> None:
    assert shown("[bold red]x[/]") == "[bold red]x[/]"


def test_a_whole_comment_reads_well(fixtures: Path) -> None:
    lines = shown((fixtures / "report/feature/comment.md").read_text(), width=100).splitlines()
    assert lines[0].startswith("4 of 41 units need you · about 9 min")
    assert "• ☐ Retry around the charge (claim 1)" in lines
    assert "▸ 27 units need no eyes, by proof: 18 moved unchanged, 7 formatting only, 2 comments only" in lines
    assert lines[-1] == "▸ How this was made"
