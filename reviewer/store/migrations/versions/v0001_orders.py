"""What arrives and what must be done: deliveries, orders, and where the App is installed."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    _create_deliveries()
    _create_orders()
    op.create_table(
        "installations",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="installations_pk"),
    )
    op.create_table(
        "repositories",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("installation", sa.BigInteger(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="repositories_pk"),
    )
    op.create_index("repositories_installation_index", "repositories", ["installation"])


def downgrade() -> None:
    """Drop the tables, newest first."""
    for table in ("repositories", "installations", "orders", "deliveries"):
        op.drop_table(table)


def _create_deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("guid", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("action", sa.Text()),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.Double[float](), nullable=False),
        sa.PrimaryKeyConstraint("guid", name="deliveries_pk"),
    )
    op.create_index("deliveries_received_at_index", "deliveries", ["received_at"])


def _create_orders() -> None:
    op.create_table(
        "orders",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("installation", sa.BigInteger()),
        sa.Column("repository", sa.BigInteger()),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("next_details", sa.Text()),
        sa.Column("due_at", sa.Double[float](), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("last_failure", sa.Text()),
        sa.Column("failed_at", sa.Double[float]()),
        sa.Column("lease_token", sa.Text()),
        sa.Column("lease_until", sa.Double[float]()),
        sa.Column("leased_by", sa.Text()),
        sa.PrimaryKeyConstraint("id", name="orders_pk"),
        sa.UniqueConstraint("kind", "key", name="orders_kind_key_unique"),
        sa.UniqueConstraint("lease_token", name="orders_lease_token_unique"),
    )
    for column in ("installation", "repository", "due_at"):
        op.create_index(f"orders_{column}_index", "orders", [column])
    is_leased = sa.text("lease_token IS NOT NULL")
    op.create_index(
        "orders_one_lease_a_key",
        "orders",
        ["key"],
        unique=True,
        sqlite_where=is_leased,
        postgresql_where=is_leased,
    )
