"""A database of its own for each test, at its newest revision."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.store.database import Database, open_database
from reviewer.store.schema import upgrade


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    upgrade(database_url)
    opened = open_database(database_url)
    yield opened
    opened.close()
