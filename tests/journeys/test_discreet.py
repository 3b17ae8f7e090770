"""The discreet mode: a notification says nothing, and one tap shows what it stands for."""

from __future__ import annotations

import pytest

from bot.i18n.text import Language
from bot.simulator.actors import Person
from bot.simulator.model import Topic
from tests.journeys.test_privacy import asks_who_reads
from tests.journeys.watching import by_the_bot, heard, rests
from tests.stage import Stage, ar, fr

COVER = "📩 You have a new message."
SHOW = "👁️ Show"
UNSEEN = "🔕 Discreet mode: they get it once they tap “Show”. ✓ will tell you."


async def discreet(stage: Stage, language: Language = "ar") -> tuple[Person, Topic]:
    """Somebody discreet whose request Karim has taken."""
    say = ar if language == "ar" else fr
    leila, topic = await heard(stage, "ليلى", language)
    await asks_who_reads(leila, language)
    await leila.taps(say("🔕 Discreet mode"))
    await leila.sees(say("👁️ You will see what your centre writes after you tap “Show”."))
    return leila, topic


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_words_come_after_a_tap_and_can_be_covered_again(
    quiet_stage: Stage, language: Language
) -> None:
    say = ar if language == "ar" else fr
    leila, topic = await discreet(quiet_stage, language)
    await quiet_stage.karim.writes(topic, "موعدكم غدا")
    cover = await leila.sees(say(COVER))
    assert cover.silent
    await quiet_stage.karim.sees(ar(UNSEEN), topic=topic)
    assert "موعدكم غدا" not in leila.chat()
    await leila.taps(say(SHOW))
    words = await leila.sees("موعدكم غدا")
    assert words.message["has_protected_content"]
    await leila.taps(say("🙈 Hide"))
    await leila.sees(say("🙈 Covered again."))
    await rests(quiet_stage)
    assert "موعدكم غدا" not in leila.chat()
    await leila.taps(say(SHOW))
    await leila.sees("موعدكم غدا")


async def test_what_waits_is_shown_together_in_order(quiet_stage: Stage) -> None:
    leila, topic = await discreet(quiet_stage)
    karim = quiet_stage.karim
    await karim.writes(topic, "الأولى")
    await leila.sees(ar(COVER))
    await karim.sends_photo("الثانية", topic=topic)
    await leila.sees(ar(COVER))
    await karim.sends_voice(topic=topic)
    await leila.sees(ar(COVER))
    assert by_the_bot(leila)[-3:] == [ar(COVER)] * 3
    await quiet_stage.stop()
    await quiet_stage.start()
    await leila.taps(ar(SHOW))
    await quiet_stage.arrives(leila, "voice")
    await quiet_stage.arrives(leila, "photo")
    await leila.sees(ar("That is all."))
    await rests(quiet_stage)
    chat = leila.chat()
    assert chat.index("الأولى") < chat.index("الثانية")
    assert chat.count(ar(COVER)) == 1, "the line that was pressed stays, the others are gone"


async def test_what_they_ask_themselves_is_answered_at_once(quiet_stage: Stage) -> None:
    leila, _ = await discreet(quiet_stage)
    await leila.says("/menu")
    await leila.sees(ar("What do you need? Write it as you speak, or choose."))
    assert ar(COVER) not in leila.chat()


async def test_who_is_discreet_no_more_gets_what_waited(quiet_stage: Stage) -> None:
    leila, topic = await discreet(quiet_stage)
    await quiet_stage.karim.writes(topic, "مرحبا")
    await leila.sees(ar(COVER))
    await asks_who_reads(leila)
    await leila.taps(ar("🔔 Normal mode"))
    await leila.sees("مرحبا")
