"""A story that is broken off, and taken up again days later."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.i18n.text import Language
from bot.simulator.actors import Person
from bot.storage.mail import InboundRow
from tests.journeys.watching import SLEEP, by_the_bot, rests
from tests.stage import Stage, ar, fr

WHO = "Who needs the place?"


async def broken_off(stage: Stage, language: Language) -> Person:
    """Somebody who answered one question about housing, and came back after three days."""
    say = ar if language == "ar" else fr
    leila = await stage.welcome("ليلى", language)
    await leila.taps(say("Housing"))
    await leila.sees(say(SLEEP))
    await leila.taps(say("🌙 Outside or at the station"))
    await leila.sees(say(WHO))
    await rests(stage)
    await days_pass(stage, 3)
    return leila


async def days_pass(stage: Stage, days: int) -> None:
    """Everything that came is so many days old, and Sanad was started anew since."""
    assert stage.sanad
    assert stage.sanad.database
    async with stage.sanad.database.transaction() as session:
        earlier = InboundRow.received_at - timedelta(days=days)
        await session.execute(update(InboundRow).values(received_at=earlier))
    shift = days * 86400 + stage.simulator.world.clock()
    stage.simulator.world.clock = lambda: shift
    await stage.stop()
    await stage.start()


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_an_old_button_still_answers(quiet_stage: Stage, language: Language) -> None:
    say = ar if language == "ar" else fr
    leila = await broken_off(quiet_stage, language)
    await leila.taps(say("🧍 Only me"))
    await leila.taps(say("⏭️ Skip"))
    await leila.sees("R-")
    topic = await quiet_stage.karim.sees_topic(ar("Housing"))
    await quiet_stage.karim.sees(ar("🌙 Outside or at the station"), topic=topic)


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_words_go_on_where_they_were(quiet_stage: Stage, language: Language) -> None:
    say = ar if language == "ar" else fr
    leila = await broken_off(quiet_stage, language)
    await leila.says("أنا وأختي")
    back = say("👋 Welcome back. Your request is not finished yet: {need}")
    await leila.sees(back.partition("{")[0].strip(" \u2068"), say("Housing"))
    await leila.taps(say("⏭️ Skip"))
    await leila.sees("R-")
    topic = await quiet_stage.karim.sees_topic(ar("Housing"))
    await quiet_stage.karim.sees("أنا وأختي", topic=topic)


async def test_the_menu_leaves_it_without_a_word(quiet_stage: Stage) -> None:
    leila = await broken_off(quiet_stage, "ar")
    before = len(by_the_bot(leila))
    await leila.says("/menu")
    await leila.sees(ar("What do you need? Write it as you speak, or choose."))
    await rests(quiet_stage)
    assert len(by_the_bot(leila)) == before + 1


async def test_a_danger_is_answered_before_anything_else(quiet_stage: Stage) -> None:
    leila = await broken_off(quiet_stage, "ar")
    before = len(by_the_bot(leila))
    await leila.says("بغيت نقتل راسي")
    await leila.sees(ar("I hear you. You are not alone."))
    assert ar("I hear you. You are not alone.") in by_the_bot(leila)[before]
