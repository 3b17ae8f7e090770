"""All that is no need, by buttons alone and without anybody who understands words."""

from __future__ import annotations

import pytest

from bot.i18n.text import Language
from tests.journeys.watching import MENU
from tests.stage import Stage, ar, fr

SEES = {
    "❔ How it works": "What do you need? Write it as you speak, or choose.",
    "🔒 Who reads this": "📥 What you know about me",
    "📍 My centre": "🙋 Talk to a person",
    "📍 Change centre": "Where do you live? Choose your region, or write the name of your town.",
    "🌐 Language": "English: this language",
    "🗑️ Erase my data": "↩️ No, keep it",
    "📞 Leave my number": "Press the button below to leave your number.",
    "A complaint": "👤 How I was treated",
}


@pytest.mark.parametrize("language", ["ar", "fr"])
@pytest.mark.parametrize("button", SEES)
async def test_everything_else_is_two_taps_away(
    quiet_stage: Stage, language: Language, button: str
) -> None:
    say = ar if language == "ar" else fr
    leila = await quiet_stage.welcome("ليلى", language)
    await leila.taps(say("⚙️ More"))
    await leila.sees(say("What else can I do for you?"))
    await leila.taps(say(button))
    await leila.sees(say(SEES[button]))


async def test_the_menu_is_one_tap_back(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("⚙️ More"))
    await leila.taps(ar("📋 Menu"))
    await leila.sees(ar(MENU))
