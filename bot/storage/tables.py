"""The tables. What could tell who somebody is, or what they said, is in a sealed column."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    DateTime,
    ForeignKey,
    Identity,
    MetaData,
    UniqueConstraint,
    func,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from bot.storage.sealed import Sealed, SealedJson


class Base(DeclarativeBase):
    """Declarative base: 64-bit keys, aware times, predictable constraint names."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class
        int: BigInteger,
        datetime: DateTime(timezone=True),
        dict[str, Any]: JSONB,
    }


class Centre(Base):
    """An after-care centre and the group its coordinators work in.

    The `kind` is `centre`; `national`, which gets what belongs nowhere or cannot be answered
    where it belongs; or `supervision`: supervisors, to whom nobody is assigned and whom complaints
    go to (`bot.cases.routing`). `digest_on` and `weekly_on` are the days whose digests went out.
    """

    __tablename__ = "centres"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(server_default="centre")
    name_ar: Mapped[str]
    name_fr: Mapped[str]
    region: Mapped[str]
    latitude: Mapped[float]
    longitude: Mapped[float]
    language: Mapped[str]
    hours: Mapped[dict[str, Any]]
    contact: Mapped[dict[str, Any]] = mapped_column(server_default="{}")
    group: Mapped[str | None] = mapped_column("group_address", Sealed)
    group_index: Mapped[str | None] = mapped_column(unique=True)
    digest_on: Mapped[date | None]
    weekly_on: Mapped[date | None]

    def name(self, language: str) -> str:
        """The name in a language."""
        return self.name_ar if language == "ar" else self.name_fr

    @property
    def supervises(self) -> bool:
        """Whether its people are supervisors."""
        return self.kind == "supervision"


class Coordinator(Base):
    """A person who may answer for a centre.

    The `role` is `coordinator`, `deputy` or `supervisor`: who is told, in this order, of what
    the one before leaves undone. `needs` are those they do (none: all of them), `languages` those
    they speak (none: both). Nothing is given to them from `away_since` on, until `away_until` if
    that is set; since `duty_since` dangers are theirs.
    """

    __tablename__ = "coordinators"
    __table_args__ = (UniqueConstraint("centre_id", "address_index"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centres.id"))
    name: Mapped[str] = mapped_column(Sealed)
    address: Mapped[str] = mapped_column(Sealed)
    address_index: Mapped[str] = mapped_column(index=True)
    role: Mapped[str] = mapped_column(server_default="coordinator")
    needs: Mapped[list[str]] = mapped_column(JSONB, server_default="[]")
    languages: Mapped[list[str]] = mapped_column(JSONB, server_default="[]")
    woman: Mapped[bool] = mapped_column(server_default="false")
    away_since: Mapped[datetime | None]
    away_until: Mapped[datetime | None]
    duty_since: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(default=True)


class Person(Base):
    """A beneficiary, and where their conversation stands.

    `stage` is the step of onboarding (`bot.dialogue.onboarding`); `dialogue` the open form;
    `talking_case_id` the case whose coordinator is in charge of the conversation. Nothing is said
    to them from `stopped_at` on; `discreet` messages come silent and cannot be forwarded. They
    asked to be answered by a woman if `wants_woman`. `joining` is the code of a project that
    becomes theirs once it is known where they live.
    """

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    language: Mapped[str | None]
    stage: Mapped[str]
    town: Mapped[str | None] = mapped_column(Sealed)
    phone: Mapped[str | None] = mapped_column(Sealed)
    phone_index: Mapped[str | None] = mapped_column(index=True)
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    dialogue: Mapped[Any | None] = mapped_column(SealedJson)
    talking_case_id: Mapped[int | None] = mapped_column(
        ForeignKey("cases.id", use_alter=True, ondelete="SET NULL")
    )
    consent_at: Mapped[datetime | None]
    discreet: Mapped[bool] = mapped_column(server_default="false")
    wants_woman: Mapped[bool] = mapped_column(server_default="false")
    joining: Mapped[str | None]
    stopped_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())

    # Joined: a turn reads a person in one round trip.
    centre: Mapped[Centre | None] = relationship(lazy="joined")
    addresses: Mapped[list[Address]] = relationship(
        lazy="joined", cascade="all, delete-orphan", order_by="Address.id"
    )


class Address(Base):
    """Where a person can be reached on a channel; `via` is the number of ours they wrote to."""

    __tablename__ = "addresses"
    __table_args__ = (UniqueConstraint("address_index"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    channel: Mapped[str]
    address: Mapped[str] = mapped_column(Sealed)
    address_index: Mapped[str]
    dead_since: Mapped[datetime | None]
    via: Mapped[str | None]


class Case(Base):
    """A request, its centre and the topic it is worked on in.

    `person_id` is null once the person erased their data; the rest stays as figures.
    `topic` is null before the topic exists, and 0 in a group that has no topics. `calls` counts
    how often a danger that nobody took was called out again. `moved_at` is when anybody last did
    something about it; `rating` how its end was for the person (`bot.cases.ratings`). `papers` are
    those asked for, each with its state (`bot.cases.papers`); `appointment` is the last one that
    was proposed. `referred_to` is a key of `bot.cases.outcomes.ELSEWHERE`, or a coordinator's
    words; `awaited` is what we asked the coordinators to write next (`bot.desk.ending`).
    `routed_by` is why its centre has it (`bot.cases.routing`); `given_for` why it was given to
    its coordinator, until they speak (`bot.desk.giving`); `merged_into_id` the case it was
    merged into; `links` are the ids of cases it is linked with. It is offered to `offered_to`
    since `offered_at` (`bot.desk.offering`). `first_due`, `next_due` and
    `end_due` are its deadlines (`bot.cases.deadlines`), `end_left` the working seconds left of the
    last one while it stands still, `reminded` the steps of reminding already taken. `answered_at`
    is when a coordinator last spoke to the person, `heard_at` when the person last wrote.
    """

    __tablename__ = "cases"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    centre_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"), index=True)
    need: Mapped[str]
    urgency: Mapped[int]
    status: Mapped[str]
    language: Mapped[str]
    answers: Mapped[Any | None] = mapped_column(SealedJson)
    form: Mapped[str | None]
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("coordinators.id"))
    outcome: Mapped[str | None]
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    taken_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    moved_at: Mapped[datetime] = mapped_column(server_default=func.now())
    topic: Mapped[int | None]
    card: Mapped[str | None]
    calls: Mapped[int] = mapped_column(server_default="0")
    rating: Mapped[int | None]
    papers: Mapped[list[Any]] = mapped_column(JSONB, server_default="[]")
    appointment_id: Mapped[int | None] = mapped_column(
        ForeignKey("appointments.id", use_alter=True, ondelete="SET NULL")
    )
    referred_to: Mapped[str | None] = mapped_column(Sealed)
    awaited: Mapped[str | None]
    routed_by: Mapped[str | None]
    given_for: Mapped[str | None]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id"))
    links: Mapped[list[int]] = mapped_column(JSONB, server_default="[]")
    offered_to_id: Mapped[int | None] = mapped_column(ForeignKey("centres.id"))
    offered_at: Mapped[datetime | None]
    first_due: Mapped[datetime | None]
    next_due: Mapped[datetime | None]
    end_due: Mapped[datetime | None]
    end_left: Mapped[int | None]
    reminded: Mapped[int] = mapped_column(server_default="0")
    answered_at: Mapped[datetime | None]
    heard_at: Mapped[datetime | None]

    appointment: Mapped[Appointment | None] = relationship(
        lazy="joined", foreign_keys=[appointment_id]
    )
    centre: Mapped[Centre | None] = relationship(lazy="joined", foreign_keys=[centre_id])
    # Nearly always none: then it costs no query.
    offered_to: Mapped[Centre | None] = relationship(lazy="selectin", foreign_keys=[offered_to_id])
    coordinator: Mapped[Coordinator | None] = relationship(lazy="joined")
    person: Mapped[Person | None] = relationship(lazy="selectin", foreign_keys=[person_id])

    @property
    def waits_since(self) -> datetime:
        """When it was opened, for the last time."""
        return self.reopened_at or self.opened_at


class Appointment(Base):
    """A time at which a person is expected at their centre (`bot.cases.appointments`).

    `told` is the last step that was taken about it by itself: reminders, and asking who came.
    """

    __tablename__ = "appointments"

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    state: Mapped[str]
    told: Mapped[int] = mapped_column(server_default="0")
    made_at: Mapped[datetime]


class CannedAnswer(Base):
    """An answer that a centre keeps ready; nothing in it is about anybody.

    The `need` is a key of `bot.cases.needs`, or `any`.
    """

    __tablename__ = "canned_answers"
    __table_args__ = (UniqueConstraint("centre_id", "need", "name"),)

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    centre_id: Mapped[int] = mapped_column(ForeignKey("centres.id"))
    need: Mapped[str]
    name: Mapped[str]
    text_ar: Mapped[str]
    text_fr: Mapped[str]
