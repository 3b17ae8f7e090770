"""Somebody may be in danger: who is called, until when, and what a false alarm costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from bot.desk.alerts import call_out
from bot.desk.watch import Watch
from bot.simulator.actors import Person
from bot.storage.tables import Centre
from tests.journeys.watching import rests
from tests.stage import Stage, ar, fr

WORDS = "bghit nmout"
ASKED = "🆘 {code}: somebody may be in danger. Who takes it now?"
ASKED_AGAIN = "🆘 {code}: nobody has taken it for {minutes} min. Who takes it now?"


async def code_of_alarm(stage: Stage, person: Person) -> str:
    await person.says(WORDS)
    await person.sees(ar("I hear you. You are not alone."))
    return (await stage.karim.sees_topic("🆘")).name.split()[1]


async def test_the_whole_group_is_called_and_one_tap_answers(quiet_stage: Stage) -> None:
    nadia, leila = quiet_stage.nadia, await quiet_stage.welcome("ليلى")
    code = await code_of_alarm(quiet_stage, leila)
    await nadia.sees(ar(ASKED, code=code), topic="General")
    await nadia.taps(ar("✋ Take"), topic="General")
    await nadia.sees(ar("✋ {code}: {name} has it", code=code, name="Nadia"), topic="General")
    await leila.sees(ar("Write here: they will read it."))


async def test_an_alert_that_nobody_takes_is_called_out_again(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    code = await code_of_alarm(quiet_stage, leila)
    await karim.sees(ar(ASKED, code=code), topic="General")
    await rests(quiet_stage)  # a case that is at work elsewhere is looked at later
    assert await looks_after(quiet_stage, minutes=4) == 0
    assert await looks_after(quiet_stage, minutes=6) == 1
    await karim.sees(ar(ASKED_AGAIN, code=code, minutes=6), topic="General")
    assert await looks_after(quiet_stage, minutes=7) == 0
    assert await looks_after(quiet_stage, minutes=12) == 1
    await karim.sees(ar(ASKED_AGAIN, code=code, minutes=12), topic="General")
    await karim.taps(ar("✋ Take"), topic="General")
    await karim.is_told(ar("It is yours."))
    assert await looks_after(quiet_stage, minutes=60) == 0


async def looks_after(stage: Stage, minutes: int) -> int:
    """What the watch over alerts does when so many minutes have passed."""
    await rests(stage)
    sanad = stage.sanad
    assert sanad
    assert sanad.database
    assert sanad.queue
    now = datetime.now(UTC) + timedelta(minutes=minutes, seconds=5)
    return await Watch(sanad.database, sanad.queue, lambda: now, looks=[call_out]).look()


@pytest.mark.parametrize("said", [WORDS, "غادي نقتل راسي"])
async def test_a_false_alarm_in_a_form_costs_one_tap(quiet_stage: Stage, said: str) -> None:
    karim, omar = quiet_stage.karim, await quiet_stage.welcome("Omar", "fr")
    await omar.taps(fr("Housing"))
    await omar.taps(fr("🌙 Outside or at the station"))
    await omar.says(said)
    topic = await karim.sees_topic("🆘")
    await karim.sees(said, ar("🌙 Outside or at the station"), topic=topic)
    await omar.taps(fr("🙂 It is not a danger"))
    await omar.sees(fr("Good. A person will still read it, without hurry."))
    await karim.sees(
        ar("🙂 They say that it is not a danger. Please look at it all the same."), topic=topic
    )
    await omar.sees(fr("Who needs the place?"))
    await omar.taps(fr("🧍 Only me"))
    await omar.says("près du marché")
    await omar.sees("R-")
    await karim.sees("près du marché", topic=await karim.sees_topic(ar("Housing")))


async def test_an_old_button_calms_nothing(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await code_of_alarm(quiet_stage, leila)
    topic = await karim.sees_topic("🆘")
    await karim.taps(ar("✔️ Close"), topic=topic)
    await karim.taps(ar("✅ Question answered"), topic=topic)
    await leila.sees(ar("If you need anything else, write here."))
    await leila.taps(ar("🙂 It is not a danger"))
    await leila.is_told(ar("This question is over."))


async def test_the_centre_chooses_the_words(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    sanad = quiet_stage.sanad
    assert sanad
    assert sanad.database
    async with sanad.database.transaction() as session:
        await session.execute(update(Centre).values(contact={"danger_ar": "نحن معكم. كلموا 0500"}))
    await leila.says(WORDS)
    await leila.sees("نحن معكم. كلموا 0500")
    assert ar("I hear you. You are not alone.") not in leila.chat()
