"""Answers kept ready, papers asked for, appointments, and whom somebody was sent on to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "canned_answers",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("centre_id", sa.BigInteger(), nullable=False),
        sa.Column("need", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("text_ar", sa.String(), nullable=False),
        sa.Column("text_fr", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"], name="fk_canned_answers_centre_id"),
        sa.PrimaryKeyConstraint("id", name="pk_canned_answers"),
        sa.UniqueConstraint("centre_id", "need", "name", name="uq_canned_answers_centre_id"),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("told", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name="fk_appointments_case_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_appointments"),
    )
    op.create_index("ix_appointments_case_id", "appointments", ["case_id"])
    op.create_index("ix_appointments_at", "appointments", ["at"])
    op.add_column("cases", sa.Column("appointment_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        "fk_cases_appointment_id", "cases", "appointments", ["appointment_id"], ["id"],
        ondelete="SET NULL",
    )  # fmt: skip
    op.add_column("cases", sa.Column("papers", JSONB(), server_default="[]", nullable=False))
    op.add_column("cases", sa.Column("referred_to", sa.LargeBinary(), nullable=True))
    op.add_column("cases", sa.Column("awaited", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("cases", "awaited")
    op.drop_column("cases", "referred_to")
    op.drop_column("cases", "papers")
    op.drop_constraint("fk_cases_appointment_id", "cases", type_="foreignkey")
    op.drop_column("cases", "appointment_id")
    op.drop_table("appointments")
    op.drop_table("canned_answers")
