"""Who wants no sound, and who wants no messages for now."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "people", sa.Column("discreet", sa.Boolean(), server_default="false", nullable=False)
    )
    op.add_column("people", sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("people", "stopped_at")
    op.drop_column("people", "discreet")
