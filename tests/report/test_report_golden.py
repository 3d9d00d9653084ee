"""Each state people meet, as they meet it: fixtures/report/<state>/."""

from pathlib import Path

import pytest
from report.report_samples import LINKS, STATES

from reviewer.model.published import CheckReport
from reviewer.report.check import render_check
from reviewer.report.comment import render_comment
from reviewer.report.terminal import render_text


def show_check(report: CheckReport) -> str:
    notes = [
        f"{note.level.value} {note.path}:{note.start_line}-{note.end_line} | {note.title} | {note.message}"
        for note in report.annotations
    ]
    buttons = [f"[{button.label}] {button.description} ({button.identifier})" for button in report.buttons]
    parts = [report.conclusion.value, report.title, "--- summary", report.summary, "--- text", report.text]
    return "\n".join([*parts, "--- annotations", *notes, "--- buttons", *buttons, ""])


def compare(path: Path, shown: str, *, accept: bool) -> None:
    if accept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("state", STATES)
def test_golden_comment_of(state: str, fixtures: Path, *, accept: bool) -> None:
    compare(fixtures / "report" / state / "comment.md", render_comment(STATES[state](), LINKS), accept=accept)


@pytest.mark.parametrize("state", STATES)
def test_golden_check_run_of(state: str, fixtures: Path, *, accept: bool) -> None:
    report = render_check([(LINKS, STATES[state]())])
    compare(fixtures / "report" / state / "check.txt", show_check(report), accept=accept)


@pytest.mark.parametrize("state", STATES)
def test_golden_terminal_text_of(state: str, fixtures: Path, *, accept: bool) -> None:
    shown = render_text(STATES[state](), width=100, colour=False)
    compare(fixtures / "report" / state / "terminal.txt", shown, accept=accept)
