"""After a request is opened: where it stands, when it moved, and how it was."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from babel.dates import format_date
from sqlalchemy import update

from bot.i18n.catalogs import render
from bot.i18n.text import Language, Moment, Text
from bot.simulator.actors import Person
from bot.simulator.model import Topic
from bot.storage.tables import Case
from tests.journeys.watching import MENU, by_the_bot, code_of, heard, rests, talking
from tests.stage import Stage, ar, fr

GOOD, SO_SO, BAD = "😊 Good", "😐 So-so", "🙁 Bad"
REOPEN, WORD = "🔁 Reopen", "✍️ Write a word, or 🎤 say it."
THEY_SAY = "⭐ They say: {rating}"


async def closed(stage: Stage, name: str = "ليلى") -> tuple[Person, Topic]:
    """Somebody whom Karim listened to, and whose case he closed."""
    person, topic = await heard(stage, name)
    await closes(stage, topic)
    await person.sees(ar("How was it for you?"))
    return person, topic


async def closes(stage: Stage, topic: Topic) -> None:
    await stage.karim.taps(ar("✔️ Close"), topic=topic)
    await stage.karim.taps(ar("✅ Question answered"), topic=topic)
    await stage.karim.sees(ar("✅ Question answered"), topic=topic)


async def changed(stage: Stage, table: type[Any], **values: Any) -> None:
    """Something that takes days, or that a supervisor does."""
    assert stage.sanad
    assert stage.sanad.database
    async with stage.sanad.database.transaction() as session:
        await session.execute(update(table).values(**values))


async def finds(person: Person, label: str, data: str) -> None:
    """A button that nobody gave them."""
    (*_, last) = [p for p in person.room.posts.values() if "reply_markup" in p.message]
    button = {"text": label, "callback_data": data}
    last.message["reply_markup"]["inline_keyboard"].append([button])
    await person.taps(label)


def shown_as(source: str, rating: str, language: Language = "ar") -> str:
    """A line of ours with a rating in it."""
    name = "choice" if "{choice}" in source else "rating"
    return render(Text(id=source, args={name: Text(id=rating)}), language)


def today(language: Language) -> str:
    day = Moment(at=datetime.now(UTC), show="day")
    return render(Text(id="{day}", args={"day": day}), language)


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_my_requests_say_where_each_stands(quiet_stage: Stage, language: Language) -> None:
    karim, say = quiet_stage.karim, ar if language == "ar" else fr
    leila = await quiet_stage.welcome("ليلى", language)
    await leila.taps(say("🙋 Talk to a person"))
    await leila.sees("R-")
    code, icon = code_of(leila), "🙋"
    await leila.taps(say("📂 My requests"))
    waiting = await leila.sees(say("⏳ Nobody has taken it yet"))
    name, _, news = waiting.text.splitlines()
    assert name == say("{icon} {code}", icon=icon, code=code).replace("\u2068🙋\u2069", icon)
    assert news == say("📅 Last news: {day}", day="-").replace("\u2068-\u2069", today(language))
    topic = await karim.sees_topic(code)
    await karim.writes(topic, "مرحبا")
    await leila.sees("مرحبا")
    await leila.taps(say("📋 Menu"))
    await leila.taps(say("📂 My requests"))
    await leila.sees(
        code, say("👤 {name} has it", name="Karim"), say("➕ Add to {code}", code=code)
    )
    await closes(quiet_stage, topic)
    await leila.sees(say(REOPEN))
    await leila.taps(say("📋 Menu"))
    await leila.taps(say("📂 My requests"))
    await leila.sees(code, "✔️", say("🔁 Reopen {code}", code=code))


async def test_what_happens_moves_the_request(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await heard(quiet_stage, "ليلى")
    long_ago = datetime(2026, 1, 5, 12, tzinfo=UTC)

    async def news() -> str:
        await leila.taps(ar("📋 Menu"))
        await leila.taps(ar("📂 My requests"))
        return (await leila.sees("Karim", "➕")).text

    await changed(quiet_stage, Case, moved_at=long_ago)
    assert format_date(long_ago, "EEEE d MMMM", locale="ar_MA") in await news()
    await karim.writes(topic, "مرحبا")
    await leila.sees("مرحبا")
    assert today("ar") in await news()
    await changed(quiet_stage, Case, moved_at=long_ago)
    await leila.says("شكرا")
    await karim.sees("شكرا", topic=topic)
    assert today("ar") in await news()


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_how_it_was_and_a_word_about_it(quiet_stage: Stage, language: Language) -> None:
    karim, say = quiet_stage.karim, ar if language == "ar" else fr
    leila = await quiet_stage.welcome("ليلى", language)
    await leila.taps(say("🙋 Talk to a person"))
    await leila.sees("R-")
    topic = await karim.sees_topic(code_of(leila))
    await closes(quiet_stage, topic)
    await leila.sees(say(GOOD), say(SO_SO), say(BAD), say(REOPEN))
    await leila.taps(say(GOOD))
    await leila.is_told(shown_as("✓ {choice}", GOOD, language))
    await leila.sees(say(WORD), say("⏭️ Skip"))
    await karim.sees(shown_as(THEY_SAY, GOOD), topic=topic)
    assert quiet_stage.simulator.world.chats[quiet_stage.fes.id].topics[topic.id].closed
    await leila.says("كانوا مزيانين معايا")
    await karim.sees(ar("💬 How it was, in their words:"), topic=topic)
    await karim.sees("👤 كانوا مزيانين معايا", topic=topic)
    await leila.sees(say("🙏 Thank you. They will read it."), say(MENU))


async def test_a_word_may_be_a_voice_and_a_second_tap_changes(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await closed(quiet_stage)
    await leila.taps(ar(GOOD))
    told = await leila.sees(shown_as("✓ {choice}", GOOD), ar(BAD))
    await leila.taps(ar(BAD))
    await karim.sees(shown_as(THEY_SAY, BAD), topic=topic)
    await leila.sees(ar(WORD), ar(REOPEN))
    await rests(quiet_stage)
    shown = leila.room.posts[told.id].text
    assert shown.splitlines()[-1] == shown_as("✓ {choice}", BAD)
    assert shown.count("✓") == 1
    await leila.sends_voice()
    await quiet_stage.arrives(karim, "voice", topic)
    await leila.sees(ar("🙏 Thank you. They will read it."), ar(MENU))


async def test_who_skips_is_understood_as_ever(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await closed(quiet_stage)
    await leila.taps(ar(SO_SO))
    await leila.sees(ar(WORD))
    await leila.taps(ar("⏭️ Skip"))
    await leila.sees(ar(MENU))
    await leila.says("بغيت نعرف واش كاين شي تكوين")
    await leila.sees("R-")
    await karim.sees("بغيت نعرف", topic=await karim.sees_topic(code_of(leila)))
    assert not any("بغيت نعرف" in said for said in by_the_bot(karim, topic))


@pytest.mark.parametrize("said", ["/menu", "بغيت نموت"])
async def test_a_command_or_a_danger_is_no_word_about_it(quiet_stage: Stage, said: str) -> None:
    karim, (leila, topic) = quiet_stage.karim, await closed(quiet_stage)
    await leila.taps(ar(GOOD))
    await leila.sees(ar(WORD))
    await leila.says(said)
    await leila.sees(ar(MENU) if said == "/menu" else ar("I hear you. You are not alone."))
    await leila.says("راني هنا")
    await karim.sees("راني هنا")
    assert not any("راني هنا" in words for words in by_the_bot(karim, topic))


async def test_an_open_form_goes_on_after_the_stars(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await talking(quiet_stage, "ليلى")
    await leila.taps(ar("📋 Menu"))
    await leila.taps(ar("Housing"))
    await closes(quiet_stage, topic)
    await leila.taps(ar(GOOD))
    await karim.sees(shown_as(THEY_SAY, GOOD), topic=topic)
    await leila.sees(ar("🙏 Thank you."))
    await leila.taps(ar("🌙 Outside or at the station"))
    await leila.sees(ar("🧍 Only me"))
    assert ar(WORD) not in leila.chat()


async def test_the_rating_is_among_what_is_known(quiet_stage: Stage) -> None:
    leila, _ = await closed(quiet_stage)
    await leila.taps(ar(GOOD))
    await leila.sees(ar(WORD))
    await finds(leila, "📥?", "privacy:export:yes")
    await leila.sees(code_of(leila), shown_as("⭐ You said: {rating}", GOOD))
