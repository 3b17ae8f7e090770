"""More about a request that is open already."""

from __future__ import annotations

import pytest

from bot.i18n.catalogs import render
from bot.i18n.text import Language, Text
from bot.simulator.actors import Person
from tests.stage import Stage, ar, fr

HAS_ONE = "You already have a request about this: {code}."


async def asks_for_housing(person: Person, language: Language) -> str:
    """Fill in the form; returns the code."""

    def say(source: str) -> str:
        return render(Text(id=source), language)

    await person.taps(say("🌙 Outside or at the station"))
    await person.taps(say("🧍 Only me"))
    await person.taps(say("⏭️ Skip"))
    confirmed = await person.sees("R-", say("📞 Leave my number"))
    return "R-" + confirmed.text.split("R-")[1][:4]


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_the_same_need_again_may_be_added(quiet_stage: Stage, language: Language) -> None:
    karim, say = quiet_stage.karim, ar if language == "ar" else fr
    leila = await quiet_stage.welcome("ليلى", language)
    await leila.taps(say("Housing"))
    code = await asks_for_housing(leila, language)
    await leila.taps(say("📋 Menu"))
    await leila.taps(say("Housing"))
    await leila.sees(say(HAS_ONE, code=code))
    await leila.taps(say("➕ Add to {code}", code=code))
    await leila.sees(say("It will be added to {code}.", code=code))
    await leila.says("جاو الصحاب يخرجوني")
    await karim.sees("جاو الصحاب يخرجوني", topic=await karim.sees_topic(code))


async def test_or_it_is_another_request(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    first = await asks_for_housing(leila, "ar")
    await leila.taps(ar("📋 Menu"))
    await leila.taps(ar("Housing"))
    await leila.sees(ar(HAS_ONE, code=first))
    await leila.taps(ar("🆕 New request"))
    second = await asks_for_housing(leila, "ar")
    assert first != second
    await leila.taps(ar("📂 My requests"))
    await leila.sees(ar("➕ Add to {code}", code=first), ar("➕ Add to {code}", code=second))


async def test_who_writes_on_goes_on_with_the_form(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    code = await asks_for_housing(leila, "ar")
    await leila.taps(ar("📋 Menu"))
    await leila.taps(ar("Housing"))
    await leila.sees(ar(HAS_ONE, code=code))
    await leila.says("هادي واحدة خرى لخويا")
    await leila.sees(ar("Who needs the place?"))
    await leila.taps(ar("🧍 Only me"))
    await leila.taps(ar("⏭️ Skip"))
    await leila.sees("R-")
    await karim.sees("هادي واحدة خرى لخويا", topic=await karim.sees_topic(ar("Housing")))


async def test_a_closed_request_takes_nothing_more(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    code = await asks_for_housing(leila, "ar")
    topic = await karim.sees_topic(code)
    await leila.taps(ar("📋 Menu"))
    await leila.taps(ar("Housing"))
    await leila.sees(ar(HAS_ONE, code=code))
    await karim.taps(ar("✔️ Close"), topic=topic)
    await karim.taps(ar("🏠 Housing found"), topic=topic)
    await leila.sees(ar("If you need anything else, write here."))
    await leila.taps(ar("➕ Add to {code}", code=code))
    await leila.is_told(ar("This question is over."))
    await leila.sees(ar("Where do you sleep these days?"))
