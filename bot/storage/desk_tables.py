"""The tables that only the coordinators' desk needs."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Identity, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.storage.sealed import Sealed
from bot.storage.tables import Base, Case, Centre, Coordinator


class AuditRow(Base):
    """Something that staff did with a case, or saw of it; never changed or deleted.

    `coordinator_id` is null for what was done at the server's terminal. The `detail` holds keys
    of ours, never anybody's words.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    at: Mapped[datetime]
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("coordinators.id"))
    action: Mapped[str]
    detail: Mapped[str | None]

    coordinator: Mapped[Coordinator | None] = relationship(lazy="joined")


class Transfer(Base):
    """A case offered to another centre.

    `state` is `offered`, `accepted`, `declined` or `withdrawn`; the `word` is what the other
    centre said about it (a key of `bot.desk.accepting.REASONS`, or their words), `awaited` who of
    it is to write that word, until when; `settled_by` who of it accepted or declined. `topic` and
    `left` are what stayed in the old group: the topic, or where there is none the messages.
    """

    __tablename__ = "transfers"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), index=True)
    from_centre_id: Mapped[int] = mapped_column(ForeignKey("centres.id"))
    to_centre_id: Mapped[int] = mapped_column(ForeignKey("centres.id"))
    coordinator_id: Mapped[int] = mapped_column(ForeignKey("coordinators.id"))
    state: Mapped[str]
    word: Mapped[str | None] = mapped_column(Sealed)
    awaited: Mapped[str | None]
    topic: Mapped[int | None]
    left: Mapped[list[str]] = mapped_column(JSONB, server_default="[]")
    offered_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("coordinators.id"))

    case: Mapped[Case] = relationship(lazy="joined")
    from_centre: Mapped[Centre] = relationship(lazy="joined", foreign_keys=[from_centre_id])
    to_centre: Mapped[Centre] = relationship(lazy="joined", foreign_keys=[to_centre_id])
    coordinator: Mapped[Coordinator] = relationship(lazy="joined", foreign_keys=[coordinator_id])
    settled_by: Mapped[Coordinator | None] = relationship(
        lazy="joined", foreign_keys=[settled_by_id]
    )


class CalendarDay(Base):
    """A day that is not as the week and the law say; of every centre if `centre_id` is null.

    The `kind` is `closed`, `open`, or `ramadan`: the first day of that year's Ramadan.
    """

    __tablename__ = "calendar_days"
    __table_args__ = (UniqueConstraint("centre_id", "day"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    day: Mapped[date]
    kind: Mapped[str]
    why: Mapped[str | None]


class GroupPace(Base):
    """When a centre's group got messages of ours within the last minute, the oldest first."""

    __tablename__ = "group_pace"

    centre_id: Mapped[int] = mapped_column(ForeignKey("centres.id"), primary_key=True)
    sent: Mapped[list[datetime]] = mapped_column(ARRAY(TIMESTAMP(timezone=True)))
