"""`reviewer queue`: which open pull is next, and why, from the App's database."""

import json
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from reviewer.errors import TellOperator
from reviewer.model.pulls import RepositoryRef
from reviewer.model.queue import Placed, PullQueue
from reviewer.report.neutral import plain
from reviewer.report.place import moment_words, waited_words, why_here, why_not
from reviewer.settings import Settings, is_plain_terminal, load_settings
from reviewer.store.clock import DatabaseClock
from reviewer.store.database import open_database
from reviewer.store.sql import SqlStore
from reviewer.triage.queue import rank

WIDEST = 120

_Queues = Sequence[tuple[RepositoryRef, PullQueue]]


def queue(
    wanted: Annotated[
        str,
        typer.Argument(
            help="One repository, or all of an owner's; all that are served when left out.", metavar="[OWNER[/REPO]]"
        ),
    ] = "",
    *,
    is_json: Annotated[bool, typer.Option("--json", help="Print the queues as JSON.")] = False,
) -> None:
    """Show the open pulls that wait on reviewers, in the order in which to read them, and why each is there.

    Read from the App's database, with the settings of `reviewer serve`; GitHub is not asked. Waits counts business
    hours in which it was the reviewers' turn.

    Examples —

    `reviewer queue` · `reviewer queue acme` · `reviewer queue acme/shop` · `reviewer queue acme/shop --json | jq
    '.[].placed[0].number'`
    """
    store = _store(load_settings())
    found = [(each, _queue(store, each)) for each in _chosen(store.waits.repositories(), wanted)]
    if is_json:
        typer.echo(json.dumps([_record(repository, places) for repository, places in found], indent=2))
    else:
        _show(found)


def _store(settings: Settings) -> SqlStore:
    file = settings.data_dir / "reviewer.sqlite3"
    if not settings.database_url.get_secret_value() and not file.exists():
        raise TellOperator(
            f"There is no database at {file}: set REVIEWER_DATA_DIR as for `reviewer serve`, or start it."
        )
    database = open_database(settings.database)
    store = SqlStore(database, DatabaseClock(database))
    if not store.is_ready():
        raise TellOperator("The database was made by another version: start `reviewer serve` once to migrate it.")
    return store


def _chosen(served: Sequence[RepositoryRef], wanted: str) -> Sequence[RepositoryRef]:
    """Return the repositories that are meant; GitHub does not tell names by their case."""
    name = wanted.casefold().strip("/")
    found = [
        each for each in served if name in ("", each.full_name.casefold(), each.full_name.casefold().split("/")[0])
    ]
    if wanted and not found:
        raise TellOperator(
            f"No repository {wanted!r} with an open pull request is served here: "
            "write OWNER or OWNER/REPO as GitHub does."
        )
    return found


def _queue(store: SqlStore, repository: RepositoryRef) -> PullQueue:
    return rank(store.waits.waiting(repository), store.waits.rules(repository), store.now())


def _show(found: _Queues) -> None:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")
    screen = Console(no_color=is_plain_terminal(), highlight=False)
    screen.width = min(screen.width, WIDEST)
    for repository, places in found:
        screen.print(Text(f"{repository.full_name} · as of {moment_words(places.at)}", "bold"))
        screen.print(_table(places) if places.placed else "No pull request waits on reviewers.")
        for pull in places.others:
            screen.print(Text(f"#{pull.number} {plain(pull.title)}: {why_not(pull)}", "dim"))
    if not found:
        screen.print("No pull request is open in a repository that is served here.")


def _table(places: PullQueue) -> Table:
    table = Table("", "Band", "Pull", "Waits", "Est.", "Why here")
    for placed in places.placed:
        pull, why = placed.pull, " · ".join(why_here(placed))
        title = Text(f"#{pull.number} {plain(pull.title)}")
        waits, estimate = waited_words(placed.terms.age), f"{pull.minutes} min"
        table.add_row(str(placed.place), placed.band.value, title, waits, estimate, Text(why))
    return table


def _record(repository: RepositoryRef, places: PullQueue) -> dict[str, object]:
    others = [{"number": pull.number, "title": pull.title, "why": why_not(pull)} for pull in places.others]
    placed = [_placed(each) for each in places.placed]
    return {"repository": repository.full_name, "at": places.at, "placed": placed, "others": others}


def _placed(placed: Placed) -> dict[str, object]:
    pull, terms = placed.pull, placed.terms
    return {
        "place": placed.place,
        "band": placed.band.value,
        "number": pull.number,
        "title": pull.title,
        "author": pull.author,
        "head": pull.head,
        "class": terms.pull_class.value,
        "waited_hours": round(terms.age, 2),
        "sla_hours": terms.sla,
        "minutes": pull.minutes,
        "needs_eyes": pull.needs_eyes,
        "score": round(placed.score, 4),
        "why_here": why_here(placed),
    }
