"""Every need of the menu, by buttons alone, without anybody who understands words."""

from __future__ import annotations

import pytest

from bot.cases.needs import MENU, Need
from bot.dialogue.forms import read_forms
from bot.i18n.catalogs import render
from bot.i18n.text import Language, Text
from bot.simulator.actors import Person
from tests.stage import Stage, ar


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_every_need_by_buttons_alone(quiet_stage: Stage, language: Language) -> None:
    karim, person = quiet_stage.karim, await quiet_stage.welcome("ليلى", language)
    for need in MENU:
        await person.taps(render(need.title, language))
        chosen = await _answers_all(person, need, language)
        await person.sees("R-")
        topic = await karim.sees_topic(render(need.label, "ar"))
        await karim.sees(*(_plain(words) for words in chosen), topic=topic)
        await person.says("/menu")


def _plain(words: Text) -> str:
    """Words inside a line, without the mark that sets the direction of a line."""
    return render(words, "ar").lstrip("\u200e\u200f")


async def _answers_all(person: Person, need: Need, language: Language) -> list[Text]:
    """Press the first answer to each question; return those that say something."""
    said: list[Text] = []
    for question in read_forms().questions[need.form or ""]:
        await person.sees(render(question.text, language))
        key, words = next(iter(question.options.items()))
        await person.taps(render(words, language))
        if key != "skip":
            said.append(words)
    return said


async def test_a_place_is_an_answer_and_reaches_the_coordinator(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    for label in ("Housing", "🌙 Outside or at the station", "🧍 Only me"):
        await leila.taps(ar(label))
    await leila.sees(ar("⏭️ Skip"))
    await leila.sends_location(34.03, -4.99)
    await leila.sees("R-")
    topic = await karim.sees_topic(ar("Housing"))
    await quiet_stage.arrives(karim, "location", topic)


async def test_what_is_written_under_the_menu_answers_no_older_question(
    quiet_stage: Stage,
) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.sees(ar("Where do you sleep these days?"))
    await leila.says("/menu")
    await leila.sees(ar("What do you need? Write it as you speak, or choose."))
    await leila.says("ضاعت ليا لاكارط")
    await leila.sees("R-")  # nobody understands words here: a person reads them
    assert ar("Who needs the place?") not in leila.chat()
