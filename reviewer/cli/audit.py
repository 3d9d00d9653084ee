"""`reviewer audit`: the record of what people did, checked, given out, or freed of a person."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Annotated

import typer

from reviewer.errors import TellOperator
from reviewer.model.acts import AccountId
from reviewer.model.ids import RepositoryId
from reviewer.report.neutral import utf8
from reviewer.settings import load_settings
from reviewer.store.chain import Link, breaks
from reviewer.store.clock import DatabaseClock
from reviewer.store.database import open_database
from reviewer.store.sql import SqlStore

BROKEN = 3
"""Exit code when a chain does not hold."""

_COLUMNS = (
    *("repository", "sequence", "at", "pull", "verb", "unit", "fingerprint", "subject", "head", "channel", "cause"),
    *("role", "policy", "login", "account", "claim", "words", "record", "digest"),
)


class Does(StrEnum):
    """What can be done with the record."""

    VERIFY = "verify"
    EXPORT = "export"
    ERASE = "erase"


class Form(StrEnum):
    """How it is given out."""

    JSONL = "jsonl"
    CSV = "csv"


def audit(
    does: Annotated[Does, typer.Argument(help="verify, export, or erase.", metavar="verify|export|erase")],
    *,
    repository: Annotated[int | None, typer.Option(help="Only the repository with this number of GitHub's.")] = None,
    head: Annotated[
        str, typer.Option(help="A row and digest that a check run showed once: 14:3fa9… must still be there.")
    ] = "",
    form: Annotated[Form, typer.Option("--format", help="How rows are exported.")] = Form.JSONL,
    account: Annotated[int | None, typer.Option(help="Whom to erase: GitHub's number of the account.")] = None,
) -> None:
    """Check, export or erase from the record of who validated, questioned, rejected or overrode what, and when.

    Each row holds the digest of the row before it: verify finds what was changed or taken out. Rows taken off the end
    are found with --head, from any check run's text. erase forgets who a person is and what they wrote, in all
    repositories; the chains still hold. Nothing else is ever removed. Exit code 3 when a chain does not hold.

    Examples —

    `reviewer audit verify` · `reviewer audit verify --repository 7 --head 14:3fa9c1…` · `reviewer audit export --format
    csv > audit.csv` · `reviewer audit erase --account 583231`
    """
    database = open_database(load_settings().database)
    store = SqlStore(database, DatabaseClock(database))
    if does is Does.ERASE:
        _erase(store, account)
        return
    found = [RepositoryId(repository)] if repository is not None else store.audited()
    if does is Does.EXPORT:
        _export(store, found, form)
    elif not _verify(store, found, head):
        raise typer.Exit(BROKEN)


def _erase(store: SqlStore, account: int | None) -> None:
    if account is None:
        raise TellOperator(
            "Whom to erase? Say --account, GitHub's number of the account: https://api.github.com/users/LOGIN"
        )
    count = store.erase(AccountId(account))
    typer.echo(f"Account {account} is forgotten in {count} rows." if count else f"Account {account} never acted.")


def _verify(store: SqlStore, repositories: Sequence[RepositoryId], head: str) -> bool:
    """Print what came of each chain; return whether all hold."""
    if head and len(repositories) != 1:
        raise TellOperator("A head is one repository's: say --repository as well.")
    does_hold = True
    for repository in repositories:
        links = store.audit(repository)
        problems = [f"row {each.sequence}: {each.found}" for each in breaks(links)]
        if head and not _is_there(links, head):
            problems.append(f"the head {head} is not in it: rows were taken off its end, or it was made anew")
        does_hold = does_hold and not problems
        end = f", head {links[-1].sequence}:{links[-1].digest}" if links else ""
        typer.echo(f"repository {repository}: {len(links)} rows{end}: {'; '.join(problems) or 'holds'}")
    if not repositories:
        typer.echo("Nobody has acted yet: there is no record.")
    return does_hold


def _is_there(links: Sequence[Link], head: str) -> bool:
    sequence, _, digest = head.partition(":")
    if not sequence.isdigit() or not digest:
        raise TellOperator(f"{head!r} is no head: write it like 14:3fa9c1…, as the check run shows it.")
    return any(str(link.sequence) == sequence and link.digest.startswith(digest.rstrip("…")) for link in links)


def _export(store: SqlStore, repositories: Iterable[RepositoryId], form: Form) -> None:
    rows = (row for repository in repositories for row in map(_row, store.audit(repository)))
    for line in _jsonl(rows) if form is Form.JSONL else ():
        typer.echo(line)
    if form is Form.CSV:
        writer = csv.DictWriter(sys.stdout, _COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows({name: _told(value) for name, value in row.items()} for row in rows)


def _row(link: Link) -> dict[str, object]:
    record, payload = json.loads(link.record), json.loads(link.payload or "{}")
    who: dict[str, object] = {"login": link.login, "account": link.account}
    return {**record, **who, **payload, "record": link.record, "digest": link.digest}


def _told(value: object) -> object:
    """Return a cell as any reader takes it: bytes that are no UTF-8 are written out, and no text is a formula."""
    if not isinstance(value, str):
        return value
    return f"'{utf8(value)}" if value.startswith(("=", "+", "-", "@", "\t", "\r")) else utf8(value)


def _jsonl(rows: Iterable[dict[str, object]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps({name: row.get(name) for name in _COLUMNS})
