"""Finding cases, and giving new ones their code."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.codes import LENGTH, new_code
from bot.cases.needs import COMPLAINT
from bot.cases.routing import centre_for, readers_of
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
    return (
        await session.scalars(select(Case).where(Case.code == code).with_for_update(of=Case))
    ).first()


async def case_by_id(session: AsyncSession, case_id: int) -> Case | None:
    """A case, locked."""
    return (
        await session.scalars(select(Case).where(Case.id == case_id).with_for_update(of=Case))
    ).first()


async def case_at(session: AsyncSession, centre: Centre, inbound: Inbound) -> Case | None:
    """The case that a group message is about: by its topic, else by what it replies to."""
    if inbound.thread:
        found = await session.scalar(
            select(Case)
            .where(Case.centre_id == centre.id, Case.topic == inbound.thread)
            .with_for_update(of=Case)
        )
        if found:
            return found
    if inbound.reply_to:
        return (
            await session.scalars(
                select(Case)
                .join(OutboundRow, OutboundRow.case_id == Case.id)
                .where(
                    Case.centre_id == centre.id,
                    OutboundRow.to_case,
                    OutboundRow.message == inbound.reply_to,
                )
                .with_for_update(of=Case)
                .limit(1)
            )
        ).first()
    return None


async def case_told(session: AsyncSession, person: Person, source: str | None) -> Case | None:
    """The case of a person in whose topic the message with an index was seen, locked."""
    if source is None:
        return None
    return (
        await session.scalars(
            select(Case)
            .join(OutboundRow, OutboundRow.case_id == Case.id)
            .where(Case.person_id == person.id, OutboundRow.source == source)
            .order_by(OutboundRow.id.desc())
            .with_for_update(of=Case)
            .limit(1)
        )
    ).first()


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


async def centre_of_person(session: AsyncSession, person: Person) -> Centre | None:
    """A person's centre, or the one of their town, or the first there is.

    A request that belongs nowhere yet must still reach somebody.
    """
    if person.centre:
        return person.centre
    if person.town and (centre := await centre_of_town(session, person.town)):
        return centre
    return (await session.scalars(_CENTRES.limit(1))).first()


async def supervisions(session: AsyncSession) -> list[Centre]:
    """The supervisions whose supervisors have a group to read in."""
    supervising = select(Centre).where(Centre.kind == "supervision").order_by(Centre.id)
    return list(await session.scalars(supervising.where(Centre.group_index.is_not(None))))


async def centre_of_case(session: AsyncSession, person: Person, need: str) -> Centre | None:
    """Whose people get a person's case about a need."""
    own = await centre_of_person(session, person)
    place = towns().get(person.town or "") or person.centre
    return readers_of(need, place, own, await supervisions(session) if need == COMPLAINT else [])


async def supervision_over(session: AsyncSession, case: Case) -> Centre | None:
    """The supervision that hears of what a case's centre leaves undone; None without one."""
    above = readers_of(COMPLAINT, case.centre, None, await supervisions(session))
    return above if above and above.supervises else None


def message_index(channel: str, chat: str, message: str) -> str:
    """The blind index of one message of a chat."""
    return vault().index(channel, chat, "message", message)
