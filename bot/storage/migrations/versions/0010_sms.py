"""SMS: the number somebody wrote to, what networks report, and what a number sent in a day."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("addresses", sa.Column("via", sa.String(), nullable=True))
    op.add_column("outbound", sa.Column("channel", sa.String(), nullable=True))
    op.add_column("outbound", sa.Column("reports", JSONB(), server_default="{}", nullable=False))
    op.add_column("outbound", sa.Column("reported", sa.String(), nullable=True))
    op.create_table(
        "sms_days",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("parts", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number", "day", name="pk_sms_days"),
    )


def downgrade() -> None:
    op.drop_table("sms_days")
    for name in ("reported", "reports", "channel"):
        op.drop_column("outbound", name)
    op.drop_column("addresses", "via")
