"""A database of its own for each test, at its newest revision."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.store.database import Database, open_database
from reviewer.store.schema import upgrade


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file; each test gets a copy, for migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "store.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def database(database_url: str, migrated: Path, tmp_path: Path) -> Iterator[Database]:
    shutil.copyfile(migrated, tmp_path / "store.db")
    opened = open_database(database_url)
    yield opened
    opened.close()
