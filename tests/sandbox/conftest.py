"""The stage of the sandbox's tests: a fresh one for stories, a shared one for what changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from contract.openapi import Contract
from scene import Ear, Scene, Work, first_clone, set_scene

from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.server import start_sandbox


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return first_clone(tmp_path / "work")


@pytest.fixture
def ear() -> Iterator[Ear]:
    ear = Ear()
    yield ear
    ear.close()


@pytest.fixture
def scene(sandbox: Sandbox, work: Work, ear: Ear, judge: Contract | str) -> Scene:
    if isinstance(judge, Contract):
        judge.forgives_refused = True
    return set_scene(sandbox, work, ear)


@pytest.fixture(scope="module")
def shared_scene(tmp_path_factory: pytest.TempPathFactory, judge: Contract | str) -> Iterator[Scene]:
    folder, ear = tmp_path_factory.mktemp("shared"), Ear()
    observer = None if isinstance(judge, str) else judge
    with start_sandbox(folder / "github", observer=observer) as running:
        yield set_scene(running, first_clone(folder / "work"), ear)
    ear.close()


@pytest.fixture
def shared(shared_scene: Scene, judge: Contract | str) -> Iterator[Scene]:
    """The shared stage, each test judged by itself."""
    if isinstance(judge, Contract):
        judge.begin()
        judge.forgives_refused = True
    yield shared_scene
    assert isinstance(judge, str) or judge.verdict() == ""
