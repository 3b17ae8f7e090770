"""A centre's group that becomes another one."""

from __future__ import annotations

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.states import Status
from bot.channels.base import Card, CardEdit
from bot.storage.mail import OutboundRow
from bot.storage.outbox import Outbox
from bot.storage.sealed import vault
from bot.storage.tables import Case, Centre
from bot.storage.transfers import forget_group

_ON_ITS_WAY = OutboundRow.status.in_(["pending", "sending"])


async def move_group(session: AsyncSession, out: Outbox, centre: Centre, chat: str) -> None:
    """The group lives at another address: its open cases show their cards again there.

    The numbers of messages and topics start anew in the new group, so the old ones are
    forgotten: they would point at somebody else's messages. Of a closed case, a card that waits
    to be redrawn is shown.
    """
    index = vault().index("telegram", chat)
    if centre.group_index == index:
        return
    centre.group, centre.group_index = chat, index
    # Locked first: whoever redraws a card just now has written that down before we look.
    of_centre = select(Case).where(Case.centre_id == centre.id).order_by(Case.id)
    cases = list(
        (await session.scalars(of_centre.with_for_update(of=Case, key_share=True))).unique()
    )
    rows = OutboundRow.to_case, OutboundRow.case_id.in_([case.id for case in cases])
    await session.execute(update(OutboundRow).where(*rows).values(message=None))
    await forget_group(session, centre)
    redrawn = select(OutboundRow.case_id).where(*rows, OutboundRow.op == CardEdit().op, _ON_ITS_WAY)
    drawn_anew = set(await session.scalars(redrawn))
    for case in cases:
        case.topic = case.card = None
        if case.status != Status.closed or case.id in drawn_anew:
            out.to_case(case, Card())
