"""`reviewer demo`: a GitHub and the App on this machine, and pull requests that go in and come out reviewed."""

import signal
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event
from types import FrameType
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from reviewer.cli.stage.app import AppPlace, running_app
from reviewer.cli.stage.opening import ORGANISATION, make_repository, open_pulls, set_up_app
from reviewer.cli.stage.pages import write_pages
from reviewer.cli.stage.plan import Plan
from reviewer.cli.stage.range import plan_range
from reviewer.cli.stage.showing import show_line, show_pull
from reviewer.cli.stage.stories import plan_stories, stories_folder
from reviewer.cli.stage.watching import Watched, watch
from reviewer.errors import TellOperator
from reviewer.git.command import find_git
from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.server import start_sandbox
from reviewer.settings import is_plain_terminal, search_path

WIDEST = 120


@dataclass(frozen=True, slots=True)
class Show:
    """How the demo is shown: where the pages go, how much is printed, and how long the reviews may take (seconds).

    `steps` is where it is told what goes on.
    """

    output: Path
    is_brief: bool
    is_kept_up: bool
    limit: float
    steps: Console


def demo(  # noqa: PLR0913 - one parameter an option
    *,
    repo: Annotated[Path | None, typer.Option(help="Show a range of this local git repository instead.")] = None,
    commits: Annotated[
        str | None, typer.Option("--range", metavar="BASE..HEAD", help="The range; with --repo, or of this folder.")
    ] = None,
    output: Annotated[Path, typer.Option("--output", "-o", help="Where the pages are written.")] = Path("demo-output"),
    brief: Annotated[bool, typer.Option("--brief", help="Print one line a pull request.")] = False,
    serve: Annotated[bool, typer.Option("--serve", help="Keep it all up until Ctrl-C.")] = False,
    limit: Annotated[float, typer.Option(min=1, help="Seconds that all reviews together may take.")] = 120,
) -> None:
    """See pull requests reviewed: starts a sandbox GitHub and the App on this machine. Nothing leaves it.

    Creates the App from its manifest, installs it, opens pull requests, waits for their reviews, prints them, and
    writes their pages as HTML.

    Examples —

    `reviewer demo` · `reviewer demo --serve` · `reviewer demo --repo ~/code/shop --range main..feature`
    """
    show = Show(output.resolve(), brief, serve, limit, Console(stderr=True, highlight=False, soft_wrap=True))
    with _stoppable(), TemporaryDirectory(prefix="reviewer-demo-") as scratch:
        plan = _plan(repo, commits, Path(scratch))
        _make_folder(show.output)
        log = show.output / "app.log"
        show.steps.print("Starting a sandbox GitHub and the App …")
        with (
            start_sandbox(Path(scratch) / "github") as sandbox,
            running_app(Path(scratch) / "app", log, sandbox.url) as app,
        ):
            _perform(plan, show, sandbox, app)


def _plan(repo: Path | None, commits: str | None, scratch: Path) -> Plan:
    git = find_git(search_path())
    if repo is None and commits is None:
        return plan_stories(stories_folder(), scratch / "source.git", git)
    return plan_range(repo or Path(), commits, git)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TellOperator(
            f"Could not make the folder {folder}: {error.strerror}. Give another with --output."
        ) from error


def _perform(plan: Plan, show: Show, sandbox: Sandbox, app: AppPlace) -> None:
    show.steps.print(f"Sandbox GitHub at {sandbox.url}, the App at {app.url}.")
    repository = make_repository(sandbox, plan)
    set_up_app(sandbox.url, app.setup_url)
    show.steps.print(f"App made from app.yml and installed on {ORGANISATION}.")
    begun = time.monotonic()
    pulls = open_pulls(repository, plan)
    watch(pulls, show.limit, app.is_running, show.steps)
    took = time.monotonic() - begun
    _print(pulls, is_brief=show.is_brief)
    index = write_pages(show.output, pulls)
    show.steps.print(f"{len(pulls)} reviewed in {took:.1f} s. Pages: {index}")
    if show.is_kept_up:
        _stay(sandbox, app, pulls)


def _print(pulls: Sequence[Watched], *, is_brief: bool) -> None:
    screen = Console(no_color=is_plain_terminal() or None)
    screen.width = min(screen.width, WIDEST)
    for pull in pulls:
        if is_brief:
            screen.print(show_line(pull), soft_wrap=True)
        else:
            screen.print(show_pull(pull.desk))
    sys.stdout.flush()


def _stay(sandbox: Sandbox, app: AppPlace, pulls: Sequence[Watched]) -> None:
    """Print the addresses and return on Ctrl-C."""
    addresses = [
        ("Sandbox", sandbox.url),
        *((f"Pull #{pull.desk.number}", pull.desk.url) for pull in pulls),
        ("App", f"{app.url}/setup"),
        ("Metrics", f"{app.url}/metrics"),
    ]
    for name, address in addresses:
        sys.stdout.write(f"{name:14}{address}\n")
    sys.stdout.write("Ctrl-C stops both.\n")
    sys.stdout.flush()
    try:
        Event().wait()
    except KeyboardInterrupt:
        sys.stdout.write("\nStopping.\n")


@contextmanager
def _stoppable() -> Generator[None]:
    """Let SIGTERM and a closed terminal end the block as Ctrl-C does, so that nothing is left running."""
    signals = (signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(one, _interrupt) for one in signals]
    try:
        yield
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
