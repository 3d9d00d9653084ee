"""What operators watch: the delivery behind an order, the pace of writes, tallies, budgets, and who works."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables, and the columns of orders."""
    for column in ("delivery", "next_delivery"):
        op.add_column("orders", sa.Column(column, sa.Text()))
    _create_pacing()
    _create_tallies()
    _create_budgets()
    _create_workers()


def downgrade() -> None:
    """Drop them, newest first."""
    for table in ("workers", "budgets", "tallies", "paced_writes", "paces"):
        op.drop_table(table)
    for column in ("next_delivery", "delivery"):
        op.drop_column("orders", column)


def _installation() -> sa.Column[int]:
    return sa.Column("installation", sa.BigInteger(), autoincrement=False, nullable=False)


def _time(name: str) -> sa.Column[float]:
    return sa.Column(name, sa.Double[float](), nullable=False)


def _create_pacing() -> None:
    op.create_table(
        "paces",
        _installation(),
        _time("held_until"),
        sa.PrimaryKeyConstraint("installation", name="paces_pk"),
    )
    op.create_table(
        "paced_writes",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        _installation(),
        _time("at"),
        sa.PrimaryKeyConstraint("id", name="paced_writes_pk"),
    )
    op.create_index("paced_writes_installation_at_index", "paced_writes", ["installation", "at"])


def _create_tallies() -> None:
    op.create_table(
        "tallies",
        sa.Column("metric", sa.Text(), nullable=False),
        sa.Column("labels", sa.Text(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("value", sa.Double[float](), nullable=False),
        sa.PrimaryKeyConstraint("metric", "labels", "bucket", name="tallies_pk"),
    )


def _create_budgets() -> None:
    op.create_table(
        "budgets",
        _installation(),
        sa.Column("remaining", sa.Integer(), nullable=False),
        sa.Column("allowed", sa.Integer(), nullable=False),
        _time("resets_at"),
        _time("seen_at"),
        sa.PrimaryKeyConstraint("installation", name="budgets_pk"),
    )


def _create_workers() -> None:
    op.create_table(
        "workers",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("concurrency", sa.Integer(), nullable=False),
        _time("seen_at"),
        sa.PrimaryKeyConstraint("name", name="workers_pk"),
    )
