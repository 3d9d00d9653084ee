"""When missed deliveries were last looked for."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "sweeps",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("began_at", sa.Double[float](), nullable=False),
        sa.PrimaryKeyConstraint("key", name="sweeps_pk"),
    )


def downgrade() -> None:
    """Drop the table: the next look goes back as far as the first one."""
    op.drop_table("sweeps")
