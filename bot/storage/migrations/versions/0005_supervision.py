"""Centres whose people are supervisors."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "centres", sa.Column("kind", sa.String(), server_default="centre", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("centres", "kind")
