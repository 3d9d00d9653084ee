"""`reviewer audit`, as an auditor runs it: in a process of its own, on a database that is there."""

import csv
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update
from store.test_audit_chain import LEA, ONE, PULL, SHOP, filled

from reviewer.store.database import Database, open_database
from reviewer.store.sql import SqlStore
from reviewer.store.tables import acts


@pytest.fixture
def kept(sqlite_url: str) -> Database:
    """A database with four acts in one repository."""
    database = open_database(sqlite_url)
    filled(SqlStore(database, lambda: 1000.0))
    return database


def audit(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "REVIEWER_DATABASE_URL": url, "NO_COLOR": "1"}
    command = [sys.executable, "-m", "reviewer", "audit", *words]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - ours


def test_a_chain_that_holds_is_said_with_its_head(kept: Database, sqlite_url: str) -> None:
    head = SqlStore(kept, lambda: 0.0).chain_head(SHOP)
    assert head is not None
    done = audit(sqlite_url, "verify", "--repository", "7", "--head", f"4:{head.digest[:12]}")
    assert (done.returncode, done.stdout) == (0, f"repository 7: 4 rows, head 4:{head.digest}: holds\n")


def test_what_was_tampered_with_is_named_and_the_exit_code_says_so(kept: Database, sqlite_url: str) -> None:
    with kept.writing() as connection:
        connection.execute(update(acts).where(acts.c.sequence == 3).values(payload="{}"))
    done = audit(sqlite_url, "verify")
    assert done.returncode == 3
    assert "row 3: its words were changed" in done.stdout


def test_a_head_that_is_gone_is_missed(kept: Database, sqlite_url: str) -> None:
    done = audit(sqlite_url, "verify", "--repository", "7", "--head", f"5:{'a' * 64}")
    assert done.returncode == 3
    assert "is not in it" in done.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify", "--head", "4:abc"), ""),
        (("verify", "--repository", "7", "--head", "abc"), "14:3fa9c1"),
        (("erase",), "--account"),
    ],
)
def test_what_cannot_be_done_is_said(kept: Database, sqlite_url: str, words: tuple[str, ...], said: str) -> None:
    assert kept.name
    done = audit(sqlite_url, *words)
    assert done.returncode in (1, 3)
    assert said in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_rows_are_given_out_as_lines_and_as_a_table(kept: Database, sqlite_url: str) -> None:
    SqlStore(kept, lambda: 0.0).record(PULL, [replace(ONE, claim='=1+1,"x"\n', cause="g5")])
    rows = [json.loads(line) for line in audit(sqlite_url, "export").stdout.splitlines()]
    assert [(row["sequence"], row["verb"], row["login"]) for row in rows][:3] == [
        (1, "validate", "lea"),
        (2, "validate", "lea"),
        (3, "question", "tom"),
    ]
    table = list(csv.DictReader(io.StringIO(audit(sqlite_url, "export", "--format", "csv").stdout)))
    assert [row["digest"] for row in table] == [row["digest"] for row in rows]
    assert table[-1]["claim"] == '\'=1+1,"x"\n'


def test_a_person_who_is_erased_is_in_no_export(kept: Database, sqlite_url: str) -> None:
    assert f"forgotten in {3} rows" in audit(sqlite_url, "erase", "--account", str(LEA.id)).stdout
    assert "lea" not in audit(sqlite_url, "export").stdout
    assert audit(sqlite_url, "verify").returncode == 0
    assert "never acted" in audit(sqlite_url, "erase", "--account", "999").stdout


def test_without_any_act_there_is_nothing_to_check(sqlite_url: str) -> None:
    assert "there is no record" in audit(sqlite_url, "verify").stdout


def test_without_a_database_it_says_what_to_do(tmp_path: Path) -> None:
    done = audit(f"sqlite:///{tmp_path / 'none.db'}", "verify")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
