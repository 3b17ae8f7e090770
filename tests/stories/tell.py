"""Plays a story on a whole Sanad and keeps what it looked like on the telephones."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.async_api import Browser

from bot.i18n.catalogs import render
from bot.i18n.text import Language, Text
from bot.simulator.actors import Person
from bot.simulator.keyboards import inline_buttons
from bot.simulator.model import Json, Post, Topic
from bot.simulator.transcript import content
from tests.stage import Stage

SIZE = {"width": 1180, "height": 900}


@dataclass
class Line:
    """One message: who says it to whom, and the buttons under it."""

    who: str
    words: str
    buttons: list[str] = field(default_factory=list)


@dataclass
class Telling:
    """A story that is being played in a language.

    Attributes:
        person: The beneficiary.
        karim: The coordinator, in a group whose language is Arabic.
        shots: The pictures taken so far, with what they show.
    """

    stage: Stage
    language: Language
    person: Person
    folder: Path
    name: str
    browser: Browser
    shots: list[tuple[Path, str]] = field(default_factory=list)

    @property
    def karim(self) -> Person:
        return self.stage.karim

    def say(self, source: str, **args: str | int) -> str:
        """A message of ours in the person's language."""
        return render(Text(id=source, args=dict(args)), self.language)

    def desk(self, source: str) -> str:
        """A button of ours as the coordinators see it."""
        return render(Text(id=source), "ar")

    def words(self, arabic: str, french: str) -> str:
        """What the person writes, in their language."""
        return arabic if self.language == "ar" else french

    async def understood(self, question: str, button: str) -> None:
        """See the form's question; where Sanad asks back first, press what was meant."""
        seen = await self.person.sees()
        if self.say(question) not in seen.text:
            await self.show("Not sure enough: it asks, with the likeliest as buttons.")
            await self.person.taps(self.say(button))
            await self.person.sees(self.say(question))

    async def topic(self, need: str) -> Topic:
        """The topic of a case as the coordinators see it."""
        return await self.karim.sees_topic(render(Text(id=need), "ar"))

    async def show(self, what: str) -> None:
        """Take a picture of the person's telephone."""
        path = self.folder / f"{self.name}-{self.language}-{len(self.shots) + 1}.png"
        page = await self.browser.new_page(viewport=SIZE)
        await page.goto(f"{self.stage.simulator.url}/?lang={self.language}")
        await page.locator("#beneficiary .message").last.wait_for()
        await page.wait_for_timeout(300)
        await page.locator("#beneficiary").screenshot(path=path)
        await page.close()
        self.shots.append((path, what))

    def lines(self) -> list[Line]:
        """What was said, in order, in the private chat."""
        posts = sorted(self.person.room.posts.values(), key=lambda post: post.id)
        return [_line(post) for post in posts]


def _line(post: Post) -> Line:
    message: Json = post.message
    who = "sanad" if message["from"]["is_bot"] else "person"
    return Line(who, content(message), [b["text"] for b in inline_buttons(message)])


Play = Callable[[Telling], Awaitable[None]]


@dataclass(frozen=True)
class Story:
    """A story: its name in file names, a title, what it is about, and how it goes."""

    name: str
    title: str
    about: str
    play: Play


@asynccontextmanager
async def told(
    stage: Stage, story: Story, language: Language, folder: Path, browser: Browser
) -> AsyncIterator[Telling]:
    """The story, played to its end."""
    name = "ليلى" if language == "ar" else "Omar"
    person = stage.simulator.user(name, language=language)
    telling = Telling(stage, language, person, folder, story.name, browser)
    await story.play(telling)
    yield telling
