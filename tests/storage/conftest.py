from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.jobs import Queue
from bot.storage.database import Database


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


@pytest.fixture
async def queue(database_url: str) -> AsyncIterator[Queue]:
    opened = Queue(database_url)
    await opened.open()
    yield opened
    await opened.close()
