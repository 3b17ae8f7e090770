"""Who does what at a centre, deadlines, transfers, the calendar, and the audit table."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_TIMES = ("first_due", "next_due", "end_due", "answered_at", "heard_at")
_NEVER_CHANGED = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit table is append-only';
END $$;
CREATE TRIGGER audit_never_changed BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();
CREATE TRIGGER audit_never_emptied BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
"""
# The centre of last resort is there from the start; the list of centres gives it its group.
_NATIONAL = """
INSERT INTO centres (code, kind, name_ar, name_fr, region, latitude, longitude, language, hours)
VALUES ('national', 'national', 'المركز الوطني', 'Centre national', 'rabat-sale-kenitra',
        34.02, -6.83, 'ar',
        '{"mon": ["08:30", "16:30"], "tue": ["08:30", "16:30"], "wed": ["08:30", "16:30"],
          "thu": ["08:30", "16:30"], "fri": ["08:30", "16:30"]}')
ON CONFLICT (code) DO NOTHING;
"""


def _time(name: str) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def upgrade() -> None:
    op.add_column("centres", sa.Column("digest_on", sa.Date(), nullable=True))
    op.add_column("centres", sa.Column("weekly_on", sa.Date(), nullable=True))
    for name in ("needs", "languages"):
        op.add_column("coordinators", sa.Column(name, JSONB(), server_default="[]", nullable=False))
    op.add_column(
        "coordinators", sa.Column("woman", sa.Boolean(), server_default="false", nullable=False)
    )
    for name in ("away_since", "away_until", "duty_since"):
        op.add_column("coordinators", _time(name))
    op.add_column(
        "people", sa.Column("wants_woman", sa.Boolean(), server_default="false", nullable=False)
    )
    for name in ("routed_by", "given_for"):
        op.add_column("cases", sa.Column(name, sa.String(), nullable=True))
    op.add_column("cases", sa.Column("merged_into_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key("fk_cases_merged_into_id", "cases", "cases", ["merged_into_id"], ["id"])
    op.add_column("cases", sa.Column("links", JSONB(), server_default="[]", nullable=False))
    op.add_column("cases", sa.Column("offered_to_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key("fk_cases_offered_to_id", "cases", "centres", ["offered_to_id"], ["id"])
    op.add_column("cases", _time("offered_at"))
    for name in _TIMES:
        op.add_column("cases", _time(name))
    op.add_column("cases", sa.Column("end_left", sa.BigInteger(), nullable=True))
    op.add_column(
        "cases", sa.Column("reminded", sa.BigInteger(), server_default="0", nullable=False)
    )
    _make_audit()
    _make_transfers()
    op.create_table(
        "calendar_days",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("centre_id", sa.BigInteger(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("why", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"], name="fk_calendar_days_centre_id"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_days"),
        sa.UniqueConstraint("centre_id", "day", name="uq_calendar_days_centre_id"),
    )  # fmt: skip
    op.create_table(
        "group_pace",
        sa.Column("centre_id", sa.BigInteger(), nullable=False),
        sa.Column("sent", ARRAY(TIMESTAMP(timezone=True)), nullable=False),
        sa.ForeignKeyConstraint(["centre_id"], ["centres.id"], name="fk_group_pace_centre_id"),
        sa.PrimaryKeyConstraint("centre_id", name="pk_group_pace"),
    )
    op.add_column(
        "outbound", sa.Column("urgency", sa.BigInteger(), server_default="1", nullable=False)
    )
    op.execute(_NATIONAL)


def _make_audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=True),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_audit_case_id"),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinators.id"], name="fk_audit_coordinator_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_case_id", "audit", ["case_id"])
    op.execute(_NEVER_CHANGED)


def _make_transfers() -> None:
    op.create_table(
        "transfers",
        sa.Column("id", sa.BigInteger(), sa.Identity(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("from_centre_id", sa.BigInteger(), nullable=False),
        sa.Column("to_centre_id", sa.BigInteger(), nullable=False),
        sa.Column("coordinator_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("word", sa.LargeBinary(), nullable=True),
        sa.Column("awaited", sa.String(), nullable=True),
        sa.Column("topic", sa.BigInteger(), nullable=True),
        sa.Column("left", JSONB(), server_default="[]", nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_transfers_case_id"),
        sa.ForeignKeyConstraint(
            ["from_centre_id"], ["centres.id"], name="fk_transfers_from_centre_id"
        ),
        sa.ForeignKeyConstraint(["to_centre_id"], ["centres.id"], name="fk_transfers_to_centre_id"),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["coordinators.id"], name="fk_transfers_coordinator_id"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["coordinators.id"], name="fk_transfers_settled_by_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_transfers"),
    )
    op.create_index("ix_transfers_case_id", "transfers", ["case_id"])


def downgrade() -> None:
    for table in ("group_pace", "calendar_days", "transfers", "audit"):
        op.drop_table(table)
    op.execute("DROP FUNCTION audit_is_append_only()")
    op.drop_column("outbound", "urgency")
    op.drop_constraint("fk_cases_merged_into_id", "cases", type_="foreignkey")
    op.drop_constraint("fk_cases_offered_to_id", "cases", type_="foreignkey")
    names = ("offered_at", "offered_to_id", "links", "merged_into_id", "given_for", "routed_by")
    for name in ("reminded", "end_left", *_TIMES, *names):
        op.drop_column("cases", name)
    op.drop_column("people", "wants_woman")
    for name in ("duty_since", "away_until", "away_since", "woman", "languages", "needs"):
        op.drop_column("coordinators", name)
    op.drop_column("centres", "weekly_on")
    op.drop_column("centres", "digest_on")
