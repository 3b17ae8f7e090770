"""A Sanad that can be killed, on a stage like the others."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator
from pathlib import Path
from tempfile import mkdtemp

import pytest

from bot.settings import Settings
from bot.simulator.server import Simulator
from bot.storage.database import Database
from bot.storage.embedded import EmbeddedPostgres
from bot.storage.migrate import upgrade
from tests.conftest import INDEX_KEY, KEY
from tests.crash.process import SanadProcess
from tests.stage import Stage


class CrashStage(Stage):
    """The stage with Sanad as a process."""

    process: SanadProcess

    async def start(self) -> None:
        await self.process.start()

    async def stop(self) -> None:
        await self.process.stop()


@pytest.fixture
async def crash_stage(
    settings: Settings, simulator: Simulator, folder: Path
) -> AsyncIterator[CrashStage]:
    """A Sanad process with a database of its own, while Rasa is away."""
    stage = CrashStage(settings, simulator)
    data = Path(mkdtemp(dir=folder))
    embedded = EmbeddedPostgres(data)
    upgrade(embedded.url)
    database = Database(embedded.url)
    async with database.transaction() as session:
        await stage.furnish(session)
    await database.close()
    embedded.stop()
    stage.process = SanadProcess(
        data,
        telegram_token=simulator.token,
        telegram_api_url=simulator.url,
        rasa_url=str(settings.rasa_url),
        rasa_token="-",
        group_pace="1000",
        keys=KEY,
        index_key=INDEX_KEY,
    )
    await stage.start()
    yield stage
    await stage.stop()
    sys.stdout.write((data / "log").read_text())  # shown when the test failed
