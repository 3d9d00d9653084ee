"""A database by its URL, and its transactions."""

import sqlite3
import threading
import time
from collections.abc import Generator, Sequence
from contextlib import closing, contextmanager, nullcontext
from functools import partial

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from reviewer.errors import TellOperator, TryAgain

_PATIENCE = 10.0
"""Seconds to wait for another process's lock."""

_POSTGRESQL = ("postgresql", "postgres")
"""How people write it; SQLAlchemy would take these for another driver than the one we bring."""

_UNREADABLE = (
    "REVIEWER_DATABASE_URL cannot be read. Write it like postgresql://user:password@host/name or "
    "sqlite:////var/lib/reviewer.db, with %40 for an @ and %2F for a / in the password"
)

_PAUSE = 0.002
"""Seconds between two tries for SQLite's write lock. Its own waiting backs off to 100 ms, and starves beside a writer
that comes again and again; a webhook has no time for that."""

_OURS = (IntegrityError, ProgrammingError, DataError)
"""Errors that a database raises over what we asked for; all others are about how it stands."""

_PATIENT = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 30_000,
    "options": "-c lock_timeout=10s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s",
}
"""What PostgreSQL is told (s, and ms): whoever waits for it holds up reviews, leases and the end of the process.

Migrations take their time, and lift the limits on locks and statements.
"""

_PRAGMAS = (
    f"PRAGMA busy_timeout = {_PATIENCE * 1000:.0f}",
    "PRAGMA journal_mode = WAL",
    # FULL, not NORMAL: in WAL mode NORMAL may lose the last commits in a power cut, and a 202 has been sent by then.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    # Pages (32 MB): whoever commits past it copies the log into the file first, and a webhook has no time for that.
    # `checkpoint`, called every second by `reviewer serve`, mostly comes before.
    "PRAGMA wal_autocheckpoint = 8000",
)


class DatabaseAway(TryAgain):
    """The database did not serve us."""


class Database:
    """Hands out transactions. One object a process: never carry an open one across a fork."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(writes=True)
        # SQLite has one writer at a time: threads line up here, instead of polling for its lock each by itself.
        self._turn = threading.Lock() if engine.dialect.name == "sqlite" else nullcontext()

    @property
    def name(self) -> str:
        """Return the URL without its password, and without its options, which may hold one too; for messages."""
        return self._engine.url.set(query={}).render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Generator[Connection]:
        """Give a transaction that only reads; raises TryAgain when the database does not answer."""
        with self._told(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Generator[Connection]:
        """Give a transaction that is durable when the block ends, and undone when it raises.

        Raises TryAgain when the database does not answer, is locked for too long, or its disk is full.
        """
        with self._told(), self._turn, self._writer.begin() as connection:
            yield connection

    def checkpoint(self) -> None:
        """Copy what SQLite's log holds into its file, beside whoever writes; nothing to do elsewhere."""
        if self._engine.dialect.name == "sqlite":
            with self._told(), closing(self._engine.raw_connection()) as connection:
                connection.cursor().execute("PRAGMA wal_checkpoint(PASSIVE)")

    def close(self) -> None:
        """Close the connections that lie idle."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except _OURS:
            raise
        except DBAPIError as error:
            raise DatabaseAway(f"The database {self.name} did not serve us: {error.orig}") from error
        except sqlite3.OperationalError as error:
            raise DatabaseAway(f"The database {self.name} did not serve us: {error}") from error
        except PoolTimeoutError as error:
            raise DatabaseAway(f"All connections to the database {self.name} are busy: {error}") from error


def open_database(url: str, *, is_pooled: bool = True) -> Database:
    """Return the database at a SQLAlchemy URL; nothing is connected yet.

    Without a pool no connection outlives its transaction, so that the process may fork between two of them. Raises
    TellOperator when the URL cannot be read or its driver is not installed.
    """
    pool = {"pool_pre_ping": True} if is_pooled else {"poolclass": NullPool}
    try:
        address = read_url(url)
        told = {"connect_args": _patience(address)} if address.get_backend_name() == "postgresql" else {}
        engine = create_engine(address, hide_parameters=True, **pool, **told)
    except (ArgumentError, ImportError):
        raise TellOperator(
            "REVIEWER_DATABASE_URL names a database that we have no driver for: begin it with postgresql:// or sqlite://"
        ) from None
    if engine.dialect.name == "sqlite":
        pragmas = _PRAGMAS if is_pooled else _PRAGMAS[:-1]
        event.listen(engine, "connect", partial(_configure_sqlite, pragmas))
        event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


def read_url(url: str) -> URL:
    """Return a SQLAlchemy URL in its parts, with the driver that we bring.

    Raises TellOperator without a word of the URL, for any of them may be of the password.
    """
    try:
        address = make_url(url)
    except (ArgumentError, ValueError):
        raise TellOperator(_UNREADABLE) from None
    if address.get_backend_name() == "sqlite":
        return address
    # An @ that does not end the user's part is one of the password, whose tail was read as the host or the database.
    if url.count("@") > (address.username is not None):
        raise TellOperator(_UNREADABLE)
    return address.set(drivername="postgresql+psycopg") if address.drivername in _POSTGRESQL else address


def _patience(address: URL) -> dict[str, object]:
    """Return what PostgreSQL is told; the operator's own words, in the URL's options, count more."""
    own = dict(address.query)
    return {**_PATIENT, **own, "options": f"{_PATIENT['options']} {own.get('options', '')}"}


def _configure_sqlite(pragmas: Sequence[str], connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Python's driver opens transactions by rules of its own, unless told to leave that to us.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in pragmas:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later may be refused at the write, without waiting for the lock.
    if not connection.get_execution_options().get("writes", False):
        connection.exec_driver_sql("BEGIN")
        return
    connection.exec_driver_sql("PRAGMA busy_timeout = 0")
    try:
        _take_write_lock(connection)
    finally:
        connection.exec_driver_sql(_PRAGMAS[0])


def _take_write_lock(connection: Connection) -> None:
    for _ in range(int(_PATIENCE / _PAUSE)):
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if not (
                isinstance(error.orig, sqlite3.OperationalError) and error.orig.sqlite_errorcode == sqlite3.SQLITE_BUSY
            ):
                raise
            time.sleep(_PAUSE)
        else:
            return
    raise DatabaseAway(f"Another process has been writing to the database {connection.engine.url} for {_PATIENCE:g} s")
