"""One App and one GitHub for all stories of a test process; each story has an organisation of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from contract.openapi import Contract
from flow.stage import Scene, Stage, start_app

from reviewer.sandbox.server import start_sandbox


@pytest.fixture(scope="session")
def stage(tmp_path_factory: pytest.TempPathFactory, judge: Contract | str) -> Iterator[Stage]:
    """A running App beside a running GitHub."""
    folder = tmp_path_factory.mktemp("stage")
    observer = None if isinstance(judge, str) else judge
    with start_sandbox(folder / "github", observer=observer) as sandbox, start_app(sandbox, folder) as running:
        yield running


@pytest.fixture
def scene(stage: Stage, judge: Contract | str, tmp_path: Path) -> Iterator[Scene]:
    """A repository with the App installed; at the end all traffic must have followed GitHub's own description."""
    if isinstance(judge, Contract):
        judge.begin()
    stage.sandbox.faults.clear()
    yield stage.scene(tmp_path)
    if isinstance(judge, Contract) and (broken := judge.verdict()):
        pytest.fail(f"GitHub's own description was broken:\n{broken}")
