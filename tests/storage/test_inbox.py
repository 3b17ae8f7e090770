from __future__ import annotations

import asyncio
import re

import pytest
from procrastinate.exceptions import ConnectorException
from sqlalchemy import select, text

from bot.channels.base import Inbound
from bot.jobs import Queue
from bot.storage.database import Database
from bot.storage.inbox import count_attempt, lane_of, next_waiting, receive
from bot.storage.mail import InboundRow
from tests.storage.world import GROUP, LEILA, NOW, from_leila, jobs


async def rows(database: Database) -> list[InboundRow]:
    async with database.transaction() as session:
        return list(await session.scalars(select(InboundRow).order_by(InboundRow.id)))


async def test_it_is_stored_whole_with_one_job(database: Database, queue: Queue):
    inbound = from_leila(text="بغيت سكنى", at=NOW)
    assert await receive(database, queue, inbound)
    (row,) = await rows(database)
    assert Inbound.model_validate(row.body) == inbound
    async with database.transaction() as session:
        assert await jobs(session) == [("turns", lane_of(inbound), 0)]


async def test_a_delivery_again_even_at_once_changes_nothing(database: Database, queue: Queue):
    first, again = from_leila(text="a"), from_leila(text="b")
    results = await asyncio.gather(*(receive(database, queue, one) for one in [first, again] * 3))
    assert sorted(results) == [False] * 5 + [True]
    assert not await receive(database, queue, again)
    assert len(await rows(database)) == 1
    async with database.transaction() as session:
        assert len(await jobs(session)) == 1


async def test_without_its_job_it_is_not_stored(database: Database, queue: Queue):
    away = "ALTER TABLE queue.procrastinate_jobs RENAME TO away"
    back = "ALTER TABLE queue.away RENAME TO procrastinate_jobs"
    async with database.transaction() as session:
        await session.execute(text(away))
    with pytest.raises(ConnectorException):
        await receive(database, queue, from_leila(text="a"))
    assert await rows(database) == []
    async with database.transaction() as session:
        await session.execute(text(back))
    assert await receive(database, queue, from_leila(text="a"))


def test_a_lane_is_a_chat_or_a_topic_and_names_neither():
    def in_group(thread: int | None, sender: str) -> Inbound:
        return Inbound(
            channel="telegram", external_id="1:9", chat=GROUP, group=True, thread=thread,
            sender=sender,
        )  # fmt: skip

    lanes = [lane_of(i) for i in (from_leila(), in_group(12, "1"), in_group(13, "1"))]
    assert len({*lanes, lane_of(in_group(None, "1"))}) == 4
    assert lane_of(in_group(12, "2")) == lanes[1]
    assert lane_of(from_leila(2, text="x")) == lanes[0]
    assert re.fullmatch(r"[0-9a-f]{64}", lanes[0])


async def test_the_oldest_that_waits_comes_first(database: Database, queue: Queue):
    elsewhere = from_leila(9).model_copy(update={"chat": "7001", "external_id": "1:9"})
    for inbound in (elsewhere, from_leila(1, text="a"), from_leila(2, text="b")):
        await receive(database, queue, inbound)
    lane, seen = lane_of(from_leila()), []
    for _ in range(3):
        async with database.transaction() as session:
            row, _ = await next_waiting(session, lane)
            seen.append(row.body["text"] if row else None)
            if row:
                row.handled_at = NOW
    assert seen == ["a", "b", None]


async def test_attempts_are_counted(database: Database, queue: Queue):
    await receive(database, queue, from_leila(text="a"))
    (row,) = await rows(database)
    assert [await count_attempt(database, row.id) for _ in range(3)] == [1, 2, 3]
    assert await count_attempt(database, row.id + 1) == 0
    assert LEILA not in row.lane
