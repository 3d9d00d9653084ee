"""A database by its URL, and its transactions."""

from collections.abc import Generator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, NullPool, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry

from reviewer.errors import TellOperator, TryAgain

_PRAGMAS = (
    "PRAGMA busy_timeout = 10000",
    "PRAGMA journal_mode = WAL",
    # FULL, not NORMAL: in WAL mode NORMAL may lose the last commits in a power cut, and a 202 has been sent by then.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


class Database:
    """Hands out transactions. One object a process: never carry an open one across a fork."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._writer = engine.execution_options(writes=True)

    @property
    def name(self) -> str:
        """Return the URL without its password, for messages."""
        return self._engine.url.render_as_string(hide_password=True)

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
        with self._told(), self._writer.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close the connections that lie idle."""
        self._engine.dispose()

    @contextmanager
    def _told(self) -> Generator[None]:
        try:
            yield
        except (OperationalError, InterfaceError) as error:
            raise TryAgain(f"The database {self.name} did not serve us: {error.orig}") from error
        except PoolTimeoutError as error:
            raise TryAgain(f"All connections to the database {self.name} are busy: {error}") from error


def open_database(url: str, *, is_pooled: bool = True) -> Database:
    """Return the database at a SQLAlchemy URL; nothing is connected yet.

    Without a pool no connection outlives its transaction, so that the process may fork between two of them. Raises
    TellOperator when the URL cannot be read or its driver is not installed.
    """
    try:
        engine = create_engine(url, pool_pre_ping=True) if is_pooled else create_engine(url, poolclass=NullPool)
    except (ArgumentError, ImportError) as error:
        raise TellOperator(f"Cannot use the database URL: {error}. Write it like sqlite:////var/lib/r.db") from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return Database(engine)


def _configure_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # Python's driver opens transactions by rules of its own, unless told to leave that to us.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    # A transaction that reads first and writes later may be refused at the write, without waiting for the lock.
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
