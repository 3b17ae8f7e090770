"""What the stories of teams share: what is recorded of coordinators, and the watch over them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.hours import DAYS
from bot.desk.absence import hand_on
from bot.desk.watch import Watch
from bot.simulator.actors import Coordinator, Person
from bot.simulator.model import Topic
from bot.staff import Skills, add_coordinator
from bot.storage.database import Database
from bot.storage.tables import Centre
from tests.journeys.watching import code_of, rests
from tests.stage import Stage, ar, fr

ALWAYS = {day: ["00:00", "23:59"] for day in DAYS}
"""Hours of a centre where somebody is there around the clock."""


@asynccontextmanager
async def database(stage: Stage) -> AsyncIterator[AsyncSession]:
    """A transaction beside Sanad's own."""
    own = Database(str(stage.settings.database_url))
    try:
        async with own.transaction() as session:
            yield session
    finally:
        await own.close()


async def records(stage: Stage, who: Coordinator, skills: Skills, centre: str = "fes") -> None:
    """What `sanad coordinators add` records of somebody."""
    async with database(stage) as session:
        await add_coordinator(session, centre, str(who.id), who.user.first_name, skills)


async def keeps_hours(stage: Stage, hours: dict[str, list[str]]) -> None:
    """Fès keeps other hours; none for a centre that is closed, as at night."""
    async with database(stage) as session:
        await session.execute(update(Centre).where(Centre.code == "fes").values(hours=hours))


async def hands_on(stage: Stage, later: timedelta = timedelta(0)) -> int:
    """What becomes of the cases of those who are not there.

    Sanad looks by itself now and then: it may have been done before.
    """
    await rests(stage)
    assert stage.sanad
    assert stage.sanad.database
    assert stage.sanad.queue
    now = datetime.now(UTC) + later
    return await Watch(stage.sanad.database, stage.sanad.queue, lambda: now, looks=[hand_on]).look()


async def asks_for_a_place(person: Person, language: str = "ar") -> str:
    """Fill in the housing form by buttons; returns the code."""
    say = ar if language == "ar" else fr
    await person.says("/menu")
    await person.taps(say("Housing"))
    await person.taps(say("🌙 Outside or at the station"))
    await person.taps(say("🧍 Only me"))
    await person.taps(say("⏭️ Skip"))
    await person.sees("R-")
    return code_of(person)


async def topic_of(stage: Stage, code: str) -> Topic:
    """The topic of a case in Fès, with its card."""
    topic = await stage.karim.sees_topic(code)
    await stage.karim.sees(ar("✔️ Close"), topic=topic)
    return topic
