"""The pictures of the coordinators' guides: what their group looks like, in their language."""

from __future__ import annotations

from pathlib import Path

from playwright.async_api import Browser
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.i18n.catalogs import render
from bot.i18n.text import Language, Text
from bot.settings import Settings
from bot.simulator.model import Topic
from bot.simulator.server import Simulator
from bot.storage.tables import Centre
from tests.stage import Stage
from tests.stories.tell import SIZE

GENERAL = "General"


class Desk(Stage):
    """The stage, with a centre of Fès that works in a language."""

    def __init__(
        self, settings: Settings, simulator: Simulator, language: Language, browser: Browser
    ) -> None:
        super().__init__(settings, simulator)
        self.language = language
        self.browser = browser

    async def furnish(self, session: AsyncSession) -> None:
        """The same centres, with that language."""
        await super().furnish(session)
        await session.execute(
            update(Centre).where(Centre.code == "fes").values(language=self.language)
        )

    def say(self, source: str, **args: str | int) -> str:
        """A message of ours as the desk reads it."""
        return render(Text(id=source, args=dict(args)), self.language)

    async def asks_for_housing(self, name: str) -> Topic:
        """Somebody asks for housing; returns the topic of it."""
        person = await self.welcome(name, self.language)
        await person.taps(self.say("Housing"))
        await person.taps(self.say("🌙 Outside or at the station"))
        await person.taps(self.say("🧍 Only me"))
        await person.taps(self.say("⏭️ Skip"))
        await person.sees("R-")
        return await self.karim.sees_topic("R-")

    async def show(self, path: Path, room: Topic | None) -> None:
        """Take a picture of a coordinator's telephone; without a topic, of the group itself."""
        page = await self.browser.new_page(viewport=SIZE)
        await page.goto(f"{self.simulator.url}/?lang={self.language}")
        centre = page.locator("#centre")
        await centre.locator("select").nth(1).select_option(str(self.karim.id))
        name = room.name if room else None
        rows = centre.locator(".rooms button")
        await (rows.filter(has_text=name) if name else rows.first).first.click()
        await centre.locator(".message").last.wait_for()
        await page.wait_for_timeout(300)
        await centre.screenshot(path=path)
        await page.close()


async def draw_guides(
    settings: Settings, language: Language, folder: Path, browser: Browser
) -> None:
    """Play a morning of a centre, and take the pictures of its guide."""
    async with Simulator() as simulator, Desk(settings, simulator, language, browser) as desk:
        one, two = ("ليلى", "يوسف") if language == "ar" else ("Leïla", "Youssef")
        topic = await desk.asks_for_housing(one)
        await desk.karim.sees(desk.say("✋ Take"), topic=topic)
        await desk.show(folder / f"desk-card-{language}.png", topic)
        await desk.karim.taps(desk.say("➕ More"), topic=topic)
        await desk.karim.sees(desk.say("👥 Assign"), topic=topic)
        await desk.show(folder / f"desk-more-{language}.png", topic)
        await desk.asks_for_housing(two)
        await desk.karim.writes(topic, "السلام عليكم" if language == "ar" else "Bonjour")
        await desk.karim.sees(desk.say("⏸️ Waiting for the person"), topic=topic)
        await desk.karim.says("/cases")
        await desk.karim.sees("R-", topic=GENERAL)
        await desk.show(folder / f"desk-cases-{language}.png", None)
