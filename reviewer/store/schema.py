"""Bringing a database to the tables this version needs, and back."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from reviewer.errors import TellOperator, TryAgain
from reviewer.store.database import Database, open_database
from reviewer.store.dialects import lock_for_migration


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to a revision, the newest unless told; does nothing when it is there.

    All or nothing, and safe to call from several processes at once. Raises TellOperator when the database cannot be
    opened or written.
    """
    _migrate(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Take the database back to an older revision ("base" for none); what only newer tables hold is lost.

    Raises TellOperator when the database cannot be opened or written.
    """
    _migrate(url, lambda config: command.downgrade(config, revision))


def is_current(database: Database) -> bool:
    """Return whether the database has exactly the tables this version needs."""
    with database.reading() as connection:
        found = MigrationContext.configure(connection).get_current_heads()
    return set(found) == set(ScriptDirectory.from_config(_config()).get_heads())


@dataclass(frozen=True, slots=True)
class Standing:
    """A database's revision and this version's; `found` is None where there are no tables yet."""

    found: str | None
    needed: str
    is_known: bool

    @property
    def is_current(self) -> bool:
        """Return whether the database has exactly the tables this version needs."""
        return self.found == self.needed


def standing(database: Database) -> Standing:
    """Return how a database stands to this version; a revision that is not known was made by a newer one."""
    with database.reading() as connection:
        found = MigrationContext.configure(connection).get_current_revision()
    history = ScriptDirectory.from_config(_config())
    known = {script.revision for script in history.walk_revisions()}
    return Standing(found, history.get_current_head() or "", is_known=found is None or found in known)


def _migrate(url: str, act: Callable[[Config], None]) -> None:
    database = open_database(url, is_pooled=False)
    config = _config()
    try:
        with database.writing() as connection:
            lock_for_migration(connection)
            config.attributes["connection"] = connection
            act(config)
    except TryAgain as error:
        message = f"Cannot prepare the database. {error}. Check that its folder or server exists and lets us write"
        raise TellOperator(message) from error


def _config() -> Config:
    config = Config()
    # Alembic reads % as the start of a placeholder.
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    return config
