"""The stage of a journey: a running Sanad, a centre with its group, and people."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import Sanad, open_vault
from bot.centres import CentreEntry, import_centres
from bot.dialogue.rasa import Rasa
from bot.dialogue.server import RasaServer
from bot.i18n.catalogs import render
from bot.i18n.text import Language, Text
from bot.settings import Settings
from bot.simulator.actors import PATIENCE, Person
from bot.simulator.model import Topic
from bot.simulator.server import Simulator
from bot.staff import add_coordinator
from bot.storage.database import Database

WEEK = {day: ["08:30", "16:30"] for day in ("mon", "tue", "wed", "thu", "fri")}
RASA_START_SECONDS = 120


def ar(source: str, **args: str | int) -> str:
    """A message of ours as an Arabic reader sees it."""
    return render(Text(id=source, args=dict(args)), "ar")


def fr(source: str, **args: str | int) -> str:
    """A message of ours as a French reader sees it."""
    return render(Text(id=source, args=dict(args)), "fr")


@asynccontextmanager
async def rasa_server(models: Path) -> AsyncIterator[tuple[str, str]]:
    """A Rasa with the model of these sources, which is there; ready."""
    server = RasaServer(models)
    watch = asyncio.create_task(server.watch())
    client = Rasa(server.url, server.token, timeout=60.0)
    try:
        async with asyncio.timeout(RASA_START_SECONDS):
            while not await client.ready():
                await asyncio.sleep(0.2)
            await client.understand(["سلام"])
        yield server.url, server.token
    finally:
        await client.close()
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)


class Stage:
    """Fès and Casablanca with their groups; Karim in Fès, Salma in Casablanca, a stranger."""

    def __init__(self, settings: Settings, simulator: Simulator) -> None:
        self.simulator = simulator
        self.settings = settings.model_copy(
            update={
                "telegram_token": SecretStr(simulator.token),
                "telegram_api_url": simulator.url,
            }
        )
        self.fes = simulator.group("مركز فاس")
        self.casa = simulator.group("Centre de Casablanca", forum=False)
        self.karim = simulator.coordinator("Karim", self.fes)
        self.nadia = simulator.coordinator("Nadia", self.fes)
        self.salma = simulator.coordinator("Salma", self.casa)
        self.stranger = simulator.stranger("Stranger", self.fes)
        simulator.world.updates.drop()  # they were there before Sanad came
        self.sanad: Sanad | None = None
        self._running: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        open_vault(self.settings)
        database = Database(str(self.settings.database_url))
        async with database.transaction() as session:
            await self.furnish(session)
        await database.close()
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def furnish(self, session: AsyncSession) -> None:
        """Centres and coordinators, as a supervisor would import them."""
        fes = CentreEntry(
            code="fes", name_ar="مركز فاس", name_fr="Centre de Fès", region="fes-meknes",
            latitude=34.03, longitude=-5.0, language="ar", hours=WEEK,
            group_chat_id=str(self.fes.id),
        )  # fmt: skip
        casa = CentreEntry(
            code="casablanca", name_ar="مركز الدار البيضاء", name_fr="Centre de Casablanca",
            region="casablanca-settat", latitude=33.57, longitude=-7.59, language="fr",
            hours=WEEK, group_chat_id=str(self.casa.id),
        )  # fmt: skip
        await import_centres(session, [fes, casa])
        await session.flush()
        for code, person in (("fes", self.karim), ("fes", self.nadia), ("casablanca", self.salma)):
            await add_coordinator(session, code, str(person.id), person.user.first_name)

    async def start(self) -> None:
        """Start Sanad."""
        self.sanad = Sanad(self.settings)
        self._running = asyncio.create_task(self.sanad.run())

    async def stop(self) -> None:
        """Stop it in good order; an error it ran into fails the test."""
        if self._running:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            if not self._running.cancelled():
                self._running.result()

    async def arrives(self, person: Person, kind: str, topic: Topic | None = None) -> None:
        """Wait until a file of a kind stands in what a person looks at."""
        there = await self.simulator.world.changes.until(
            lambda: any(kind in message for message in person.messages(topic)) or None, PATIENCE
        )
        assert there, person.chat(topic)

    async def welcome(self, name: str, language: Language = "ar", town: str = "Fès") -> Person:
        """Somebody who went through the first steps."""
        say = ar if language == "ar" else fr
        person = self.simulator.user(name, language=language)
        await person.starts()
        await person.taps(say("English: this language"))
        await person.taps(say("✅ I agree"))
        await person.sees(
            say("Where do you live? Choose your region, or write the name of your town.")
        )
        await person.says(town)
        await person.sees(say("What do you need? Write it as you speak, or choose."))
        return person
