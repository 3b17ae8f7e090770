"""Finding cases, and giving new ones their code."""

from __future__ import annotations

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.codes import LENGTH, new_code
from bot.cases.needs import COMPLAINT
from bot.cases.routing import By, Route, centre_for, readers_of, route
from bot.channels.base import Inbound
from bot.places import towns
from bot.storage.mail import OutboundRow
from bot.storage.sealed import vault
from bot.storage.tables import Case, Centre, Coordinator, Person

TRIES_PER_LENGTH = 5
# Those that people are assigned to.
_CENTRES = select(Centre).where(Centre.kind == "centre").order_by(Centre.id)


async def unused_code(session: AsyncSession) -> str:
    """A code no case has; one letter longer when the short ones grow scarce."""
    length = LENGTH
    while True:
        for _ in range(TRIES_PER_LENGTH):
            code = new_code(length)
            if await session.scalar(select(Case.id).where(Case.code == code)) is None:
                return code
        length += 1


async def case_by_code(session: AsyncSession, code: str) -> Case | None:
    """The case with a code, locked."""
    return await _locked(session, select(Case.id).where(Case.code == code))


async def case_by_id(session: AsyncSession, case_id: int) -> Case | None:
    """A case, locked."""
    return await _locked(session, select(Case.id).where(Case.id == case_id))


async def _locked(session: AsyncSession, which: Select[tuple[int]]) -> Case | None:
    """The case that a query finds, locked first and then read.

    In one query, who had to wait for the lock would see the row as it is now beside the other
    tables as they were: a case that was just taken, by nobody.
    """
    found = await session.scalar(which.limit(1).with_for_update(of=Case, key_share=True))
    return await session.get(Case, found) if found else None


async def case_at(session: AsyncSession, centre: Centre, inbound: Inbound) -> Case | None:
    """The case that a group message is about: by its topic, else by what it replies to."""
    if inbound.thread:
        here = Case.centre_id == centre.id, Case.topic == inbound.thread
        if found := await _locked(session, select(Case.id).where(*here)):
            return found
    if inbound.reply_to:
        return await _locked(
            session,
            select(Case.id)
            .join(OutboundRow, OutboundRow.case_id == Case.id)
            .where(
                Case.centre_id == centre.id,
                OutboundRow.to_case,
                OutboundRow.message == inbound.reply_to,
            ),
        )
    return None


async def case_told(session: AsyncSession, person: Person, source: str | None) -> Case | None:
    """The case of a person in whose topic the message with an index was seen, locked."""
    if source is None:
        return None
    return await _locked(
        session,
        select(Case.id)
        .join(OutboundRow, OutboundRow.case_id == Case.id)
        .where(Case.person_id == person.id, OutboundRow.source == source)
        .order_by(OutboundRow.id.desc()),
    )


async def copy_of(session: AsyncSession, case: Case, source: str) -> str | None:
    """The message in a case's topic that passed on the message with this index."""
    return (
        await session.scalars(
            select(OutboundRow.message)
            .where(
                OutboundRow.case_id == case.id,
                OutboundRow.source == source,
                OutboundRow.message.is_not(None),
            )
            .order_by(OutboundRow.id.desc())
            .limit(1)
        )
    ).first()


async def centre_of_group(session: AsyncSession, channel: str, chat: str) -> Centre | None:
    """The centre whose coordinators work in a group."""
    index = vault().index(channel, chat)
    return (await session.scalars(select(Centre).where(Centre.group_index == index))).first()


async def coordinator_at(
    session: AsyncSession, centre: Centre, channel: str, address: str
) -> Coordinator | None:
    """The centre's coordinator with an address, active or not."""
    return (
        await session.scalars(
            select(Coordinator).where(
                Coordinator.centre_id == centre.id,
                Coordinator.address_index == vault().index(channel, address),
            )
        )
    ).first()


async def centre_of_town(session: AsyncSession, town: str) -> Centre | None:
    """The centre that serves a town (its French name); None when no centre is known."""
    return centre_for(towns()[town], list(await session.scalars(_CENTRES)))


async def national_centre(session: AsyncSession) -> Centre | None:
    """The national centre; None only where somebody deleted it."""
    return (await session.scalars(select(Centre).where(Centre.kind == "national"))).first()


async def readable_centres(session: AsyncSession) -> list[Centre]:
    """The centres where somebody can read a case: they have a group and people."""
    people = select(Coordinator.id).where(Coordinator.centre_id == Centre.id, Coordinator.active)
    readable = select(Centre).where(Centre.group_index.is_not(None), people.exists())
    return list(await session.scalars(readable))


async def supervisions(session: AsyncSession) -> list[Centre]:
    """The supervisions whose supervisors have a group to read in."""
    supervising = select(Centre).where(Centre.kind == "supervision").order_by(Centre.id)
    return list(await session.scalars(supervising.where(Centre.group_index.is_not(None))))


async def route_of(session: AsyncSession, person: Person, need: str) -> Route[Centre]:
    """Whose people get a person's case about a need, and why."""
    if need == COMPLAINT and (above := await supervisions(session)):
        place = towns().get(person.town or "") or person.centre
        return Route(readers_of(need, place, None, above), By.supervision)
    of_town = None
    if person.centre is None and person.town:
        of_town = await centre_of_town(session, person.town)
    national = await national_centre(session)
    return route(
        person.centre,
        of_town,
        national if national and national.group_index else None,
        (await session.scalars(_CENTRES.limit(1))).first(),
        await readable_centres(session),
    )


async def supervision_of(session: AsyncSession, centre: Centre | None) -> Centre | None:
    """The supervision that hears of what a centre leaves undone; None without one."""
    above = readers_of(COMPLAINT, centre, None, await supervisions(session))
    return above if above and above.supervises else None


async def supervision_over(session: AsyncSession, case: Case) -> Centre | None:
    """The supervision that hears of what a case's centre leaves undone; None without one."""
    return await supervision_of(session, case.centre)


def message_index(channel: str, chat: str, message: str) -> str:
    """The blind index of one message of a chat."""
    return vault().index(channel, chat, "message", message)
