"""How often a danger that nobody took was called out again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("calls", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("cases", "calls")
