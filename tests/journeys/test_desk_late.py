"""Nobody is forgotten: deadlines, what is late climbs, and who waits for whom."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import update

from bot.cases.deadlines import due
from bot.desk.late import climb_late
from bot.desk.watch import Watch
from bot.simulator.actors import PATIENCE, Person
from bot.simulator.model import Topic
from bot.storage.casebook import case_by_code
from bot.storage.sealed import vault
from bot.storage.tables import Case, Coordinator
from tests.journeys.watching import code_of, rests
from tests.stage import Stage, ar

HOUR = timedelta(hours=1)


def said(source: str) -> str:
    """The beginning of a message of ours, up to its first value."""
    return ar(source, names="\0", whom="\0", moment="\0").split("\u2068\0")[0].strip("\u200f ")


def watch(stage: Stage, now: datetime) -> Watch:
    assert stage.sanad
    assert stage.sanad.database
    assert stage.sanad.queue
    return Watch(stage.sanad.database, stage.sanad.queue, lambda: now, [climb_late])


async def case_of(stage: Stage, person: Person) -> Case:
    assert stage.sanad
    assert stage.sanad.database
    async with stage.sanad.database.transaction() as session:
        case = await case_by_code(session, code_of(person))
        assert case
        return case


async def homeless(stage: Stage) -> tuple[Person, Topic]:
    person = await stage.welcome("ليلى")
    await person.taps(ar("Housing"))
    await person.taps(ar("🌙 Outside or at the station"))
    await person.taps(ar("🧍 Only me"))
    await person.taps(ar("⏭️ Skip"))
    await person.sees("R-")
    topic = await stage.karim.sees_topic(ar("Housing"))
    await stage.karim.sees(said("⏰ Answer by {moment}"), topic=topic)
    await rests(stage)
    return person, topic


async def becomes_deputy(stage: Stage, who: Person) -> None:
    assert stage.sanad
    assert stage.sanad.database
    async with stage.sanad.database.transaction() as session:
        theirs = Coordinator.address_index == vault().index("telegram", str(who.id))
        await session.execute(update(Coordinator).where(theirs).values(role="deputy"))


def rung(stage: Stage, topic: Topic) -> list[int]:
    """Whose telephones rang in a topic, in order."""
    entities = [e for m in stage.karim.messages(topic) for e in m.get("entities", [])]
    return [e["user"]["id"] for e in entities if e["type"] == "text_mention"]


async def rings(stage: Stage, who: Person, topic: Topic) -> None:
    heard = lambda: who.id in rung(stage, topic) or None  # noqa: E731
    assert await stage.simulator.world.changes.until(heard, PATIENCE), stage.karim.chat(topic)


async def test_a_missed_answer_climbs_each_step_once(quiet_stage: Stage) -> None:
    leila, topic = await homeless(quiet_stage)
    await becomes_deputy(quiet_stage, quiet_stage.nadia)
    await quiet_stage.karim.taps(ar("✋ Take"), topic=topic)
    await leila.sees(ar("Write here: they will read it."))
    await rests(quiet_stage)
    missed = due(await case_of(quiet_stage, leila))
    assert missed
    assert await watch(quiet_stage, missed - HOUR / 60).look() == 0
    assert await watch(quiet_stage, missed).look() == 1
    assert await watch(quiet_stage, missed).look() == 0
    await rings(quiet_stage, quiet_stage.karim, topic)
    await quiet_stage.karim.sees(said("🔥 Late since {moment} · told: {whom}"), topic=topic)
    much_later = missed + timedelta(days=30)
    await quiet_stage.stop()
    await quiet_stage.start()
    await leila.says("/menu")
    await leila.sees(ar("What do you need? Write it as you speak, or choose."))
    assert await watch(quiet_stage, much_later).look() == 1
    assert await watch(quiet_stage, much_later).look() == 0
    await rings(quiet_stage, quiet_stage.nadia, topic)
    await rests(quiet_stage)
    assert rung(quiet_stage, topic) == [quiet_stage.karim.id, quiet_stage.nadia.id]


async def test_an_answer_stops_the_clocks_and_the_persons_word_starts_them(
    quiet_stage: Stage,
) -> None:
    leila, topic = await homeless(quiet_stage)
    karim = quiet_stage.karim
    await karim.writes(topic, "السلام عليكم")
    await leila.sees("السلام عليكم")
    await karim.sees(ar("⏸️ Waiting for the person"), topic=topic)
    case = await case_of(quiet_stage, leila)
    assert due(case) is None
    assert case.end_left
    assert await watch(quiet_stage, datetime.now(UTC) + timedelta(days=90)).look() == 0
    await leila.says("وعليكم السلام")
    await karim.sees(said("⏰ Answer by {moment}"), topic=topic)
    case = await case_of(quiet_stage, leila)
    assert case.next_due
    assert case.end_due
    assert case.end_left is None
    await karim.taps(ar("✔️ Close"), topic=topic)
    await karim.taps(ar("✋ No longer wanted"), topic=topic)
    await leila.sees(ar("How was it for you?"))
    assert due(await case_of(quiet_stage, leila)) is None


async def test_nobody_has_it_and_everybody_there_is_called(quiet_stage: Stage) -> None:
    leila, topic = await homeless(quiet_stage)
    missed = due(await case_of(quiet_stage, leila))
    assert missed
    assert await watch(quiet_stage, missed).look() == 1
    await rings(quiet_stage, quiet_stage.karim, topic)
    await rings(quiet_stage, quiet_stage.nadia, topic)


async def test_whoever_erased_themselves_is_not_reminded_of(quiet_stage: Stage) -> None:
    leila, _ = await homeless(quiet_stage)
    missed = due(await case_of(quiet_stage, leila))
    assert missed
    await leila.says(ar("erase my data"))
    await leila.taps(ar("🗑️ Yes, erase everything"))
    await leila.sees(ar("🗑️ Everything is erased. You can start again whenever you want."))
    assert await watch(quiet_stage, missed + timedelta(days=30)).look() == 0


async def test_the_centre_keeps_its_own_calendar(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    await karim.says("/calendar")
    await karim.sees(ar("📅 The coming days that are not like the others:"), "🔴", topic="General")
    day = (datetime.now(UTC) + timedelta(days=1)).date()
    await karim.says(f"/calendar closed {day} جرد")
    await karim.sees("جرد", topic="General")
    await karim.says("/calendar")
    await karim.sees("جرد", "/calendar forget", topic="General")
    await karim.says(f"/calendar forget {day}")
    await karim.sees("🗑️", topic="General")
    await karim.says("/calendar closed demain")
    await karim.sees(ar("⚠️ I did not understand this."), topic="General")
    await karim.says("/calendar open 2020-01-01")
    await karim.sees(ar("⚠️ This day is over."), topic="General")
