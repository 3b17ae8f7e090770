from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import permutations

import pytest

from bot.channels.base import Say
from bot.storage.database import Database
from bot.storage.mail import OutboundRow
from bot.storage.reports import delivery_key, note_report, piece_name


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


async def sent(database: Database) -> OutboundRow:
    """Something that went out."""
    row = OutboundRow(lane="x", op="say", body=Say().model_dump(mode="json"), status="sent")
    async with database.transaction() as session:
        session.add(row)
        await session.flush()
        await session.refresh(row)
    return row


async def after(database: Database, *reports: tuple[int, str], of: int = 1) -> str | None:
    """What a row of so many SMS is reported as after reports about them."""
    row = await sent(database)
    for number, state in reports:
        name = piece_name(delivery_key(row), number, of)
        assert await note_report(database, name, state, "why")
    async with database.transaction() as session:
        return (await session.get_one(OutboundRow, row.id)).reported


async def test_in_any_order(database: Database):
    assert await after(database) is None
    for order in permutations([(1, "sent"), (1, "delivered")]):
        assert await after(database, *order) == "delivered"
    for order in permutations([(1, "sent"), (1, "failed")]):
        assert await after(database, *order) == "failed"


async def test_delivered_is_delivered(database: Database):
    assert await after(database, (1, "delivered"), (1, "failed"), (1, "sent")) == "delivered"


async def test_of_several(database: Database):
    assert await after(database, (1, "delivered"), of=2) == "sent"
    assert await after(database, (2, "delivered"), (1, "sent"), of=2) == "sent"
    assert await after(database, (2, "delivered"), (1, "delivered"), of=2) == "delivered"
    assert await after(database, (1, "delivered"), (2, "failed"), of=2) == "failed"


async def test_of_nothing_we_know(database: Database):
    row = await sent(database)
    key = delivery_key(row)
    written = key.split("-")[1]
    unknown = [
        "", "abc", key, f"{key}-1", f"{key}-x-1", f"{row.id + 1}-{written}-1-1",
        f"{row.id}-{int(written) - 1}-1-1", f"{key}-1-1-1", "9" * 40 + "-1-1-1", "٧-1-1-1",
    ]  # fmt: skip
    for name in unknown:
        assert not await note_report(database, name, "delivered", None)
    async with database.transaction() as session:
        assert (await session.get_one(OutboundRow, row.id)).reports == {}
