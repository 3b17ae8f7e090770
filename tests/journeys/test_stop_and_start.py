"""No more messages at a word, and messages again at whatever they do next."""

from __future__ import annotations

import pytest

from bot.channels.base import Inbound, Media
from bot.dialogue.stopping import asks_to_start, asks_to_stop
from bot.simulator.actors import Person
from nlu.text.danger import is_danger
from tests.journeys.watching import MENU, SLEEP, by_the_bot, heard, rests
from tests.stage import Stage, ar, fr

STOPPED = "⏸️ Stopped. You will get no more messages."
WELCOME = "▶️ Welcome back."
NOT_PASSED = "⏸️ They asked for no messages: this was not passed on."
NOTHING_ARRIVES = "⏸️ They asked for no messages: nothing reaches them now."
BACK = "👋 They are back: messages reach them again."


def said(text: str, media: Media | None = None) -> Inbound:
    return Inbound(channel="telegram", external_id="1", chat="1", text=text, media=media)


@pytest.mark.parametrize("word", ["STOP", "stop.", "Arret", "ARRÊT", "توقف", "توقّف", "قف", "حبس"])
def test_words_that_stop(word: str) -> None:
    assert asks_to_stop(said(word), questioned=False)
    assert not asks_to_stop(said(f"{word} 3afak"), questioned=False)
    assert not asks_to_stop(said(word, Media(kind="photo", file_id="x")), questioned=False)
    assert not is_danger(word)  # else the alarm would have to be looked for first


@pytest.mark.parametrize("word", ["START", "start", "بداية", "Démarrer"])
def test_words_that_start(word: str) -> None:
    assert asks_to_start(said(word))
    assert not asks_to_start(said(f"{word} 3afak"))


async def stops(person: Person, word: str = "STOP", stopped: str = "") -> None:
    await person.says(word)
    await person.sees(stopped or ar(STOPPED), "▶️")


async def test_nothing_comes_until_they_do_something(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await stops(leila, "قف")
    await karim.sees(ar(NOTHING_ARRIVES), topic=topic)
    await karim.writes(topic, "فين نتي")
    await karim.sees(ar(NOT_PASSED), topic=topic)
    await karim.taps(ar("✔️ Close"), topic=topic)
    await karim.taps(ar("✅ Question answered"), topic=topic)
    await karim.is_told(ar("Closed."))
    await rests(quiet_stage)
    assert ar(STOPPED) in by_the_bot(leila)[-1]
    await leila.taps(ar("▶️ Start again"))
    await leila.sees(ar(WELCOME))
    await leila.sees(ar(MENU))
    assert "فين نتي" not in leila.chat()


async def test_any_message_starts_again_and_is_heard(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await stops(leila, "حبس")
    await leila.says("رجعت")
    await leila.sees(ar(WELCOME))
    await karim.sees(ar(BACK), topic=topic)
    await karim.sees("رجعت", topic=topic)
    await karim.writes(topic, "مرحبا بك")
    await leila.sees("مرحبا بك")
    assert by_the_bot(leila).count(ar(WELCOME)) == 1


@pytest.mark.parametrize("word", ["START", "بداية", "/start"])
async def test_a_word_starts_again(quiet_stage: Stage, word: str) -> None:
    omar = await quiet_stage.welcome("Omar", "fr")
    await stops(omar, "arrêt", fr(STOPPED))
    await omar.says(word)
    await omar.sees(fr(WELCOME))
    await omar.sees(fr(MENU))


async def test_an_open_form_waits_meanwhile(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))
    await stops(leila, "Stop")
    await leila.taps(ar("▶️ Start again"))
    await leila.sees(ar(WELCOME))
    await leila.sees(ar(SLEEP))


async def test_a_word_that_answers_the_question_does_not_stop(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("My project has a problem"))
    await leila.taps(ar("⚙️ A machine broke"))
    await leila.sees(ar("⛔ Yes, stopped"))
    await leila.says("توقف")
    await rests(quiet_stage)
    assert ar(STOPPED) not in "".join(by_the_bot(leila))


async def test_a_danger_is_heard_whatever_was_stopped(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await stops(leila)
    await leila.says("بغيت نقتل راسي")
    await leila.sees(ar("I hear you. You are not alone."))
    await quiet_stage.karim.sees_topic(ar("Danger"))
    assert ar(WELCOME) not in by_the_bot(leila)


async def test_a_stop_before_the_first_steps_are_done(quiet_stage: Stage) -> None:
    sara = quiet_stage.simulator.user("سارة")
    await sara.starts()
    await sara.sees(ar("English: this language"))
    await stops(sara)
    await sara.taps(ar("▶️ Start again"))
    await sara.sees(ar(WELCOME))
    await sara.sees(ar("English: this language"))
