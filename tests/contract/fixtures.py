"""Fixtures for every room: a sandbox whose traffic is judged by GitHub's own description."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from contract.download import Unavailable, description
from contract.openapi import Contract

from reviewer.sandbox.control.sandbox import Sandbox
from reviewer.sandbox.server import start_sandbox

_CACHE = Path(__file__).resolve().parents[2] / ".cache"


@pytest.fixture(scope="session")
def judge() -> Contract | str:
    """One judge for the whole session, as schemas are compiled once; or, without npm, why there is none."""
    try:
        return Contract(description(_CACHE))
    except Unavailable as error:
        message = f"GitHub's description is missing, so nothing is checked against it: {error}"
        if os.environ.get("CI") == "true":
            pytest.fail(message)
        return message


@pytest.fixture
def contract(judge: Contract | str) -> Iterator[Contract]:
    """A judge with a clean slate; the test fails at its end when anything broke GitHub's description."""
    if isinstance(judge, str):
        pytest.skip(judge)
    judge.begin()
    yield judge
    _rule(judge)


@pytest.fixture
def sandbox(tmp_path: Path, judge: Contract | str) -> Iterator[Sandbox]:
    """A running GitHub whose every exchange and webhook is judged; without npm it runs unjudged."""
    observer = None if isinstance(judge, str) else judge
    if observer is not None:
        observer.begin()
    with start_sandbox(tmp_path / "github", observer=observer) as running:
        yield running
    if observer is not None:
        _rule(observer)


def _rule(judge: Contract) -> None:
    if broken := judge.verdict():
        pytest.fail(f"GitHub's own description was broken:\n{broken}")
