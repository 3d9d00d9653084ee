"""What the log of a worker says: which job each line is about, and nothing of what the job was about."""

import json
import os
import time
from dataclasses import dataclass
from pathlib import Path

import pytest
import structlog
from working import FORKS, QUICK, wait_for

from reviewer.cli.logs import configure_logs
from reviewer.jobs.book import Book
from reviewer.jobs.lines import words_of
from reviewer.jobs.sql import SqlQueue
from reviewer.jobs.supervisor import WorkerOptions, run_workers
from reviewer.model.ids import InstallationId, PullNumber, RepositoryId, Sha
from reviewer.model.notes import Notes, Stage
from reviewer.model.orders import head_order, pull_order
from reviewer.model.pulls import PullRef, RepositoryRef
from reviewer.model.work import Delivery, Job, JobKind
from reviewer.store.database import Database, open_database
from reviewer.store.operations import Operations
from reviewer.store.sql import SqlStore
from reviewer.store.tallies import Tally

SHOP = RepositoryRef(InstallationId(3), RepositoryId(7), "acme/shop")
PULL = PullRef(SHOP, PullNumber(12))
CODE = "if user.password == 'hunter2':"
SHA = "a" * 40


@dataclass(frozen=True)
class Performer:
    """Says a line, learns about itself, and fails with a value in its error on the first attempt."""

    notes: Notes

    def __call__(self, job: Job) -> None:
        log = structlog.get_logger()
        log.info("before")
        self.notes.words |= {"sha": SHA}
        structlog.contextvars.bind_contextvars(sha=SHA)
        log.info("after")
        with self.notes.timing(Stage.FETCH):
            if job.attempt == 1:
                raise KeyError(CODE)


def work(url: str, log: Path) -> None:
    os.dup2(os.open(log, os.O_CREAT | os.O_WRONLY | os.O_APPEND), 2)
    configure_logs()
    database, notes = open_database(url, is_pooled=False), Notes()
    book = Book(Operations(database, time.time), "w", 1)
    options = WorkerOptions("w", poll=0.05, patience=QUICK, book=book, notes=notes)
    run_workers(SqlQueue(database, time.time), Performer(notes), options, time.monotonic)


@dataclass(frozen=True)
class Told:
    """What a worker left behind."""

    text: str
    tallies: list[Tally]

    def lines(self, event: str) -> list[dict[str, object]]:
        return [line for line in map(json.loads, self.text.splitlines()) if line["event"] == event]


@pytest.fixture
def told(database: Database, database_url: str, tmp_path: Path) -> Told:
    """Let a worker do an order that a delivery brought: it fails once, and then is done."""
    store = SqlStore(database, time.time)
    store.accept(Delivery("g-1", "pull_request", "opened", b"{}", 0.0), [pull_order(JobKind.ANALYSE, PULL)])
    worker = FORKS.Process(target=work, args=(database_url, tmp_path / "log"))
    worker.start()
    wait_for(lambda: (tmp_path / "log").exists() and '"ending": "done"' in (tmp_path / "log").read_text())
    worker.terminate()
    worker.join()
    return Told((tmp_path / "log").read_text(), list(store.watch().tallies))


def test_every_line_of_a_job_says_which_one_it_is(told: Told) -> None:
    job = {"delivery": "g-1", "installation": 3, "pull": "acme/shop#12", "kind": "analyse", "key": "pull/7/12"}
    for event in ("before", "after", "job ended"):
        attempts = told.lines(event)
        assert [line["attempt"] for line in attempts] == [1, 2]
        assert all(job.items() <= line.items() for line in attempts)


def test_the_sha_that_a_job_finds_out_is_on_its_lines_from_then_on_also_the_workers(told: Told) -> None:
    shas = [told.lines(event)[0]["sha"] for event in ("before", "after", "job ended")]
    assert shas == [None, SHA, SHA]


def test_a_line_about_no_job_names_none(told: Told) -> None:
    assert "key" not in told.lines("worker stopped")[0]


def test_an_errors_value_is_not_told_but_its_place_is(told: Told) -> None:
    why = str(told.lines("job ended")[0]["why"])
    assert CODE not in told.text
    assert why.endswith("KeyError")
    assert "test_job_lines.py" in why


def test_ends_and_stages_are_counted_with_their_reason(told: Told) -> None:
    ends = [tally.labels for tally in told.tallies if tally.metric == "jobs"]
    assert ends == [
        {"kind": "analyse", "ending": "bug", "reason": "KeyError"},
        {"kind": "analyse", "ending": "done", "reason": ""},
    ]
    assert (
        sum(tally.value for tally in told.tallies if tally.labels == {"stage": "fetch"} and tally.bucket != "sum") == 2
    )


def test_an_order_about_a_head_names_its_sha_from_the_start() -> None:
    words = words_of(Job(head_order(JobKind.CHECK, SHOP, Sha(SHA)), 1, "token"))
    assert (words["sha"], words["pull"]) == (SHA, None)
