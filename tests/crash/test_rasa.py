"""Understanding dies and comes back: menus go on, words reach a person, nothing waits."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from bot.app import Sanad
from bot.settings import Settings
from bot.simulator.server import Simulator
from tests.stage import Stage, ar, fr

pytestmark = pytest.mark.crash
START_SECONDS = 300
"""A start on a busy machine."""
MENU_SECONDS = 2.0
SLEEP = "Where do you sleep these days?"


class OwnRasa(Stage):
    """The stage with a Sanad that looks after a Rasa of its own."""

    async def start(self) -> None:
        self.understands = asyncio.Event()
        self.sanad = Sanad(self.settings, self._told)
        self._running = asyncio.create_task(self.sanad.run())

    def _told(self, words: str) -> None:
        if words == "The assistant understands now.":
            self.understands.set()

    async def understood(self) -> int:
        """Wait until it says that it understands; the process that does."""
        async with asyncio.timeout(START_SECONDS):
            await self.understands.wait()
        self.understands.clear()
        assert self.sanad
        assert self.sanad.rasa_pid
        return self.sanad.rasa_pid


@pytest.fixture
async def stage(settings: Settings, simulator: Simulator, models: Path) -> AsyncIterator[OwnRasa]:
    own = {
        "rasa_url": None,
        "rasa_token": None,
        "models": models,
        "rasa_timeout": Settings.model_fields["rasa_timeout"].default,
    }
    async with OwnRasa(settings.model_copy(update=own), simulator) as running:
        yield running


async def test_rasa_is_killed_and_comes_back(stage: OwnRasa) -> None:
    assert stage.sanad
    leila = await stage.welcome("ليلى")  # ready before Rasa is
    omar = await stage.welcome("Omar", "fr")
    samira = await stage.welcome("سميرة")
    first = await stage.understood()
    await leila.says("بغيت سكنى")
    await leila.sees(ar(SLEEP))

    os.kill(first, signal.SIGKILL)
    await leila.taps(ar("🌙 Outside or at the station"))
    await leila.sees(ar("Who needs the place?"), timeout=MENU_SECONDS)
    limit = stage.settings.rasa_timeout + MENU_SECONDS
    await omar.says("je dors à la gare depuis lundi")
    await omar.sees(fr("You can go on writing here: they will read it."), timeout=limit)
    topic = await stage.karim.sees_topic(ar("Something else"))
    await stage.karim.sees("je dors à la gare depuis lundi", topic=topic)
    health = await stage.sanad.health()
    assert health["understanding"] != "ready"
    assert (health["database"], health["telegram"]) == ("ready", "ready")

    second = await stage.understood()
    assert second != first
    assert (await stage.sanad.health())["understanding"] == "ready"
    await samira.says("بغيت سكنى")
    await samira.sees(ar(SLEEP))
    await leila.taps(ar("🧍 Only me"))
    await leila.taps(ar("⏭️ Skip"))
    await leila.sees("R-")

    await stage.stop()
    assert not psutil.pid_exists(second), "it outlives us"
