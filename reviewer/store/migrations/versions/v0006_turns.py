"""Whose turn it was last, and the lines in which orders wait."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_LINE = (
    "CASE WHEN lease_token IS NULL AND failed_at IS NULL THEN "
    "CAST(coalesce(installation, 0) AS TEXT) || '/' || CAST(coalesce(repository, 0) AS TEXT) || '/' || kind END"
)


def upgrade() -> None:
    """Make the table, and the lines; no query asks for the orders of an installation any more."""
    op.create_table(
        "turns",
        sa.Column("installation", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("repository", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("served", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("installation", "repository", name="turns_pk"),
    )
    op.create_index("turns_served_index", "turns", ["served"])
    # The database itself fills it in, also for processes of the version before. PostgreSQL 15 can only keep such a
    # column, and SQLite can only add one that is worked out whenever it is read; an index keeps it in both.
    is_kept = op.get_context().dialect.name == "postgresql"
    op.add_column("orders", sa.Column("line", sa.Text(), sa.Computed(_LINE, persisted=is_kept)))
    op.create_index("orders_line_due_at_id_index", "orders", ["line", "due_at", "id"])
    op.drop_index("orders_installation_index", "orders")


def downgrade() -> None:
    """Drop them: the line of an order is found again, the turns that were taken are not."""
    op.create_index("orders_installation_index", "orders", ["installation"])
    op.drop_index("orders_line_due_at_id_index", "orders")
    op.drop_column("orders", "line")
    op.drop_table("turns")
