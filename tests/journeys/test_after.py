"""After a request is opened: where it stands, how it was, and the way back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from babel.dates import format_date
from sqlalchemy import update

from bot.cases.states import REOPEN_DAYS
from bot.desk.alerts import Alerts
from bot.i18n.catalogs import MOROCCO, render
from bot.i18n.text import Language, Text
from bot.simulator.actors import Person
from bot.simulator.model import Topic
from bot.storage.tables import Case, Coordinator
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
    locale = "ar_MA" if language == "ar" else "fr_MA"
    return format_date(datetime.now(MOROCCO), "EEEE d MMMM", locale=locale)


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


async def test_opened_again_it_is_with_the_same_person(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await closed(quiet_stage)
    code = code_of(leila)
    await leila.taps(ar(BAD))
    await karim.sees(shown_as(THEY_SAY, BAD), topic=topic)
    await leila.taps(ar(REOPEN))
    await leila.sees(ar("🔁 {code} is open again.", code=code))
    card = await karim.sees("Karim", ar("✔️ Close"), topic=topic)
    assert shown_as(THEY_SAY, BAD) not in card.text
    await karim.sees(ar("🔁 They opened it again."), topic=topic)
    assert not karim.room.topics[topic.id].closed
    await leila.says("مازال ما تحل والو")
    await karim.sees("مازال ما تحل والو", topic=topic)
    await karim.writes(topic, "سمحي لينا، غادي نشوفو")
    await leila.sees("سمحي لينا")
    await closes(quiet_stage, topic)
    await leila.sees(ar("How was it for you?"))


async def test_what_nobody_had_taken_is_for_anybody(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await talking(quiet_stage, "ليلى")
    await closes(quiet_stage, topic)
    await leila.sees(ar(REOPEN))
    await leila.taps(ar("📋 Menu"))
    await leila.taps(ar("📂 My requests"))
    await leila.taps(ar("🔁 Reopen {code}", code=code_of(leila)))
    await karim.sees(ar("🔁 They opened it again."), topic=topic)
    await quiet_stage.nadia.taps(ar("✋ Take"), topic=topic)
    await quiet_stage.nadia.is_told(ar("It is yours."))


async def test_who_had_it_has_left(quiet_stage: Stage) -> None:
    leila, topic = await closed(quiet_stage)
    await changed(quiet_stage, Coordinator, active=False)
    await leila.taps(ar(REOPEN))
    await quiet_stage.karim.sees(ar("✋ Take"), topic=topic)


async def test_a_danger_that_nobody_had_is_called_out_again(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await leila.says("بغيت نموت")
    topic = await karim.sees_topic("🆘")
    await karim.sees(ar("✋ Take"), topic="General")
    await closes(quiet_stage, topic)
    await changed(quiet_stage, Case, opened_at=datetime.now(UTC) - timedelta(days=1), calls=6)
    await leila.taps(ar(REOPEN))
    await karim.sees(ar("✋ Take"), topic="General")
    assert quiet_stage.sanad
    database, queue = quiet_stage.sanad.database, quiet_stage.sanad.queue
    assert database
    assert queue
    later = datetime.now(UTC) + timedelta(minutes=6)
    assert await Alerts(database, queue, clock=lambda: later).look() == 1
    await karim.sees("6", ar("✋ Take"), topic="General")


@pytest.mark.parametrize("days", [REOPEN_DAYS - 1, REOPEN_DAYS + 1])
async def test_after_thirty_days_it_stays_closed(quiet_stage: Stage, days: int) -> None:
    leila, topic = await closed(quiet_stage)
    code = code_of(leila)
    await changed(quiet_stage, Case, closed_at=datetime.now(UTC) - timedelta(days=days))
    await leila.taps(ar(REOPEN))
    if days < REOPEN_DAYS:
        await leila.sees(ar("🔁 {code} is open again.", code=code))
        return
    late = ar("It was closed more than {days} days ago: it stays closed.", days=REOPEN_DAYS)
    await leila.sees(late, ar(MENU))
    await leila.taps(ar("📂 My requests"))
    shown = await leila.sees(code)
    assert ar("🔁 Reopen {code}", code=code) not in str(shown.message)
    assert quiet_stage.karim.room.topics[topic.id].closed


async def test_old_buttons_and_those_of_others(quiet_stage: Stage) -> None:
    leila, topic = await closed(quiet_stage)
    code, omar = code_of(leila), await quiet_stage.welcome("Omar", "fr")
    await finds(omar, "🔁?", f"reopen:{code}")
    await omar.sees(fr("This request is not one of yours."), fr(MENU))
    for data in (f"rate:{code}:3", "rate:R-NONE:3", "rate:"):
        await finds(omar, f"{data}?", data)
        await omar.is_told(fr("This question is over."))
    for data in (f"rate:{code}:4", f"rate:{code}"):
        await finds(leila, f"{data}?", data)
        await leila.is_told(ar("This question is over."))
    await finds(leila, "🔁!", f"reopen:{code}")
    await leila.sees(ar("🔁 {code} is open again.", code=code))
    await leila.taps(ar(GOOD))
    await leila.is_told(ar("This question is over."))
    await finds(leila, "🔁!!", f"reopen:{code}")
    await leila.sees(ar("It will be added to {code}.", code=code))
    await rests(quiet_stage)
    assert by_the_bot(quiet_stage.karim, topic).count(ar("🔁 They opened it again.")) == 1


async def test_a_deleted_topic_comes_back_with_the_request(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await closed(quiet_stage)
    await rests(quiet_stage)
    quiet_stage.simulator.world.delete_topic(quiet_stage.fes.id, topic.id)
    await leila.taps(ar(REOPEN))
    again = await karim.sees_topic(code_of(leila))
    await karim.sees("Karim", ar("✔️ Close"), topic=again)
    await karim.sees(ar("🔁 They opened it again."), topic=again)
    await leila.says("راني هنا")
    await karim.sees("راني هنا", topic=again)


async def test_a_server_that_cannot_open_topics_again(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await closed(quiet_stage)
    quiet_stage.simulator.world.faults.lack("reopenForumTopic")
    await leila.taps(ar(REOPEN))
    await karim.sees(ar("🔁 They opened it again."), topic=topic)
    await leila.says("راني هنا")
    await karim.sees("راني هنا", topic=topic)


async def test_a_group_without_topics(quiet_stage: Stage) -> None:
    salma, omar = quiet_stage.salma, await quiet_stage.welcome("Omar", "fr", town="Casablanca")
    await omar.taps(fr("🙋 Talk to a person"))
    await salma.taps(fr("✋ Take"))
    await salma.taps(fr("✔️ Close"))
    await salma.taps(fr("✅ Question answered"))
    await omar.taps(fr(SO_SO))
    await omar.sees(fr(WORD))
    await omar.says("C’était un peu long")
    word = await salma.sees("C’était un peu long")
    assert fr(SO_SO) in word.message["reply_to_message"]["text"]
    await omar.taps(fr(REOPEN))
    await salma.sees(fr("🔁 They opened it again."))
    await omar.says("Il manque un papier")
    await salma.sees("Il manque un papier")


async def test_a_closed_request_in_a_group_that_moved(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    omar = await quiet_stage.welcome("Omar", "fr", town="Casablanca")
    await omar.taps(fr("🙋 Talk to a person"))
    await salma.taps(fr("✔️ Close"))
    await salma.taps(fr("✅ Question answered"))
    await omar.sees(fr(GOOD))
    await rests(quiet_stage)
    quiet_stage.simulator.world.migrate_group(quiet_stage.casa.id, forum=True)
    await omar.taps(fr(GOOD))
    topic = await salma.sees_topic(code_of(omar))
    await salma.sees(code_of(omar), fr(GOOD), topic=topic)
    assert karim.room.id != salma.room.id


async def test_the_rating_is_among_what_is_known(quiet_stage: Stage) -> None:
    leila, _ = await closed(quiet_stage)
    await leila.taps(ar(GOOD))
    await leila.sees(ar(WORD))
    await finds(leila, "📥?", "privacy:export:yes")
    await leila.sees(code_of(leila), shown_as("⭐ You said: {rating}", GOOD))
