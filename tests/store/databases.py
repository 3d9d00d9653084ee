"""A database of its own for each test, at its newest revision: SQLite in a file, and PostgreSQL on a real server."""

import os
import secrets
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from reviewer.store.database import Database, open_database
from reviewer.store.schema import upgrade

SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
"""A PostgreSQL server on which the tests may make databases."""

Server = psycopg.Connection[tuple[object, ...]]


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file; each test gets a copy, for migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "store.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A connection to the PostgreSQL server."""
    try:
        connection = psycopg.connect(SERVER, autocommit=True, connect_timeout=5)
    except psycopg.OperationalError as error:
        message = f"no PostgreSQL at {SERVER} (set TEST_POSTGRES_URL): {error}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    with connection:
        yield connection


@pytest.fixture(scope="session")
def migrated_template(postgres: Server) -> Iterator[str]:
    """The name of a migrated, empty PostgreSQL database; each test gets a copy."""
    with fresh_database(postgres) as name:
        upgrade(url_of(name))
        yield name


@pytest.fixture
def sqlite_url(tmp_path: Path, migrated_file: Path) -> str:
    """A migrated SQLite database."""
    shutil.copyfile(migrated_file, tmp_path / "store.db")
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture
def postgres_url(postgres: Server, migrated_template: str) -> Iterator[str]:
    """A migrated PostgreSQL database."""
    with fresh_database(postgres, migrated_template) as name:
        yield url_of(name)


@pytest.fixture
def database_url(sqlite_url: str) -> str:
    """A migrated database; the rooms that keep promises about databases give each kind in turn."""
    return sqlite_url


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database of each kind in turn, without any tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    with fresh_database(request.getfixturevalue("postgres")) as name:
        yield url_of(name)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    opened = open_database(database_url)
    yield opened
    opened.close()


@contextmanager
def fresh_database(postgres: Server, template: str = "template1") -> Generator[str]:
    """Make a PostgreSQL database, give its name, and drop it at the end."""
    name = f"reviewer_test_{secrets.token_hex(8)}"
    postgres.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))
    try:
        yield name
    finally:
        postgres.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def url_of(name: str) -> str:
    """Return the address of a database on the server."""
    return make_url(SERVER).set(database=name).render_as_string(hide_password=False)
