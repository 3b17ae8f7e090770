"""The tables of what comes in and what goes out."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from bot.storage.sealed import Sealed, SealedJson
from bot.storage.tables import Base


class InboundRow(Base):
    """Everything that came in, stored before it was acknowledged.

    `lane` is the blind index of the conversation.
    """

    __tablename__ = "inbound"
    __table_args__ = (
        UniqueConstraint("channel", "external_id"),
        Index("ix_inbound_waiting", "lane", "id", postgresql_where=text("handled_at IS NULL")),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    channel: Mapped[str]
    external_id: Mapped[str]
    lane: Mapped[str]
    body: Mapped[Any | None] = mapped_column(SealedJson)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"), index=True)
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
    handled_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(server_default="0")


_WAITING = "status IN ('pending', 'sending')"
WAITING = text(f"outbound.{_WAITING}")
"""The condition of the index of waiting rows, word for word: with parameters in their place a
prepared statement could not use that index, and would read the whole table."""


class OutboundRow(Base):
    """Everything that goes out, written in the transaction of what caused it.

    A row goes to the person (`to_case` false) or to the case's topic (`to_case` true); with
    neither person nor case it goes to `group_id`'s group itself. `status` moves pending →
    sending → sent | refused | dead | unknown, and back to pending when the channel said
    that it did not go; what a discreet person has not asked to see yet is `held`. `source` is the
    blind index of the message it passes on, `relayed` the coordinator's message to mark once it
    went. `place` is an address to use when the person is not kept (any more). The `urgency` is its
    case's, or one above it: it says whose turn it is in a group (`bot.cases.pace`). `channel` is
    that of a `place`; None: Telegram. `reports` says of each SMS of it what its network reported,
    and `reported` what that means for the whole: sent, delivered or failed
    (`bot.storage.reports`).
    """

    __tablename__ = "outbound"
    __table_args__ = (
        UniqueConstraint("cause_id", "seq"),
        Index(
            "ix_outbound_waiting",
            "lane",
            "id",
            postgresql_where=text(_WAITING),
        ),
        Index("ix_outbound_case_message", "case_id", "message"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    cause_id: Mapped[int | None] = mapped_column(ForeignKey("inbound.id", ondelete="CASCADE"))
    seq: Mapped[int | None]
    lane: Mapped[str]
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="CASCADE"), index=True
    )
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    group_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    to_case: Mapped[bool] = mapped_column(default=False)
    thread: Mapped[int | None]
    place: Mapped[str | None] = mapped_column(Sealed)
    language: Mapped[str | None]
    urgency: Mapped[int] = mapped_column(server_default="1")
    op: Mapped[str]
    body: Mapped[Any | None] = mapped_column(SealedJson)
    source: Mapped[str | None] = mapped_column(index=True)
    relayed: Mapped[str | None]
    status: Mapped[str] = mapped_column(default="pending")
    reason: Mapped[str | None]
    message: Mapped[str | None]
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_at: Mapped[datetime | None]
    not_before: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime | None]
    channel: Mapped[str | None]
    reports: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")
    reported: Mapped[str | None]


class SmsDay(Base):
    """How many parts of SMS went out from a number of ours on a day."""

    __tablename__ = "sms_days"

    number: Mapped[str] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    parts: Mapped[int]
