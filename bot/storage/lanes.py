"""The order of what waits for a case's topic."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.mail import OutboundRow
from bot.storage.outbox import Outbox
from bot.storage.tables import Case

_NEXT_ID = select(func.nextval(func.pg_get_serial_sequence("outbound", "id")))


async def waiting_for(session: AsyncSession, case: Case) -> list[OutboundRow]:
    """What waits to go to a case's topic and is not being sent, in order and locked."""
    rows = (
        select(OutboundRow)
        .where(OutboundRow.lane == Outbox.lane_of(case), OutboundRow.status == "pending")
        .order_by(OutboundRow.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    return list(await session.scalars(rows))


async def put_behind(session: AsyncSession, rows: Sequence[OutboundRow]) -> None:
    """Let rows wait behind all that was written since, in the order they are given."""
    await session.flush()
    for row in rows:
        row.id = await session.scalar(_NEXT_ID) or row.id
    await session.flush()
