"""Somebody is not there: what they had goes on, once, and nobody has to say it twice."""

from __future__ import annotations

from datetime import timedelta

from bot.staff import Skills, remove_coordinator
from tests.journeys.teams import asks_for_a_place, database, hands_on, records, topic_of
from tests.journeys.test_alarm import ASKED, WORDS
from tests.journeys.watching import by_the_bot, heard, rests
from tests.stage import Stage, ar

GENERAL = "General"
UNTIL_BACK = "🌴 {name} is away until they write /back."


async def goes_away(stage: Stage, button: str = "🌴 Until I say") -> None:
    await stage.karim.says("/away")
    await stage.karim.taps(ar(button), topic=GENERAL)
    await stage.karim.sees("/back", topic=GENERAL)


async def test_a_colleague_goes_on_and_the_person_with_them(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    leila, topic = await heard(quiet_stage, "ليلى")
    await goes_away(quiet_stage)
    await hands_on(quiet_stage)
    words = ar("👉 {name} is not there: {next} goes on.", name="Karim", next="Nadia")
    await nadia.sees(ar("✋ {name} has it", name="Nadia"), topic=topic)
    await nadia.sees(words, topic=topic)
    code = topic.name.split()[1]
    count = ar("{n} request goes on:", n=1)
    await nadia.sees(ar(UNTIL_BACK, name="Karim"), count, code, "Nadia", topic=GENERAL)
    assert await hands_on(quiet_stage) == 0
    await leila.says("واش باقي شي واحد؟")
    await nadia.sees("واش باقي شي واحد؟", topic=topic)
    await nadia.writes(topic, "أنا معك")
    await leila.sees("أنا معك")
    await karim.says("/back")
    await karim.sees(ar("🟢 {name} is back.", name="Karim"), topic=GENERAL)
    assert await hands_on(quiet_stage) == 0


async def test_where_nobody_is_left_everybody_may_take_it(quiet_stage: Stage) -> None:
    nadia, (leila, topic) = quiet_stage.nadia, await heard(quiet_stage, "ليلى")
    await records(quiet_stage, nadia, Skills(needs=["job"]))
    await goes_away(quiet_stage)
    await hands_on(quiet_stage)
    await nadia.sees(ar("👉 {name} is not there: whoever can takes it.", name="Karim"), topic=topic)
    code = topic.name.split()[1]
    await nadia.sees(ar("{code} → everybody", code=code), topic=GENERAL)
    await nadia.taps(ar("✋ Take"), topic=topic)
    await nadia.sees(ar("✋ {name} has it", name="Nadia"), topic=topic)
    await leila.says("مرحبا")
    await nadia.sees("مرحبا", topic=topic)


async def test_several_are_told_of_in_one_message(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    codes = []
    for name in ("ليلى", "سارة", "هند"):
        _, topic = await heard(quiet_stage, name)
        codes.append(topic.name.split()[1])
    await goes_away(quiet_stage)
    await hands_on(quiet_stage)
    summary = await nadia.sees(ar(UNTIL_BACK, name="Karim"), *codes, topic=GENERAL)
    assert summary.text.count("Nadia") == 3
    await rests(quiet_stage)
    told = [said for said in by_the_bot(karim) if all(code in said for code in codes)]
    assert told == [summary.text]


async def test_what_was_given_and_not_yet_heard_is_given_to_the_next(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    leila = await quiet_stage.welcome("ليلى")
    await records(quiet_stage, karim, Skills(needs=["housing"]))
    code = await asks_for_a_place(leila)
    topic = await topic_of(quiet_stage, code)
    await goes_away(quiet_stage)
    await hands_on(quiet_stage)
    await nadia.sees("👉", "Nadia", ar("✋ Take"), topic=topic)
    assert ar("👤 A person has your request {code} now.", code=code) not in leila.chat()
    await nadia.writes(topic, "مرحبا")
    await leila.sees(ar("👤 A person has your request {code} now.", code=code))


async def test_who_was_removed_leaves_nothing_undone(quiet_stage: Stage) -> None:
    nadia, (_, topic) = quiet_stage.nadia, await heard(quiet_stage, "ليلى")
    async with database(quiet_stage) as session:
        await remove_coordinator(session, "fes", str(quiet_stage.karim.id))
    await hands_on(quiet_stage)
    await nadia.sees(ar("👋 {name} does not work here any more.", name="Karim"), topic=GENERAL)
    await nadia.sees(ar("✋ {name} has it", name="Nadia"), topic=topic)
    assert await hands_on(quiet_stage) == 0


async def test_after_the_last_day_they_are_back_by_themselves(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    await goes_away(quiet_stage, "🌴 3 days")
    assert await hands_on(quiet_stage, timedelta(days=1)) == 0
    assert await hands_on(quiet_stage, timedelta(days=3, hours=1)) == 1
    await karim.sees(ar("🟢 {name} is back.", name="Karim"), topic=GENERAL)
    assert await hands_on(quiet_stage, timedelta(days=3, hours=1)) == 0


async def test_a_danger_that_nobody_goes_on_with_is_called_out(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    leila = await quiet_stage.welcome("ليلى")
    await leila.says(WORDS)
    code = (await karim.sees_topic("🆘")).name.split()[1]
    await karim.taps(ar("✋ Take"), topic=GENERAL)
    await karim.sees(ar("✋ {code}: {name} has it", code=code, name="Karim"), topic=GENERAL)
    await nadia.says("/away")
    await nadia.taps(ar("🌴 Today"), topic=GENERAL)
    await nadia.sees("/back", topic=GENERAL)
    await goes_away(quiet_stage)
    await hands_on(quiet_stage)
    await nadia.sees(ar(ASKED, code=code), ar("✋ Take"), topic=GENERAL)
