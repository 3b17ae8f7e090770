"""The tables of small projects, and of the codes by which their holders join."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Identity, Numeric
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.cases.grants import Granted
from bot.storage.sealed import Sealed
from bot.storage.tables import Base, Centre


class Project(Base):
    """A small project that a centre follows (`bot.cases.projects`).

    `person_id` is null before its holder joined by the `code`, and again once they erased their
    data: then `erased_at` says so, and nothing about them is left. `phone_key` and `name_key` are
    blind indexes of who got it where, when and for which trade: by them the same list read again
    finds what it knows (`bot.projects_file`). `since` is when it came to its `stage`.
    """

    __tablename__ = "projects"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centres.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    holder: Mapped[str | None] = mapped_column(Sealed)
    phone: Mapped[str | None] = mapped_column(Sealed)
    phone_index: Mapped[str | None] = mapped_column(index=True)
    sex: Mapped[str | None]
    birth_year: Mapped[int | None]
    town: Mapped[str | None] = mapped_column(Sealed)
    trade: Mapped[str]
    stage: Mapped[str]
    since: Mapped[date]
    granted_on: Mapped[date | None]
    started_on: Mapped[date | None]
    outcome: Mapped[str | None]
    outcome_on: Mapped[date | None]
    phone_key: Mapped[str | None] = mapped_column(unique=True)
    name_key: Mapped[str | None] = mapped_column(index=True)
    made_at: Mapped[datetime]
    joined_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    centre: Mapped[Centre] = relationship(lazy="joined")
    grants: Mapped[list[Grant]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", order_by="Grant.id"
    )
    changes: Mapped[list[StageChange]] = relationship(
        lazy="raise", cascade="all, delete-orphan", order_by="StageChange.id"
    )


class Grant(Base):
    """Something that was granted to a project; `value_mad` is that of all of it, in dirhams.

    The `kind` is one of `bot.cases.grants`; of money there is one, and its value is the amount.
    """

    __tablename__ = "grants"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    item: Mapped[str | None] = mapped_column(Sealed)
    kind: Mapped[str]
    quantity: Mapped[int]
    value_mad: Mapped[Decimal | None] = mapped_column(Numeric(12, 2))

    @property
    def granted(self) -> Granted:
        """It without the row."""
        return Granted(self.kind, self.item, self.quantity, self.value_mad)


class StageChange(Base):
    """A stage that a project came to on a day; `coordinator_id` is null where a list says so."""

    __tablename__ = "stage_changes"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    project_id: Mapped[int] = mapped_column(
        ForeignKey("projects.id", ondelete="CASCADE"), index=True
    )
    stage: Mapped[str]
    on: Mapped[date] = mapped_column("on_day")
    at: Mapped[datetime]
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("coordinators.id"))


class WrongCodes(Base):
    """How many codes in a row that nobody has came from an address; kept for an hour."""

    __tablename__ = "wrong_codes"

    address_index: Mapped[str] = mapped_column(primary_key=True)
    tries: Mapped[int]
    last_at: Mapped[datetime]
