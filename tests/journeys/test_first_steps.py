"""From the first press to the menu, in both languages."""

from __future__ import annotations

import pytest

from tests.stage import Stage, ar, fr

ASKS_REGION = "Where do you live? Choose your region, or write the name of your town."
MENU = "What do you need? Write it as you speak, or choose."


async def test_by_buttons_alone(quiet_stage: Stage) -> None:
    leila = quiet_stage.simulator.user("ليلى")
    await leila.starts()
    await leila.sees(ar("Hello. Choose your language."), fr("Hello. Choose your language."))
    await leila.taps("العربية")
    await leila.sees(ar("Do you agree?"))
    await leila.taps(ar("✅ I agree"))
    await leila.sees(ar(ASKS_REGION))
    await leila.taps("فاس")
    await leila.sees(ar("Which town is nearest to you? Choose, or write its name."))
    await leila.taps("مكناس")
    await leila.sees("مركز فاس")
    await leila.sees(ar(MENU))


async def test_by_writing_the_town_and_by_sharing_the_place(quiet_stage: Stage) -> None:
    omar = await quiet_stage.welcome("Omar", "fr", town="ana f casa")
    assert "Centre de Casablanca" in omar.chat()
    samira = quiet_stage.simulator.user("Samira")
    await samira.starts()
    await samira.taps("Français")
    await samira.taps(fr("✅ I agree"))
    await samira.sees(fr(ASKS_REGION))
    await samira.taps(fr("📍 Share where I am"))
    await samira.sends_location(33.89, -5.55)
    await samira.sees("Meknès", "Centre de Fès")
    await samira.sees(fr(MENU))


async def test_a_refusal_is_respected_and_can_be_taken_back(quiet_stage: Stage) -> None:
    leila = quiet_stage.simulator.user("ليلى")
    await leila.starts()
    await leila.taps("العربية")
    await leila.taps(ar("❌ I do not agree"))
    await leila.sees(ar("That is your right. I keep and pass on nothing."))
    await leila.says("بغيت سكنى")
    await leila.sees(ar("Hello. Choose your language."))
    await leila.taps(ar("✅ I agree"))
    await leila.sees(ar(ASKS_REGION))


@pytest.mark.parametrize("words", ["سلام", "slm", "/menu"])
async def test_whatever_is_said_first_the_step_is_asked(quiet_stage: Stage, words: str) -> None:
    leila = quiet_stage.simulator.user("ليلى")
    await leila.starts()
    await leila.sees(ar("Hello. Choose your language."))
    await leila.says(words)
    await leila.sees(ar("Hello. Choose your language."))


async def test_a_person_is_there_before_the_centre_is_known(quiet_stage: Stage) -> None:
    omar = quiet_stage.simulator.user("Omar")
    await omar.starts()
    await omar.taps("Français")
    await omar.taps(fr("✅ I agree"))
    await omar.taps("Fès-Meknès")
    await omar.sees(fr("Which town is nearest to you? Choose, or write its name."))
    await omar.taps(fr("🙋 Talk to a person"))
    await omar.sees(fr("You can go on writing here: they will read it."))
    topic = await quiet_stage.karim.sees_topic(ar("Talk to a person"))
    await omar.says("je ne sais pas quelle ville")
    await quiet_stage.karim.sees("je ne sais pas quelle ville", topic=topic)
