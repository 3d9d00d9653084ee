"""`reviewer review`: the same review as on GitHub, of any local range, patch, or file of cases."""

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console

from reviewer.cli.cases import review_cases
from reviewer.errors import TellOperator
from reviewer.git.command import find_git
from reviewer.git.patch import read_patch
from reviewer.git.range import read_range
from reviewer.git.repository import open_repository
from reviewer.git.search import search_tree
from reviewer.jobs.guarded import ParseLimits
from reviewer.model.pulls import PullSnapshot
from reviewer.model.review import Review
from reviewer.model.search import Look, Question, Search
from reviewer.pipeline import review_searched
from reviewer.report.comment import render_comment
from reviewer.report.page import render_page
from reviewer.report.record import review_record
from reviewer.report.terminal import render_text
from reviewer.settings import is_plain_terminal, search_path

STANDARD_INPUT = "-"
WIDEST = 120


class Form(StrEnum):
    """How a review is printed."""

    TEXT = "text"
    MARKDOWN = "markdown"
    JSON = "json"
    HTML = "html"


def review(  # noqa: PLR0913 - one parameter an option
    commits: Annotated[
        str | None,
        typer.Argument(
            metavar="[BASE..HEAD]", help="The range, from its merge base; - reads a patch from standard input."
        ),
    ] = None,
    *,
    repo: Annotated[Path, typer.Option(help="A local git repository.", show_default="this folder")] = Path(),
    form: Annotated[Form, typer.Option("--format", "-f", help="How to print it.")] = Form.TEXT,
    cases: Annotated[
        Path | None,
        typer.Option(
            help="Review each line of a JSON Lines file (- for standard input): an id, and files, each with "
            "path_before, path_after, before and after; null where a side does not exist."
        ),
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, help="Processes that work on cases.")] = 1,
    parse_limit: Annotated[
        float, typer.Option(min=0.01, help="Seconds after which a file is no longer parsed but read as plain lines.")
    ] = ParseLimits().seconds,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Write to a file.")] = None,
) -> None:
    """Review a range of a local git repository: nothing leaves this machine.

    Without a range: the current branch against the default branch.

    Examples —

    `reviewer review` · `reviewer review main..feature --format html -o review.html` ·
    `git diff | reviewer review -` · `reviewer review --cases cases.jsonl --jobs 2 > reviews.jsonl`
    """
    limits = ParseLimits(parse_limit)
    if cases is not None:
        if commits is not None or form not in (Form.TEXT, Form.JSON):
            raise typer.BadParameter("--cases takes no range, and prints JSON Lines only")
        _write(review_cases(cases, jobs, limits), output)
        return
    progress = Console(stderr=True)
    with progress.status("Reading the change …"):
        snapshot, look = _read(commits, repo)

    def make(finished: Review) -> str:
        return _rendered(finished, form, to_file=output is not None)

    with progress.status(f"Reviewing {len(snapshot.files)} changed files …"):
        text = review_searched(snapshot, look, make, limits)
    _write(iter([text]), output)


def _read(commits: str | None, repo: Path) -> tuple[PullSnapshot, Look]:
    """Return the change, and who looks for names in its head; a patch has none."""
    if commits == STANDARD_INPUT:
        return read_patch(sys.stdin.buffer.read()), lambda _: None
    git = find_git(search_path())
    snapshot = read_range(repo, commits, git=git)

    def look(question: Question) -> Search | None:
        return search_tree(open_repository(repo, git), snapshot.head, question) if snapshot.head is not None else None

    return snapshot, look


def _rendered(finished: Review, form: Form, *, to_file: bool) -> str:
    match form:
        case Form.TEXT:
            screen = Console()
            colour = screen.is_terminal and not to_file and not is_plain_terminal()
            return render_text(finished, width=min(screen.width, WIDEST), colour=colour)
        case Form.MARKDOWN:
            return render_comment(finished, None)
        case Form.JSON:
            return json.dumps(review_record(finished, None), indent=2)
        case Form.HTML:
            return render_page(finished, "Review", None)


def _write(texts: Iterator[str], output: Path | None) -> None:
    if output is None:
        # A terminal or pipe that knows ASCII only still gets every line, with "?" for what it cannot show.
        screen: TextIO = sys.stdout
        if isinstance(screen, TextIOWrapper):
            screen.reconfigure(errors="replace")
        _write_lines(texts, sys.stdout, "standard output")
        return
    try:
        opened = output.open("w", encoding="utf-8")
    except OSError as error:
        raise _unwritable(str(output), error) from error
    with opened as file:
        _write_lines(texts, file, str(output))


def _write_lines(texts: Iterator[str], file: TextIO, name: str) -> None:
    """Write each text as soon as it is there; a reader that went away ends the command quietly, as in other tools."""
    for text in texts:
        try:
            file.write(text.rstrip("\n") + "\n")
            file.flush()
        except BrokenPipeError:
            raise
        except OSError as error:
            raise _unwritable(name, error) from error


def _unwritable(name: str, error: OSError) -> TellOperator:
    return TellOperator(f"Could not write {name}: {error.strerror}. Give a file with --output that can be written.")
