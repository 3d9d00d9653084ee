"""What people did, who they are, and what our comments read when they did it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cards",
        sa.Column("repository", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pull", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("shown_at", sa.Double[float](), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("repository", "pull", "shown_at", name="cards_pk"),
    )
    op.create_table(
        "people",
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("account", sa.BigInteger(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("person_salt", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("person", name="people_pk"),
        sa.UniqueConstraint("account", name="people_account_unique"),
    )
    op.create_table(
        "acts",
        sa.Column("repository", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("sequence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("pull", sa.BigInteger(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=True),
        sa.Column("salt", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("repository", "sequence", name="acts_pk"),
    )
    op.create_index("acts_person_index", "acts", ["person"])
    op.create_index("acts_repository_pull_sequence_index", "acts", ["repository", "pull", "sequence"])
    op.create_index("acts_repository_cause_index", "acts", ["repository", "cause"])


def downgrade() -> None:
    """Drop them: what people validated is not known any more."""
    op.drop_table("acts")
    op.drop_table("people")
    op.drop_table("cards")
