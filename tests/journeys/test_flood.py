"""More than anybody answers: all of it is kept, and little of it is answered."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.settings import PACE, Settings
from bot.simulator.server import Simulator
from bot.storage.mail import InboundRow
from tests.journeys.watching import SLEEP, by_the_bot, code_of, rests, settles, talking
from tests.stage import Stage, ar, fr

WAIT = "I got all of it. Please wait a moment 🙏"
FLOOD = 30
WORDS = [f"كلمة-{number}." for number in range(FLOOD)]


@pytest.fixture
async def paced(settings: Settings, simulator: Simulator) -> AsyncIterator[Stage]:
    """A stage whose people wrote some time ago what everybody writes at first."""
    real = settings.model_copy(update={"pace": PACE})
    async with Stage(real, simulator) as stage:
        yield stage


def at_once(stage: Stage) -> None:
    """What is written from now on is written in one moment, however slow the machine is."""
    moment = stage.simulator.world.clock()
    stage.simulator.world.clock = lambda: moment


async def all_heard(stage: Stage, messages: int) -> None:
    """Wait until so many have come in, and everything that came is handled and answered."""
    came = select(func.count()).select_from(InboundRow)
    handled = func.count(InboundRow.handled_at) == func.count()
    await settles(stage, came.having(func.count() >= messages, handled))
    await rests(stage)


async def pauses(stage: Stage) -> None:
    """A minute passes, for the person's telephone and for the database."""
    later = stage.simulator.world.clock() + 60
    stage.simulator.world.clock = lambda: later
    assert stage.sanad
    assert stage.sanad.database
    async with stage.sanad.database.transaction() as session:
        past = InboundRow.received_at - timedelta(minutes=1)
        await session.execute(update(InboundRow).values(received_at=past))


async def came_in(stage: Stage) -> int:
    (((count,),)) = await settles(stage, select(func.count()).select_from(InboundRow))
    return int(count)


async def test_words_are_kept_and_the_answers_come_at_a_human_pace(paced: Stage) -> None:
    karim, leila = paced.karim, await paced.welcome("ليلى")
    await pauses(paced)
    before, told = await came_in(paced), len(by_the_bot(leila))
    for one in ["/menu"] * FLOOD:
        await leila.says(one)
    await all_heard(paced, before + FLOOD)
    answers = by_the_bot(leila)[told:]
    assert len(answers) == PACE + 1
    assert answers[-1] == ar(WAIT)
    await leila.taps(ar("Housing"))  # a button is answered at any pace
    await leila.sees(ar(SLEEP))
    for one in WORDS:
        await leila.says(one)
    await all_heard(paced, before + 1 + 2 * FLOOD)
    assert ar(SLEEP) in by_the_bot(leila)[-1]
    await pauses(paced)
    await leila.says("فالمحطة")
    await leila.sees(ar("Who needs the place?"))
    await leila.taps(ar("🙋 Talk to a person"))
    await leila.sees("R-")
    await karim.sees(*WORDS, "فالمحطة", topic=await karim.sees_topic(code_of(leila)))


async def test_a_danger_is_heard_at_any_pace(paced: Stage) -> None:
    leila = await paced.welcome("Leila", "fr")
    at_once(paced)
    for _ in range(FLOOD):
        await leila.says("/menu")
    await leila.says("je dors dehors")
    await leila.says("bghit nmout")
    await leila.sees(fr("I hear you. You are not alone."))
    topic = await paced.karim.sees_topic("🆘")
    await paced.karim.sees("bghit nmout", "je dors dehors", topic=topic)


async def test_whoever_talks_reads_all_of_it(paced: Stage) -> None:
    leila, topic = await talking(paced, "ليلى")
    at_once(paced)
    before, told = await came_in(paced), len(by_the_bot(leila))
    for one in WORDS:
        await leila.says(one)
    for one in WORDS:
        await paced.karim.sees(one, topic=topic)
    await all_heard(paced, before + FLOOD)
    assert len(by_the_bot(leila)) == told


async def test_files_are_kept_too(paced: Stage) -> None:
    leila = await paced.welcome("ليلى")
    at_once(paced)
    for _ in range(FLOOD):
        await leila.says("/menu")
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))
    await leila.sends_voice()
    await leila.sends_photo("هنا كنبات")
    await leila.taps(ar("🙋 Talk to a person"))
    await leila.sees("R-")
    topic = await paced.karim.sees_topic(ar("Housing"))
    await paced.karim.sees("هنا كنبات", topic=topic)
    await paced.arrives(paced.karim, "voice", topic)
    await paced.arrives(paced.karim, "photo", topic)


async def test_before_the_first_steps_nothing_is_kept(paced: Stage) -> None:
    sara = paced.simulator.user("سارة")
    at_once(paced)
    await sara.starts()
    for _ in range(FLOOD):
        await sara.says("هههه")
    await sara.sees(ar("Please wait a moment 🙏"))
    await all_heard(paced, FLOOD + 1)
    assert len(by_the_bot(sara)) == PACE + 1
    await sara.taps(ar("English: this language"))
    await sara.sees(ar("✅ I agree"))


async def test_what_telegram_holds_back_is_passed_on_together(quiet_stage: Stage) -> None:
    stage, world = quiet_stage, quiet_stage.simulator.world
    leila, topic = await talking(stage, "ليلى")
    await rests(stage)
    before = len(by_the_bot(stage.karim, topic))
    world.faults.fail("sendMessage", 429, "Too Many Requests", retry_after=2, chat_id=stage.fes.id)
    at = world.calls[-1].at
    await leila.says(WORDS[0])
    await world.changes.until(lambda: _refused(stage, at), 10)
    for one in WORDS[1:]:
        await leila.says(one)
    await stage.karim.sees(WORDS[-1], topic=topic)
    passed_on = by_the_bot(stage.karim, topic)[before:]
    assert "\n".join(passed_on) == "\n".join(f"👤 {one}" for one in WORDS)
    assert len(passed_on) < FLOOD / 2


def _refused(stage: Stage, since: float) -> bool | None:
    late = [c for c in stage.simulator.world.called("sendMessage") if c.at >= since]
    return any(c.outcome == "Too Many Requests" for c in late) or None
