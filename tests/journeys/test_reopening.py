"""The way back: a closed request opened again, wherever it was worked on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.cases.states import REOPEN_DAYS
from bot.desk.alerts import call_out
from bot.desk.watch import Watch
from bot.storage.tables import Case, Coordinator
from tests.journeys.test_after import (
    BAD,
    GOOD,
    REOPEN,
    SO_SO,
    THEY_SAY,
    WORD,
    changed,
    closed,
    closes,
    finds,
    shown_as,
)
from tests.journeys.watching import MENU, by_the_bot, code_of, rests, talking
from tests.stage import Stage, ar, fr


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
    await rests(quiet_stage)
    assert quiet_stage.sanad
    database, queue = quiet_stage.sanad.database, quiet_stage.sanad.queue
    assert database
    assert queue
    later = datetime.now(UTC) + timedelta(minutes=6)
    assert await Watch(database, queue, lambda: later, looks=[call_out]).look() == 1
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


async def test_a_bot_that_may_not_open_the_topic_says_so_in_the_group(quiet_stage: Stage) -> None:
    karim, (leila, _) = quiet_stage.karim, await closed(quiet_stage)
    faults = quiet_stage.simulator.world.faults
    faults.fail("reopenForumTopic", 400, "Bad Request: not enough rights to manage topics")
    await leila.taps(ar(REOPEN))
    await leila.sees(ar("🔁 {code} is open again.", code=code_of(leila)))
    please = "🔓 {code} goes on, and I may not open its topic. Please open it."
    await karim.sees(ar(please, code=code_of(leila)))
