"""The tables, as the newest migration leaves them.

Installations, repositories and pulls are known by GitHub's numbers. No row refers to another by a foreign key: GitHub
sends events in any order, so a pull may well be told before the installation that it belongs to.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Double,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pk",
        "ix": "%(table_name)s_%(column_0_N_name)s_index",
        "uq": "%(table_name)s_%(column_0_N_name)s_unique",
    }
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("guid", Text, primary_key=True),
    Column("event", Text, nullable=False),
    Column("action", Text),
    Column("body", LargeBinary, nullable=False),
    Column("received_at", Double, nullable=False, index=True),
)

sweeps = Table(
    "sweeps",
    metadata,
    Column("key", Text, primary_key=True),
    Column("began_at", Double, nullable=False),
)
"""When the last look for something that was missed began; one row for each thing that is looked for."""

_LINE = (
    "CASE WHEN lease_token IS NULL AND failed_at IS NULL THEN "
    "CAST(coalesce(installation, 0) AS TEXT) || '/' || CAST(coalesce(repository, 0) AS TEXT) || '/' || kind END"
)

orders = Table(
    "orders",
    metadata,
    # SQLite counts by itself only in a column of exactly this type.
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False),
    Column("installation", BigInteger),
    Column("repository", BigInteger, index=True),
    Column("details", Text, nullable=False),
    Column("next_details", Text),
    Column("due_at", Double, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("last_failure", Text),
    Column("failed_at", Double),
    Column("lease_token", Text, unique=True),
    Column("lease_until", Double),
    Column("leased_by", Text),
    Column("delivery", Text),
    Column("next_delivery", Text),
    # The line in which it waits for its turn, as the database names it; null while it is leased, and once given up.
    Column("line", Text, Computed(_LINE)),
    UniqueConstraint("kind", "key"),
    Index(None, "line", "due_at", "id"),
)

_is_leased = orders.c.lease_token.is_not(None)

Index("orders_one_lease_a_key", orders.c.key, unique=True, sqlite_where=_is_leased, postgresql_where=_is_leased)
"""The database itself refuses to lease two orders about one thing, whatever their kinds."""

turns = Table(
    "turns",
    metadata,
    Column("installation", BigInteger, primary_key=True, autoincrement=False),
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("served", BigInteger, nullable=False, index=True),
)
"""Which turn of all was a repository's last; 0 is no number of GitHub's, and stands for none."""

installations = Table(
    "installations",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("is_active", Boolean, nullable=False),
)

repositories = Table(
    "repositories",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("installation", BigInteger, nullable=False, index=True),
    Column("full_name", Text, nullable=False),
    Column("is_active", Boolean, nullable=False),
)

pulls = Table(
    "pulls",
    metadata,
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("installation", BigInteger, nullable=False),
    Column("head", Text, nullable=False),
    Column("base", Text, nullable=False),
    Column("base_branch", Text, nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("is_draft", Boolean, nullable=False),
    Column("is_fork", Boolean, nullable=False),
    Column("is_bot", Boolean, nullable=False),
    Column("author", Text, nullable=False),
    Column("listing", Text),
    Column("ci", Text),
    Column("ci_since", Double),
    Column("said", Text),
    Index(None, "repository", "head"),
)

handovers = Table(
    "handovers",
    metadata,
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("pull", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Double, primary_key=True),
    Column("turn", Text, nullable=False),
)
"""Whose turn a pull was, from when on; the newest row stands."""

unit_ids = Table(
    "unit_ids",
    metadata,
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("pull", BigInteger, primary_key=True, autoincrement=False),
    Column("fingerprint", Text, primary_key=True),
    Column("number", Integer, nullable=False),
    UniqueConstraint("repository", "pull", "number"),
)

reviews = Table(
    "reviews",
    metadata,
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("pull", BigInteger, primary_key=True, autoincrement=False),
    Column("installation", BigInteger, nullable=False),
    Column("head", Text),
    Column("engine", Text, nullable=False),
    Column("schema", Text, nullable=False),
    Column("next_number", Integer, nullable=False),
    Column("saved_at", Double, nullable=False),
    Column("body", Text, nullable=False),
    Column("gist", Text),
)

comments = Table(
    "comments",
    metadata,
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("pull", BigInteger, primary_key=True, autoincrement=False),
    Column("installation", BigInteger, nullable=False),
    Column("comment", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
)

checks = Table(
    "checks",
    metadata,
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("head", Text, primary_key=True),
    Column("installation", BigInteger, nullable=False),
    Column("run", BigInteger, nullable=False),
    Column("digest", Text, nullable=False),
    Column("band", Text),
)

cards = Table(
    "cards",
    metadata,
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("pull", BigInteger, primary_key=True, autoincrement=False),
    Column("shown_at", Double, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("body", Text, nullable=False),
)
"""What our comment on a pull ever read, and since when: an act on anything else is not an act on what we showed."""

people = Table(
    "people",
    metadata,
    Column("person", Text, primary_key=True),
    Column("account", BigInteger, nullable=False, unique=True),
    Column("login", Text, nullable=False),
    Column("person_salt", Text, nullable=False),
)
"""Who acted: what stands for them in the audit, and who they are, until that is erased."""

acts = Table(
    "acts",
    metadata,
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("pull", BigInteger, nullable=False),
    Column("person", Text, nullable=False, index=True),
    Column("cause", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("payload", Text),
    Column("salt", Text),
    Column("digest", Text, nullable=False),
    Index(None, "repository", "pull", "sequence"),
    Index(None, "repository", "cause"),
)
"""What people did: rows that are only added; reviewer.store.chain says what holds them together."""

wordings = Table(
    "wordings",
    metadata,
    Column("repository", BigInteger, primary_key=True, autoincrement=False),
    Column("pull", BigInteger, primary_key=True, autoincrement=False),
    Column("installation", BigInteger, nullable=False),
    Column("head", Text, nullable=False),
    Column("prompt", Text, nullable=False),
    Column("model", Text, nullable=False),
    Column("saved_at", Double, nullable=False),
    Column("body", Text, nullable=False),
)

paces = Table(
    "paces",
    metadata,
    Column("installation", BigInteger, primary_key=True, autoincrement=False),
    Column("held_until", Double, nullable=False),
)
"""One row an installation: whoever counts its writes locks it, and GitHub's own limit stands in it."""

paced_writes = Table(
    "paced_writes",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("installation", BigInteger, nullable=False),
    Column("at", Double, nullable=False),
    Index(None, "installation", "at"),
)
"""The writes of the last hour, each when it was or will be made."""

tallies = Table(
    "tallies",
    metadata,
    Column("metric", Text, primary_key=True),
    Column("labels", Text, primary_key=True),
    Column("bucket", Text, primary_key=True),
    Column("value", Double, nullable=False),
)

budgets = Table(
    "budgets",
    metadata,
    Column("installation", BigInteger, primary_key=True, autoincrement=False),
    Column("remaining", Integer, nullable=False),
    Column("allowed", Integer, nullable=False),
    Column("resets_at", Double, nullable=False),
    Column("seen_at", Double, nullable=False),
)

workers = Table(
    "workers",
    metadata,
    Column("name", Text, primary_key=True),
    Column("concurrency", Integer, nullable=False),
    Column("seen_at", Double, nullable=False),
)
