"""`reviewer backtest`: the risk score tried on the past of your own repositories, and calibrated to it."""

import json
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from reviewer.cli.calibrations import load_calibrations, save_calibrations
from reviewer.cli.replay import Replayed, Source, Tell, Wanted, replay
from reviewer.errors import TellOperator
from reviewer.git.command import Git, find_git
from reviewer.git.naming import remote_name
from reviewer.git.range import find_default_branch
from reviewer.git.repository import Repository, open_repository
from reviewer.model.backtest import Backtest
from reviewer.model.ids import Sha
from reviewer.report.backtest_page import render_backtest_page
from reviewer.report.backtest_record import backtest_record
from reviewer.report.backtest_text import render_backtest
from reviewer.report.backtest_words import day
from reviewer.risk.trial import split_by_time, try_model
from reviewer.settings import is_plain_terminal, search_path

WIDEST = 140
RISKIEST = 15


def backtest(  # noqa: PLR0913 - one parameter an option
    *,
    repo: Annotated[
        list[str] | None,
        typer.Option(help="A local clone, or owner/name=PATH; may be given several times.", show_default="this folder"),
    ] = None,
    branch: Annotated[str, typer.Option(help="The branch that changes land on.", show_default="the default one")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
    html: Annotated[Path | None, typer.Option(help="Write a self-contained page with the curves.")] = None,
    write: Annotated[
        Path | None, typer.Option(help="Write the calibration, for REVIEWER_RISK_CALIBRATION; others in it stay.")
    ] = None,
    most: Annotated[int, typer.Option(min=50, help="Past changes that are scored, of each repository.")] = 900,
    settle: Annotated[int, typer.Option(min=0, help="Days after which silence means that nothing was wrong.")] = 365,
    seed: Annotated[int, typer.Option(help="Which changes are drawn.")] = 1,
    keep: Annotated[Path | None, typer.Option(help="Keep what was read of the past here, for the next run.")] = None,
) -> None:
    """Try the risk score on the past of your repositories: did it point at what had to be mended later?

    Labels come from the history itself (reverts, fixes that name their cause, blame). Earlier changes teach, later ones
    judge, beside random and added lines of code. With 100 labels scores become probabilities, with 500 the weights
    adapt; what does not hold up on the later changes is refused, and that is said. Nothing leaves this machine.

    Examples —

    `reviewer backtest` · `reviewer backtest --repo acme/shop=~/src/shop --html backtest.html` ·
    `reviewer backtest --repo ../shop --repo ../api --write calibration.json` · `reviewer backtest --json --most 300`
    """
    if write is not None and write.exists():
        load_calibrations(write)
    git = find_git(search_path())
    with _progress() as tell, _folder(keep) as kept:
        sources = [_source(git, spec, branch, kept) for spec in repo or ["."]]
        replayed = [replay(source, Wanted(most, settle, seed), tell) for source in sources]
        found = _tried(replayed, settle, seed, tell)
    if html is not None:
        _write(html, render_backtest_page(found, ", ".join(found.trial.repositories)))
    if write is not None:
        save_calibrations(write, found.trial.calibrations)
    _print(found, as_json=as_json)


def _tried(replayed: Sequence[Replayed], settle: int, seed: int, tell: Tell) -> Backtest:
    rows = [change for one in replayed for change in one.changes]
    until = day(max(one.until for one in replayed))
    trial = try_model(rows, seed, until, lambda done, of: tell("drawing later changes anew", done, of))
    _, later = split_by_time([row for row in rows if row.is_settled])
    riskiest = tuple(sorted(later, key=lambda row: (-row.score, row.sha))[:RISKIEST])
    return Backtest(trial, {one.name: one.labels for one in replayed}, riskiest, settle, seed)


def _source(git: Git, spec: str, branch: str, kept: Path) -> Source:
    """Return what "owner/name=PATH" or "PATH" stands for; without a name it is the remote's, else the folder's."""
    name, found, path = spec.rpartition("=")
    place = Path(path).expanduser()
    repository = open_repository(place, git)
    name = name if found else remote_name(repository) or place.resolve().name
    return Source(repository, name, _tip(repository, branch), kept / f"{name.replace('/', '+')}.db")


def _tip(repository: Repository, branch: str) -> Sha:
    if branch:
        return repository.resolve(branch)
    try:
        return repository.resolve(find_default_branch(repository))
    except TellOperator:
        # A bare clone has one HEAD, which is the branch it was cloned from.
        return repository.resolve("HEAD")


@contextmanager
def _progress() -> Generator[Tell]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task("beginning", total=None)

        def tell(what: str, done: int, of: int) -> None:
            progress.update(task, description=what, completed=done, total=of)

        yield tell


@contextmanager
def _folder(keep: Path | None) -> Generator[Path]:
    if keep is None:
        with TemporaryDirectory(prefix="reviewer-backtest-") as folder:
            yield Path(folder)
        return
    try:
        keep.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TellOperator(f"{keep} could not be made: {error.strerror}. Choose another folder.") from error
    yield keep


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise TellOperator(f"{file} could not be written: {error.strerror}. Choose another place.") from error


def _print(found: Backtest, *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(backtest_record(found), indent=2))
        return
    screen = Console()
    colour = screen.is_terminal and not is_plain_terminal()
    typer.echo(render_backtest(found, width=min(screen.width, WIDEST), colour=colour), nl=False)
