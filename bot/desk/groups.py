"""A centre's group that becomes another one."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Card
from bot.storage.mail import OutboundRow
from bot.storage.outbox import Outbox
from bot.storage.sealed import vault
from bot.storage.tables import Case, Centre
from bot.storage.transfers import forget_group


async def move_group(session: AsyncSession, out: Outbox, centre: Centre, chat: str) -> None:
    """The group lives at another address: its open cases show their cards again there.

    The numbers of messages and topics start anew in the new group, so the old ones are
    forgotten: they would point at somebody else's messages.
    """
    index = vault().index("telegram", chat)
    if centre.group_index == index:
        return
    centre.group, centre.group_index = chat, index
    cases = list(await session.scalars(select(Case).where(Case.centre_id == centre.id)))
    await session.execute(
        update(OutboundRow)
        .where(OutboundRow.to_case, OutboundRow.case_id.in_([case.id for case in cases]))
        .values(message=None)
    )
    await forget_group(session, centre)
    for case in cases:
        case.topic = case.card = None
        if case.status != "closed":
            out.to_case(case, Card())
