"""The odd things people send: each gets one decent answer, and spoofs nothing."""

from __future__ import annotations

import pytest

from bot.i18n.text import Language
from bot.simulator.actors import Person
from tests.journeys.watching import MENU, SLEEP, by_the_bot, rests, talking
from tests.stage import Stage, ar, fr

SAY = {"ar": ar, "fr": fr}
IN_BOTH = pytest.mark.parametrize("language", ["ar", "fr"])
LONG = "كنبات فالمحطة " * 292 + "تسالات!!"
CANNOT_SHOW = "👤 They sent something that cannot be shown here."
ODD_WORDS = {
    "long": (LONG, LONG),
    "emoji": ("😀😀😀", "😀😀😀"),
    "a family": ("👩‍👩‍👦", "👩‍👩‍👦"),
    "html": ("<b>gras</b> &amp; <a href='x'>", "<b>gras</b> &amp; <a href='x'>"),
    "markdown": ("*a_b* [x](http://x) `", "*a_b* [x](http://x) `"),
    "turned around": ("\u202eسند\u202c \u2066بلا\u2069 نهاية\u2069\u2069", "سند بلا نهاية"),
    "hidden": ("ف\u200bي\u2060ن", "فين"),
}


async def answers(stage: Stage, person: Person, text: str, sees: str) -> list[str]:
    """What is said to a text, once it was answered as expected."""
    await rests(stage)
    before = len(by_the_bot(person))
    await person.says(text)
    await person.sees(sees)
    await rests(stage)
    return by_the_bot(person)[before:]


def test_the_long_one_is_as_long_as_telegram_lets_it_be() -> None:
    assert len(LONG) == 4096


@IN_BOTH
@pytest.mark.parametrize(("text", "shown"), ODD_WORDS.values(), ids=ODD_WORDS)
async def test_odd_words_reach_a_person_as_they_are_seen(
    quiet_stage: Stage, language: Language, text: str, shown: str
) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى", language)
    assert len(await answers(quiet_stage, leila, text, "R-")) == 1
    topic = await karim.sees_topic("R-")
    assert shown in karim.chat(topic)
    assert not any(sign in karim.chat(topic) for sign in "\u202e\u2066\u200b\u2060")
    assert len(await answers(quiet_stage, leila, "/menu", SAY[language](MENU))) == 1


@pytest.mark.parametrize(("text", "shown"), ODD_WORDS.values(), ids=ODD_WORDS)
async def test_and_whoever_talks_with_them(quiet_stage: Stage, text: str, shown: str) -> None:
    leila, topic = await talking(quiet_stage, "ليلى")
    await leila.says(text)
    await quiet_stage.karim.sees(shown, topic=topic)
    assert not any(sign in quiet_stage.karim.chat(topic) for sign in "\u202e\u2066\u200b\u2060")


async def test_and_the_card_when_they_answer_a_question(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))
    assert len(await answers(quiet_stage, leila, LONG, ar("Who needs the place?"))) == 1
    await leila.says("\u202eلراسي\u2069")
    await leila.sees(ar("⏭️ Skip"))
    await leila.says("😀")
    await leila.sees("R-")
    topic = await karim.sees_topic(ar("Housing"))
    await karim.sees("؟ لراسي\n", "😀", topic=topic)
    await karim.sees(LONG, topic=topic)


@IN_BOTH
@pytest.mark.parametrize(
    "text", ["\u200b\u200d", "\u202e\u202c", "\u2800", "/nothing", "/nothing@other_bot", "/Help"]
)
async def test_nothing_to_read_is_answered_by_what_is_open(
    quiet_stage: Stage, language: Language, text: str
) -> None:
    say, leila = SAY[language], await quiet_stage.welcome("ليلى", language)
    assert len(await answers(quiet_stage, leila, text, say(MENU))) == 1
    if text != "/Help":
        await leila.taps(say("Housing"))
        await leila.sees(say(SLEEP))
        assert len(await answers(quiet_stage, leila, text, say(SLEEP))) == 1
    assert quiet_stage.karim.room.topics == {}


@pytest.mark.parametrize(
    ("text", "shown"), [("\u200b\u200d", ar(CANNOT_SHOW)), ("/nothing", "/nothing")]
)
async def test_whoever_talks_with_them_sees_even_that(
    quiet_stage: Stage, text: str, shown: str
) -> None:
    leila, topic = await talking(quiet_stage, "ليلى")
    await leila.says(text)
    await quiet_stage.karim.sees(shown, topic=topic)


async def test_a_command_of_other_bots_stops_the_messages(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    for _ in range(2):  # said again it is answered again
        stopped = await answers(quiet_stage, leila, "/stop", ar("▶️ Start again"))
        assert len(stopped) == 1
