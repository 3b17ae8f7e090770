"""What is kept of a person's messages: how many, and which ones their chat still holds."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Inbound
from bot.storage.mail import InboundRow, OutboundRow
from bot.storage.tables import Case, Person


async def messages_from(session: AsyncSession, person: Person) -> int:
    """How many messages of a person are kept, button presses left aside."""
    return sum(not (said.press or said.event) for said in await _came_from(session, person))


async def messages_about(session: AsyncSession, case: Case) -> int:
    """How many messages went to or from a case's topic and are kept, on both sides."""
    both = func.count(distinct(OutboundRow.source)) + func.count(distinct(OutboundRow.relayed))
    kept = (OutboundRow.case_id == case.id, OutboundRow.body.is_not(None))
    return await session.scalar(select(both).where(*kept)) or 0


async def messages_in_chat(session: AsyncSession, person: Person, since: datetime) -> list[str]:
    """The channel's ids of all messages of a person's chat since a time, ours and theirs."""
    ours = await session.scalars(
        select(OutboundRow.message).where(
            OutboundRow.person_id == person.id,
            ~OutboundRow.to_case,
            OutboundRow.status == "sent",
            OutboundRow.sent_at >= since,
        )
    )
    theirs = [said.message for said in await _came_from(session, person, since)]
    return sorted({message for message in (*ours, *theirs) if message}, key=int)


async def messages_in_group(session: AsyncSession, case: Case) -> list[str]:
    """The channel's ids of all messages about a case in its group but the card, on both sides."""
    passed_on = await session.scalars(
        select(OutboundRow.message).where(
            OutboundRow.case_id == case.id, OutboundRow.to_case, OutboundRow.message.is_not(None)
        )
    )
    answers = await session.scalars(
        select(InboundRow.body).where(InboundRow.case_id == case.id, InboundRow.body.is_not(None))
    )
    group = case.centre.group if case.centre else None  # it may have come from another one
    said = [said for said in map(Inbound.model_validate, answers) if said.chat == group]
    written = [one.message for one in said if not one.press]
    return sorted({one for one in (*passed_on, *written) if one and one != case.card}, key=int)


async def _came_from(
    session: AsyncSession, person: Person, since: datetime | None = None
) -> list[Inbound]:
    rows = select(InboundRow.body).where(
        InboundRow.person_id == person.id, InboundRow.body.is_not(None)
    )
    if since:
        rows = rows.where(InboundRow.received_at >= since)
    return [Inbound.model_validate(body) for body in await session.scalars(rows)]
