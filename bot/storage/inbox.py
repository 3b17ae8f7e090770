"""What came in: stored once, together with the job that will handle it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Inbound
from bot.jobs import Queue
from bot.storage.database import Database
from bot.storage.mail import InboundRow
from bot.storage.sealed import vault
from bot.storage.tables import Person


def lane_of(inbound: Inbound) -> str:
    """The lane whose turns run one at a time: a person's chat, or a topic of a group."""
    return vault().index(inbound.channel, inbound.chat, str(inbound.thread or ""))


async def receive(database: Database, queue: Queue, inbound: Inbound, urgency: int = 0) -> bool:
    """Store one inbound with its job; False if it had come before.

    The more urgent is handled before others that wait. When this returns, the channel may be told
    that we have it.
    """
    lane = lane_of(inbound)
    values = {
        "channel": inbound.channel,
        "external_id": inbound.external_id,
        "lane": lane,
        "body": inbound.model_dump(mode="json", exclude_defaults=True),
    }
    statement = insert(InboundRow).values(**values).on_conflict_do_nothing()
    async with database.transaction() as session:
        stored = await session.scalar(statement.returning(InboundRow.id))
        if stored is None:
            return False
        await queue.wake_turns(session, lane, urgency)
    return True


async def next_waiting(session: AsyncSession, lane: str) -> tuple[InboundRow | None, bool]:
    """The oldest inbound of a lane that was not handled, and whether another one waits.

    Whatever is stored later wakes the lane itself: who handled the last one need not look again.
    """
    waiting = (
        select(InboundRow)
        .where(InboundRow.lane == lane, InboundRow.handled_at.is_(None))
        .order_by(InboundRow.id)
        .limit(2)
    )
    rows = list(await session.scalars(waiting))
    return (rows[0] if rows else None), len(rows) > 1


async def came_before(
    session: AsyncSession, person: Person, row: InboundRow, window: timedelta, least: int
) -> list[tuple[datetime, Inbound]]:
    """What a person sent before a row and when it came, newest first, as far back as two windows.

    Nothing is read, and nothing returned, where fewer than `least` came in that time: so it
    nearly always is.
    """
    before = (InboundRow.person_id == person.id, InboundRow.id < row.id)
    lately = (*before, InboundRow.received_at > row.received_at - 2 * window)
    if (await session.scalar(select(func.count()).where(*lately)) or 0) < least:
        return []
    found = await session.execute(
        select(InboundRow.received_at, InboundRow.body)
        .where(*lately)
        .order_by(InboundRow.id.desc())
    )
    return [(came, Inbound.model_validate(body)) for came, body in found if body]


async def said_before(session: AsyncSession, row: InboundRow, most: int) -> list[Inbound]:
    """The last things that came in a row's lane before it, newest first."""
    before = select(InboundRow.body).where(InboundRow.lane == row.lane, InboundRow.id < row.id)
    found = await session.scalars(before.order_by(InboundRow.id.desc()).limit(most))
    return [Inbound.model_validate(body) for body in found if body]


async def last_came(session: AsyncSession, person: Person, row: InboundRow) -> datetime | None:
    """When a person's last message or press before a row came; None where it is their first."""
    before = (InboundRow.person_id == person.id, InboundRow.id < row.id)
    last: datetime | None = await session.scalar(
        select(func.max(InboundRow.received_at)).where(*before)
    )
    return last


async def count_attempt(database: Database, inbound_id: int) -> int:
    """Note that handling an inbound failed; returns how often it has."""
    async with database.transaction() as session:
        attempts = await session.scalar(
            update(InboundRow)
            .where(InboundRow.id == inbound_id)
            .values(attempts=InboundRow.attempts + 1)
            .returning(InboundRow.attempts)
        )
    return attempts or 0
