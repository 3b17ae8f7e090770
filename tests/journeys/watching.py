"""What the stories of delivery share: people who talk, and what the outbox says of it."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from sqlalchemy import Select, select

from bot.i18n.text import Language
from bot.simulator.actors import Person
from bot.simulator.model import Post, Topic
from bot.simulator.state import Call
from bot.storage.mail import OutboundRow
from tests.stage import Stage, ar, fr

MENU = "What do you need? Write it as you speak, or choose."
SLEEP = "Where do you sleep these days?"
DOUBT = "I am not sure that my last message reached you."
UNSURE = "❓"
TIME_LIMIT = 30.0
LATER = 20.0
"""Longer than any wait that a test arranges."""


async def talking(stage: Stage, name: str, language: Language = "ar") -> tuple[Person, Topic]:
    """Somebody whom Karim listens to, with the topic that he reads them in."""
    person = await stage.welcome(name, language)
    await person.taps((ar if language == "ar" else fr)("🙋 Talk to a person"))
    await person.sees("R-")
    topic = await stage.karim.sees_topic(code_of(person))
    await stage.karim.sees(ar("✋ Take"), topic=topic)
    return person, topic


async def heard(stage: Stage, name: str, language: Language = "ar") -> tuple[Person, Topic]:
    """The same after Karim took the case, and everything about that has arrived."""
    person, topic = await talking(stage, name, language)
    await stage.karim.taps(ar("✋ Take"), topic=topic)
    await stage.karim.sees("Karim", topic=topic)
    await person.sees((ar if language == "ar" else fr)("Write here: they will read it."))
    return person, topic


def code_of(person: Person) -> str:
    """The code of the last case that the bot named."""
    return re.findall(r"R-\w+", person.chat())[-1]


def by_the_bot(person: Person, topic: Topic | None = None) -> list[str]:
    """What the bot said, oldest first."""
    return [m.get("text", "") for m in person.messages(topic) if m["from"]["is_bot"]]


def tries(stage: Stage, chat_id: int, words: str) -> list[Call]:
    """Every attempt to send some words to a chat."""
    return [
        call
        for call in stage.simulator.world.called("sendMessage")
        if str(call.params["chat_id"]) == str(chat_id) and words in call.params.get("text", "")
    ]


async def stored(stage: Stage, question: Select[Any]) -> list[Any]:
    """What the database holds."""
    assert stage.sanad
    assert stage.sanad.database
    async with stage.sanad.database.reading() as session:
        return list((await session.execute(question)).unique().all())


async def settles(stage: Stage, question: Select[Any]) -> list[Any]:
    """Wait until the database holds something."""
    async with asyncio.timeout(TIME_LIMIT):
        while not (found := await stored(stage, question)):
            await asyncio.sleep(0.05)
    return found


async def rests(stage: Stage) -> None:
    """Wait until all that was to go has gone, and is written down as such."""
    waiting = select(OutboundRow).where(OutboundRow.status.in_(["pending", "sending"]))
    async with asyncio.timeout(TIME_LIMIT):
        while await stored(stage, waiting):
            await asyncio.sleep(0.05)


async def marked(stage: Stage, post: Post) -> bool:
    """Whether a coordinator's message comes to bear the mark of one that went."""
    return bool(await stage.simulator.world.changes.until(lambda: post.reactions or None, LATER))
