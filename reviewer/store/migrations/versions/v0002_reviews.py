"""What was reviewed and written: pulls, unit ids, reviews, comments, check runs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    _create_pulls()
    _create_unit_ids()
    _create_reviews()
    _create_published()


def downgrade() -> None:
    """Drop the tables, newest first."""
    for table in ("checks", "comments", "reviews", "unit_ids", "pulls"):
        op.drop_table(table)


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)


def _create_pulls() -> None:
    op.create_table(
        "pulls",
        _number("repository"),
        _number("number"),
        _number("installation"),
        sa.Column("head", sa.Text(), nullable=False),
        sa.Column("base", sa.Text(), nullable=False),
        sa.Column("base_branch", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("is_draft", sa.Boolean(), nullable=False),
        sa.Column("is_fork", sa.Boolean(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("repository", "number", name="pulls_pk"),
    )
    op.create_index("pulls_repository_head_index", "pulls", ["repository", "head"])


def _create_unit_ids() -> None:
    op.create_table(
        "unit_ids",
        _number("repository"),
        _number("pull"),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("repository", "pull", "fingerprint", name="unit_ids_pk"),
        sa.UniqueConstraint("repository", "pull", "number", name="unit_ids_repository_pull_number_unique"),
    )


def _create_reviews() -> None:
    op.create_table(
        "reviews",
        _number("repository"),
        _number("pull"),
        _number("installation"),
        sa.Column("head", sa.Text()),
        sa.Column("engine", sa.Text(), nullable=False),
        sa.Column("schema", sa.Text(), nullable=False),
        sa.Column("next_number", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.Double[float](), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("repository", "pull", name="reviews_pk"),
    )


def _create_published() -> None:
    op.create_table(
        "comments",
        _number("repository"),
        _number("pull"),
        _number("installation"),
        _number("comment"),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("repository", "pull", name="comments_pk"),
    )
    op.create_table(
        "checks",
        _number("repository"),
        sa.Column("head", sa.Text(), nullable=False),
        _number("installation"),
        _number("run"),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("repository", "head", name="checks_pk"),
    )
