"""Who has a case, who had it, and who looked at it."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "coordinators",
        sa.Column("role", sa.String(), server_default="coordinator", nullable=False),
    )


def downgrade() -> None:
    op.drop_column("coordinators", "role")
