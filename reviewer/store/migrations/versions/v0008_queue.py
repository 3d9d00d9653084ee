"""What the queue is made from: how pulls are listed, the gist of reviews, whose turn it was; the bands shown."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the columns, empty: each is filled when its pull is read, and its review saved, the next time."""
    op.add_column("pulls", sa.Column("listing", sa.Text()))
    op.add_column("pulls", sa.Column("ci", sa.Text()))
    op.add_column("pulls", sa.Column("ci_since", sa.Double[float]()))
    op.add_column("pulls", sa.Column("said", sa.Text()))
    op.add_column("reviews", sa.Column("gist", sa.Text()))
    op.add_column("checks", sa.Column("band", sa.Text()))
    op.create_table(
        "handovers",
        sa.Column("repository", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pull", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Double[float](), nullable=False),
        sa.Column("turn", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("repository", "pull", "at", name="handovers_pk"),
    )


def downgrade() -> None:
    """Drop them: how long pulls have waited is forgotten."""
    op.drop_table("handovers")
    op.drop_column("checks", "band")
    op.drop_column("reviews", "gist")
    for column in ("said", "ci_since", "ci", "listing"):
        op.drop_column("pulls", column)
