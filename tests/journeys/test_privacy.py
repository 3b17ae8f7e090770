"""Privacy by the person: what is kept, the discreet mode, an empty chat."""

from __future__ import annotations

import pytest

from bot.dialogue.export import LONGEST, as_messages
from bot.i18n.catalogs import render
from bot.i18n.text import Language, verbatim
from bot.settings import Settings
from bot.simulator.actors import Person
from bot.simulator.server import Simulator
from tests.journeys.test_case import MENU, housing_by_buttons
from tests.journeys.watching import by_the_bot, code_of, heard, rests, talking
from tests.stage import Stage, ar, fr

WHO_READS = "🔒 Only the people of your centre read what you write. We keep it locked."
SHOW_HERE = "👀 It may show private things on this screen. Show it here?"
CLEANED = "🧹 Done. To empty older messages, use your phone: hold the chat, then Delete."
DISCREET = "🔕 From now on messages arrive without a sound and cannot be forwarded."


async def asks_who_reads(person: Person, language: Language = "ar") -> None:
    """By the button that is offered where a question was not clear."""
    (*_, last) = [p for p in person.room.posts.values() if "reply_markup" in p.message]
    asked = {"text": "🔒?", "callback_data": "mean:ask_privacy"}
    last.message["reply_markup"]["inline_keyboard"].append([asked])
    await person.taps("🔒?")
    await person.sees(ar(WHO_READS) if language == "ar" else fr(WHO_READS))


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_what_is_known_is_shown_once_they_say_yes(
    quiet_stage: Stage, language: Language
) -> None:
    say = ar if language == "ar" else fr
    leila = await quiet_stage.welcome("ليلى", language)
    await leila.taps(say("Housing"))
    await leila.taps(say("🌙 Outside or at the station"))
    await leila.taps(say("🧍 Only me"))
    await leila.sees(say("⏭️ Skip"))
    await leila.says("حدا المحطة")
    await leila.sees("R-")
    code = code_of(leila)
    await quiet_stage.karim.sees_topic(code)
    await asks_who_reads(leila, language)
    await leila.taps(say("📥 What you know about me"))
    await leila.sees(say(SHOW_HERE))
    assert not any(say("📞 No phone number") in said for said in by_the_bot(leila))
    await leila.taps(say("✅ Yes"))
    centre = "مركز فاس" if language == "ar" else "Centre de Fès"
    await leila.sees(say("English: this language"), centre, say("📞 No phone number"))
    case = await leila.sees("🏠", code, say("🌙 Outside or at the station"), "حدا المحطة")
    assert case.text.splitlines()[0] == f"🏠 {code}"
    await leila.sees(say("That is all."))


async def test_nothing_is_shown_after_a_no(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await asks_who_reads(leila)
    await leila.taps(ar("📥 What you know about me"))
    await leila.taps(ar("↩️ No"))
    await leila.sees(ar(MENU))
    assert not any(ar("📞 No phone number") in said for said in by_the_bot(leila))


async def test_what_is_not_sent_yet_is_shown_and_the_question_asked_again(
    quiet_stage: Stage,
) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.taps(ar("🌙 Outside or at the station"))
    await leila.sees(ar("🧍 Only me"))
    await asks_who_reads(leila)
    await leila.taps(ar("📥 What you know about me"))
    await leila.taps(ar("✅ Yes"))
    await leila.sees(ar("✏️ Not sent yet:"), ar("🌙 Outside or at the station"))
    await leila.sees(ar("🧍 Only me"))


def test_long_words_are_cut_and_none_is_lost() -> None:
    lines = [verbatim("🏠" * 5000), verbatim("short"), verbatim("end")]
    messages = as_messages(lines, "fr")
    said = ["\n".join(render(line, "fr") for line in message) for message in messages]
    assert all(len(words) <= LONGEST for words in said)
    assert "".join(said).replace("\n", "") == "🏠" * 5000 + "shortend"


async def test_discreet_messages_are_silent_and_stay_here(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    assert not any(post.silent for post in leila.room.posts.values())
    await asks_who_reads(leila)
    await leila.taps(ar("🔕 Discreet mode"))
    confirmed = await leila.sees(ar(DISCREET))
    assert confirmed.silent
    await leila.taps(ar("📋 Menu"))
    await housing_by_buttons(leila)
    topic = await karim.sees_topic(ar("Housing"))
    await karim.writes(topic, "مرحبا")
    await leila.taps(ar("👁️ Show"))
    words = await leila.sees("مرحبا")
    assert words.silent
    assert words.message["has_protected_content"]
    assert not any(ar("Write here: they will read it.") in said for said in by_the_bot(leila))
    assert not any(post.silent for post in karim.room.posts.values())
    await asks_who_reads(leila)
    await leila.taps(ar("🔔 Normal mode"))
    normal = await leila.sees(ar("🔔 From now on messages arrive as usual."))
    assert not normal.silent
    assert "has_protected_content" not in normal.message


@pytest.mark.parametrize("lacking", [[], ["deleteMessages"]], ids=["at once", "one by one"])
async def test_a_clean_chat_holds_one_neutral_message(
    settings: Settings, simulator: Simulator, lacking: list[str]
) -> None:
    for method in lacking:
        simulator.world.faults.lack(method)
    async with Stage(settings, simulator) as stage:
        leila, topic = await heard(stage, "ليلى")
        await leila.says("راني هنا")
        await stage.karim.sees("راني هنا", topic=topic)
        await asks_who_reads(leila)
        await rests(stage)
        await leila.taps(ar("🧹 Clean this chat"))
        await leila.sees(ar(CLEANED))
        assert [m["text"] for m in leila.messages()] == [ar(CLEANED)]
        assert "راني هنا" in stage.karim.chat(topic)
        await stage.karim.writes(topic, "مرحبا")
        await leila.sees("مرحبا")


async def test_what_cannot_be_cleaned_is_not_called_clean(quiet_stage: Stage) -> None:
    leila, _ = await talking(quiet_stage, "ليلى")
    for method in ("deleteMessages", "deleteMessage"):
        quiet_stage.simulator.world.faults.lack(method)
    await asks_who_reads(leila)
    await leila.taps(ar("🧹 Clean this chat"))
    await leila.sees(ar("🧹 I could not delete here. Use your phone: hold the chat, then Delete."))
