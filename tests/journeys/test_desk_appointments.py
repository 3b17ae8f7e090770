"""Appointments: proposed by a few taps, answered by one, remembered, and what came of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy import select, update

from bot.cases.appointments import State, Step, days, due_step, open_on, slots
from bot.cases.calendar import Calendar
from bot.desk.reminders import remind
from bot.desk.watch import Watch
from bot.i18n.catalogs import MOROCCO, render
from bot.i18n.text import Language, Moment, Text
from bot.simulator.actors import Person
from bot.simulator.model import Topic
from bot.storage.tables import Appointment, Centre
from tests.journeys.watching import heard, rests, stored
from tests.stage import WEEK, Stage, ar

TITLE = "📅 An appointment for you:"
TODAY, TOMORROW = "⏰ Today you are expected:", "⏰ Tomorrow you are expected:"
HOURS = open_on(Calendar(WEEK))


def shown(at: datetime, how: str = "stamp", language: Language = "ar") -> str:
    return render(Text(id="{m}", args={"m": Moment(at=at, show=how)}), language).strip("\u200f")


async def proposed(
    stage: Stage, person: Person, topic: Topic, hour: str = "10:00", day: int = 4
) -> datetime:
    """Karim proposes a time on one of the next days."""
    karim, now = stage.karim, datetime.now(UTC)
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("📅 Appointment"), topic=topic)
    at = await picked(stage, topic, hour, days(HOURS, now)[day])
    await person.sees(ar(TITLE), shown(at), "مركز فاس", ar("✅ I come"))
    return at


async def picked(stage: Stage, topic: Topic, hour: str, day: date) -> datetime:
    at = datetime.combine(day, time.fromisoformat(hour), MOROCCO)
    await stage.karim.taps(shown(at, "day"), topic=topic)
    await stage.karim.taps(hour, topic=topic)
    await stage.karim.taps(f"📤 {shown(at)}", topic=topic)
    await stage.karim.sees(ar("📅 Proposed to them: {moment}").split("{")[0], topic=topic)
    return at


async def looks_at(stage: Stage, now: datetime) -> int:
    """What the watch does at a time, once nothing is on its way: a look passes by what is held."""
    await rests(stage)
    sanad = stage.sanad
    assert sanad
    assert sanad.database
    assert sanad.queue
    clock = lambda: now.astimezone(UTC)  # noqa: E731
    return await Watch(sanad.database, sanad.queue, clock, looks=[remind]).look()


async def test_proposed_accepted_remembered_and_come(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    at = await proposed(quiet_stage, leila, topic)
    assert f"📅 {shown(at)}: ⏳" in karim.chat(topic)
    await leila.taps(ar("✅ I come"))
    await leila.sees(ar("✅ Good. You will be reminded before."))
    await karim.sees(f"✅ {shown(at)}", topic=topic)
    before, day = at - timedelta(days=1), timedelta(minutes=1)
    assert await looks_at(quiet_stage, before.replace(hour=16)) == 0
    assert await looks_at(quiet_stage, before.replace(hour=17) + day) == 1
    await leila.sees(ar(TOMORROW), shown(at), "مركز فاس")
    assert ar("✅ I come") not in leila.buttons()
    assert await looks_at(quiet_stage, before.replace(hour=17) + 2 * day) == 0
    assert await looks_at(quiet_stage, at.replace(hour=7)) == 0
    assert await looks_at(quiet_stage, at.replace(hour=8)) == 1
    await leila.sees(ar(TODAY), shown(at))
    assert await looks_at(quiet_stage, at + timedelta(minutes=29)) == 0
    assert await looks_at(quiet_stage, at + timedelta(minutes=31)) == 1
    await karim.sees(ar("✔️ They came"), ar("⚠️ They did not come"), topic=topic)
    assert await looks_at(quiet_stage, at + timedelta(minutes=32)) == 0
    await karim.taps(ar("✔️ They came"), topic=topic)
    await karim.sees(f"📅 {shown(at)}", "✔️", topic=topic)
    assert await stored(quiet_stage, select(Appointment.state)) == [("came",)]


async def test_who_did_not_come_is_noted_and_can_be_given_another(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    at = await proposed(quiet_stage, leila, topic)
    assert await looks_at(quiet_stage, at + timedelta(hours=1)) == 1
    await karim.taps(ar("⚠️ They did not come"), topic=topic)
    await karim.sees("⚠️", "Karim", topic=topic)
    assert await stored(quiet_stage, select(Appointment.state)) == [("missed",)]


async def test_another_time_is_talked_about_and_proposed_from_the_message(
    quiet_stage: Stage,
) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await proposed(quiet_stage, leila, topic)
    await leila.taps(ar("🔁 Another time"))
    await leila.sees(ar("🕐 Write here which day and time suit you: they will read it."))
    await karim.sees("🔁", ar("📅 Another appointment"), topic=topic)
    await leila.says("العشية")
    await karim.sees("العشية", topic=topic)
    await karim.taps(ar("📅 Another appointment"), topic=topic)
    at = await picked(quiet_stage, topic, "15:30", days(HOURS, datetime.now(UTC))[5])
    await leila.sees(ar(TITLE), shown(at))


async def test_who_cannot_come_is_not_waited_for_nor_reminded(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    at = await proposed(quiet_stage, leila, topic)
    await leila.taps(ar("✅ I come"))
    await leila.taps(ar("❌ I cannot"))
    await leila.sees(ar("👌 They know it. Nobody waits for you then."))
    await karim.sees(f"❌ {shown(at)}", topic=topic)
    assert await looks_at(quiet_stage, at + timedelta(hours=1)) == 0
    await leila.taps(ar("🔁 Another time"))
    await leila.sees(ar("🕐 Write here which day and time suit you: they will read it."))


async def test_the_centre_changes_and_cancels_it(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await proposed(quiet_stage, leila, topic)
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("📅 Appointment"), topic=topic)
    await karim.taps(ar("🔁 Change it"), topic=topic)
    later = await picked(quiet_stage, topic, "11:30", days(HOURS, datetime.now(UTC))[6])
    await leila.sees(ar("🔁 The appointment changes:"), shown(later))
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("📅 Appointment"), topic=topic)
    await karim.taps(ar("✖️ Cancel it"), topic=topic)
    gone = ar("✖️ The appointment of {moment} is cancelled.", moment="\0")
    await leila.sees(gone.replace("\u2068\0\u2069", shown(later)))
    states = select(Appointment.state).order_by(Appointment.id)
    assert await stored(quiet_stage, states) == [("changed",), ("cancelled",)]
    await leila.taps(ar("✅ I come"))
    await leila.is_told(ar("This question is over."))


async def test_closing_cancels_what_was_to_come(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await proposed(quiet_stage, leila, topic)
    await karim.taps(ar("✔️ Close"), topic=topic)
    await karim.taps(ar("✅ Question answered"), topic=topic)
    await leila.sees(ar("✖️ The appointment of {moment} is cancelled.").split("{")[0])
    assert await stored(quiet_stage, select(Appointment.state)) == [("cancelled",)]


async def test_the_address_is_said_and_my_requests_show_it(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, topic = await heard(stage, "ليلى")
    sanad = stage.sanad
    assert sanad
    assert sanad.database
    async with sanad.database.transaction() as session:
        await session.execute(update(Centre).values(contact={"address_ar": "زنقة 5"}))
    at = await proposed(stage, leila, topic)
    assert "زنقة 5" in leila.chat()
    await leila.taps(ar("📂 My requests"))
    await leila.sees(f"🗓️ {shown(at)}", ar("📋 Menu"))


async def test_an_erased_person_leaves_no_appointment(quiet_stage: Stage) -> None:
    leila, topic = await heard(quiet_stage, "ليلى")
    await proposed(quiet_stage, leila, topic)
    await leila.says(ar("erase my data"))
    await leila.taps(ar("🗑️ Yes, erase everything"))
    await leila.sees(ar("🗑️ Everything is erased. You can start again whenever you want."))
    await rests(quiet_stage)
    assert await stored(quiet_stage, select(Appointment.id)) == []


# -- days, times and steps ------------------------------------------------------------------

FRIDAY = datetime(2026, 12, 4, 15, 45, tzinfo=MOROCCO)


def test_days_are_those_with_a_time_left() -> None:
    offered = days(HOURS, FRIDAY)
    assert len(offered) == 10
    assert offered[0] == date(2026, 12, 7)
    assert days(HOURS, FRIDAY.replace(hour=8))[0] == FRIDAY.date()
    assert days(open_on(Calendar({})), FRIDAY) == []


def test_times_are_within_the_hours_and_not_over() -> None:
    times = slots(HOURS, FRIDAY.date(), FRIDAY.replace(hour=13))
    assert [f"{at:%H:%M}" for at in times] == ["15:00", "15:30", "16:00"]
    assert slots(HOURS, date(2026, 12, 5), FRIDAY) == []


@pytest.mark.parametrize(
    ("state", "told", "now", "step"),
    [
        ("accepted", 0, (6, 16, 59), None),
        ("accepted", 0, (6, 17, 0), Step.day_before),
        ("proposed", 0, (6, 20, 59), Step.day_before),
        ("accepted", 0, (6, 21, 0), None),
        ("accepted", 1, (6, 18, 0), None),
        ("accepted", 0, (7, 7, 30), Step.morning),
        ("proposed", 0, (7, 8, 0), None),
        ("accepted", 2, (7, 8, 0), None),
        ("accepted", 0, (7, 10, 0), None),
        ("accepted", 0, (7, 10, 30), Step.afterwards),
        ("proposed", 1, (9, 10, 30), Step.afterwards),
        ("accepted", 3, (7, 11, 0), None),
        ("declined", 0, (6, 17, 0), None),
    ],
)
def test_steps_come_once_and_never_at_night(
    state: str, told: int, now: tuple[int, int, int], step: Step | None
) -> None:
    day, hour, minute = now
    at = datetime(2026, 12, 7, 10, 0, tzinfo=MOROCCO)
    when = datetime(2026, 12, day, hour, minute, tzinfo=MOROCCO)
    assert due_step(at, FRIDAY, state, told, when) == step


def test_who_has_just_heard_of_it_is_not_reminded() -> None:
    at = datetime(2026, 12, 7, 10, 0, tzinfo=MOROCCO)
    evening, morning = at.replace(day=6, hour=18), at.replace(hour=8)
    assert due_step(at, evening, State.accepted, 0, evening + timedelta(hours=1)) is None
    assert due_step(at, morning, State.accepted, 0, morning + timedelta(minutes=5)) is None
    assert due_step(at, evening, State.accepted, 0, morning) == Step.morning
