"""When a case last moved, how its end was for the person, and whether it was opened again."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "cases",
        sa.Column(
            "moved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
    )
    op.execute("UPDATE cases SET moved_at = greatest(opened_at, taken_at, closed_at)")
    op.add_column("cases", sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("cases", sa.Column("rating", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "rating")
    op.drop_column("cases", "reopened_at")
    op.drop_column("cases", "moved_at")
