"""One App and one GitHub for all stories of a test process; each story has an organisation of its own.

The App claims its orders from SQLite, unless a story is marked `both_ways`: then it is told once more with PostgreSQL
and tickets from Redis.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from contract.openapi import Contract
from flow.stage import Backing, Scene, Stage, start_app
from jobs.redises import emptied, number_of
from store.databases import Server, fresh_database, url_of

from reviewer.sandbox.server import start_sandbox


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Name the stage of stories that are told once too: otherwise pytest starts an App of their own for them."""
    is_named = any("stage" in mark.args for mark in metafunc.definition.iter_markers("parametrize"))
    if "stage" in metafunc.fixturenames and not is_named:
        metafunc.parametrize("stage", ["claims"], indirect=True, scope="session")


@pytest.fixture(scope="session")
def stage(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, judge: Contract | str
) -> Iterator[Stage]:
    """A running App beside a running GitHub."""
    folder = tmp_path_factory.mktemp("stage")
    observer = None if isinstance(judge, str) else judge
    has_tickets = request.param == "tickets"
    backing = request.getfixturevalue("tickets_backing") if has_tickets else Backing()
    with start_sandbox(folder / "github", observer=observer) as sandbox, start_app(sandbox, folder, backing) as running:
        yield running


@pytest.fixture(scope="session")
def tickets_backing(postgres: Server, worker_id: str) -> Iterator[Backing]:
    """A PostgreSQL database and a Redis database of this test process's own."""
    with fresh_database(postgres) as name, emptied(number_of(worker_id) + 8) as redis_url:
        yield Backing(url_of(name), redis_url)


@pytest.fixture
def scene(stage: Stage, judge: Contract | str, tmp_path: Path) -> Iterator[Scene]:
    """A repository with the App installed; at the end all traffic must have followed GitHub's own description."""
    if isinstance(judge, Contract):
        judge.begin()
    stage.sandbox.faults.clear()
    stage.set_clock(0)
    yield stage.scene(tmp_path)
    if isinstance(judge, Contract) and (broken := judge.verdict()):
        pytest.fail(f"GitHub's own description was broken:\n{broken}")
