"""Finding and forgetting people."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.desk_tables import Transfer
from bot.storage.mail import InboundRow, OutboundRow
from bot.storage.projects import forget_projects
from bot.storage.sealed import vault
from bot.storage.tables import Address, Appointment, Case, Person

FIRST_STAGE = "language"


async def person_at(
    session: AsyncSession, channel: str, address: str, *, lock: bool = False
) -> Person | None:
    """The person with an address, locked for this transaction if asked."""
    at = select(Address.person_id).where(Address.address_index == vault().index(channel, address))
    query = select(Person).where(Person.id == at.scalar_subquery())
    found = await session.scalars(
        query.with_for_update(of=Person, key_share=True) if lock else query
    )
    return found.unique().first()


async def meet(session: AsyncSession, channel: str, address: str) -> Person:
    """The person with an address, locked; made when we have not met."""
    person = await person_at(session, channel, address, lock=True)
    if person is None:
        person = Person(stage=FIRST_STAGE)
        person.addresses.append(
            Address(channel=channel, address=address, address_index=vault().index(channel, address))
        )
        session.add(person)
        await session.flush()
    return person


def live_address(person: Person) -> Address | None:
    """Where a person can be reached; None when every address is dead."""
    return next((address for address in person.addresses if address.dead_since is None), None)


async def cases_of(session: AsyncSession, person: Person, *, open_only: bool = False) -> list[Case]:
    """A person's cases, the newest first."""
    query = select(Case).where(Case.person_id == person.id).order_by(Case.id.desc())
    if open_only:
        query = query.where(Case.status != "closed")
    return list((await session.scalars(query)).unique())


async def forget(session: AsyncSession, person: Person, cause_id: int, now: datetime) -> None:
    """Delete a person and all they said; their cases stay as figures without words.

    What the inbound `cause_id` caused stays in the outbox: it says that they are gone.
    """
    case_ids = select(Case.id).where(Case.person_id == person.id).scalar_subquery()
    await session.execute(
        update(InboundRow)
        .where((InboundRow.person_id == person.id) | InboundRow.case_id.in_(case_ids))
        .values(body=None, lane="", person_id=None, handled_at=now)
    )
    await session.execute(
        delete(OutboundRow).where(
            (OutboundRow.person_id == person.id) | OutboundRow.case_id.in_(case_ids),
            OutboundRow.cause_id.is_distinct_from(cause_id),
        )
    )
    await forget_projects(session, person, now)
    await session.execute(
        update(Transfer).where(Transfer.case_id.in_(case_ids)).values(word=None, left=[])
    )
    await session.execute(delete(Appointment).where(Appointment.case_id.in_(case_ids)))
    await session.execute(
        update(Case)
        .where(Case.person_id == person.id)
        .values(answers=None, papers=[], referred_to=None, awaited=None)
    )
    await session.flush()
    await session.delete(person)
    await session.flush()
