"""The menu is two taps away from wherever somebody is; but nothing distracts from a danger."""

from __future__ import annotations

import pytest

from bot.simulator.actors import Person
from tests.journeys.test_adding import HAS_ONE, asks_for_housing
from tests.journeys.test_privacy import CLEANED, SHOW_HERE, asks_who_reads
from tests.journeys.watching import MENU, SLEEP, rests
from tests.stage import Stage, ar

SHOW_MENU = "📋 Menu"


async def taps(person: Person, *labels: str) -> None:
    """Tap buttons of the last message that has any, one after the other, and be at the menu."""
    for label in labels:
        assert ar(label) in person.buttons(), person.chat()
        await person.taps(ar(label))
        if label != labels[-1]:
            await person.sees(ar(labels[-1]))
    await person.sees(ar(MENU))


async def test_from_a_second_request(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    code = await asks_for_housing(leila, "ar")
    await leila.taps(ar(SHOW_MENU))
    await leila.taps(ar("Housing"))
    await leila.sees(ar(HAS_ONE, code=code))
    await taps(leila, SHOW_MENU)


async def test_from_a_question_about_privacy(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))
    await asks_who_reads(leila)
    await leila.taps(ar("📥 What you know about me"))
    await leila.sees(ar(SHOW_HERE))
    await taps(leila, "↩️ No", "✖️ Stop")


async def test_from_a_clean_chat(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await asks_who_reads(leila)
    await rests(quiet_stage)
    await leila.taps(ar("🧹 Clean this chat"))
    await leila.sees(ar(CLEANED))
    await taps(leila, SHOW_MENU)


async def test_from_the_button_for_the_number(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("🙋 Talk to a person"))
    await leila.sees("R-")
    await leila.taps(ar("📞 Leave my number"))
    await leila.sees(ar("Press the button below to leave your number."))
    await taps(leila, SHOW_MENU)


@pytest.mark.parametrize("form", [False, True])
async def test_from_a_stop(quiet_stage: Stage, form: bool) -> None:
    leila = await quiet_stage.welcome("ليلى")
    if form:
        await leila.taps(ar("Housing"))
        await leila.sees(ar(SLEEP))
    await leila.says("STOP")
    await leila.sees(ar("▶️ Start again"))
    await taps(leila, "▶️ Start again", *(["✖️ Stop"] if form else []))


async def test_from_the_erasing(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.says(ar("erase my data"))
    await leila.sees(ar("🗑️ Yes, erase everything"))
    await taps(leila, "↩️ No, keep it")


async def test_under_the_word_about_a_danger_only_that_it_is_none(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.says("bghit nmout")
    await leila.sees(ar("I hear you. You are not alone."))
    assert leila.buttons() == [ar("🙂 It is not a danger")]
    await leila.says("/menu")
    await leila.sees(ar(MENU))
