"""Answers kept ready: chosen, looked at, sent, and kept by the centre."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from bot.cases.answers import VARIABLES, UnknownVariable, kept, variables
from bot.cases.needs import NEEDS
from bot.cases.shipped_answers import shipped_for
from bot.simulator.actors import Person
from bot.simulator.model import Topic
from bot.storage.tables import Centre
from tests.journeys.watching import code_of
from tests.stage import Stage, ar, fr

LOOKING = "🔎 We are looking for a place for you. I will write as soon as I know more."
MINE = "/answer add housing | Visite | Passez voir {name}, {hours} | زوروا {centre}: {name}"


async def homeless(stage: Stage, language: str = "ar") -> tuple[Person, Topic]:
    say = ar if language == "ar" else fr
    person = await stage.welcome("ليلى", language)
    await person.taps(say("Housing"))
    await person.taps(say("🌙 Outside or at the station"))
    await person.taps(say("🧍 Only me"))
    await person.taps(say("⏭️ Skip"))
    await person.sees("R-")
    topic = await stage.karim.sees_topic(ar("Housing"))
    await stage.karim.sees(ar("✋ Take"), topic=topic)
    return person, topic


async def opens_answers(stage: Stage, topic: Topic) -> None:
    await stage.karim.taps(ar("➕ More"), topic=topic)
    await stage.karim.taps(ar("✍️ Answers"), topic=topic)


async def test_an_answer_is_looked_at_and_sent_in_the_persons_language(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    omar, topic = await homeless(quiet_stage, "fr")
    await opens_answers(quiet_stage, topic)
    await karim.taps(ar("🔎 We are looking"), topic=topic)
    looked_at = await karim.sees(ar("📤 Send"), topic=topic)
    assert fr(LOOKING) in looked_at.text
    assert ar(LOOKING) in looked_at.text
    assert fr(LOOKING) not in omar.chat()
    await karim.taps(ar("📤 Send"), topic=topic)
    await omar.sees(fr(LOOKING))
    await karim.sees("📤", "Karim", fr(LOOKING), topic=topic)
    await karim.sees(ar("✋ {name} has it", name="Karim"), topic=topic)
    changes = quiet_stage.simulator.world.changes
    assert await changes.until(lambda: looked_at.reactions == ["👍"] or None, 10)
    await omar.says("Merci")
    await karim.sees("Merci", topic=topic)


async def test_back_takes_it_away_and_offers_the_others(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await homeless(quiet_stage)
    await opens_answers(quiet_stage, topic)
    await karim.taps(ar("👋 I have your request"), topic=topic)
    post = await karim.sees("Karim", ar("📤 Send"), topic=topic)
    assert code_of(leila) in post.text
    await karim.taps(ar("⬅️ Back"), topic=topic)
    gone = lambda: post.id not in karim.room.posts or None  # noqa: E731
    assert await quiet_stage.simulator.world.changes.until(gone, 10)
    await karim.taps(ar("🔎 We are looking"), topic=topic)
    await karim.sees(ar(LOOKING), topic=topic)


async def test_what_the_list_of_centres_lacks_is_not_offered(quiet_stage: Stage) -> None:
    karim, (_, topic) = quiet_stage.karim, await homeless(quiet_stage)
    await opens_answers(quiet_stage, topic)
    await karim.sees(ar("🔎 We are looking"), topic=topic)
    assert ar("📍 Come by") not in karim.buttons(topic)
    sanad = quiet_stage.sanad
    assert sanad
    assert sanad.database
    async with sanad.database.transaction() as session:
        await session.execute(update(Centre).values(contact={"address_ar": "زنقة 5"}))
    await karim.taps(ar("⬅️ Back"), topic=topic)
    await opens_answers(quiet_stage, topic)
    await karim.taps(ar("📍 Come by"), topic=topic)
    await karim.sees("زنقة 5", "08:30", topic=topic)


async def test_a_centre_keeps_its_own(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await homeless(quiet_stage)
    await karim.says("/answers")
    await karim.sees(ar("📌 Your centre keeps no answers of its own yet."), topic="General")
    await karim.says(MINE)
    await karim.sees(ar("📌 Kept: {name}", name="Visite"), topic="General")
    await opens_answers(quiet_stage, topic)
    await karim.taps("📌 Visite", topic=topic)
    await karim.taps(ar("📤 Send"), topic=topic)
    await leila.sees("زوروا", "Karim")
    await karim.says(MINE.replace("زوروا", "مرحبا ب"))
    await karim.sees(ar("📌 Changed: {name}", name="Visite"), topic="General")
    await karim.says("/answers")
    number = (await karim.sees("Visite", ar("Housing"), topic="General")).text.split("\n")[1]
    number = "".join(c for c in number.split("·")[0] if c.isdigit())
    await karim.says(f"/answer show {number}")
    await karim.sees("مرحبا ب", topic="General")
    await karim.says(f"/answer remove {number}")
    await karim.sees(ar("🗑️ Removed."), topic="General")
    await opens_answers(quiet_stage, topic)
    await karim.sees(ar("🔎 We are looking"), topic=topic)
    assert "📌 Visite" not in karim.buttons(topic)


async def test_another_centre_has_and_removes_only_its_own(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    await karim.says(MINE)
    await karim.sees(ar("📌 Kept: {name}", name="Visite"), topic="General")
    await salma.says("/answers")
    await salma.sees(fr("📌 Your centre keeps no answers of its own yet."))
    await salma.says("/answer remove 1")
    await salma.sees(fr("There is no answer with this number."))


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("/answer add", "➕ To add an answer, write it in one message, with | between the parts:"),
        ("/answer add housing | x | y", "⚠️ Four parts are needed, with | between them."),
        (MINE.replace("{name}", "{nom}"), "⚠️ Nothing can be filled in for {name}."),
        (MINE.replace("{name}", "{"), "⚠️ Nothing can be filled in for {name}."),
        (MINE.replace("housing", "maison"), "⚠️ I do not know this need: {need}"),
    ],
)
async def test_what_is_wrong_is_said(quiet_stage: Stage, written: str, told: str) -> None:
    await quiet_stage.karim.says(written)
    start = ar(told, name="\0", need="\0").split("\u2068\0")[0]
    await quiet_stage.karim.sees(start, topic="General")


async def test_a_closed_request_gets_none(quiet_stage: Stage) -> None:
    karim, (_, topic) = quiet_stage.karim, await homeless(quiet_stage)
    await opens_answers(quiet_stage, topic)
    await karim.taps(ar("👋 I have your request"), topic=topic)
    await karim.sees(ar("📤 Send"), topic=topic)
    await quiet_stage.nadia.taps(ar("✔️ Close"), topic=topic)
    await quiet_stage.nadia.taps(ar("✋ No longer wanted"), topic=topic)
    await karim.sees(ar("✋ No longer wanted"), topic=topic)
    await karim.taps(ar("📤 Send"), topic=topic)
    await karim.is_told(ar("This request is closed: this was not passed on."))


@pytest.mark.parametrize("words", ["{code.x}", "{0}", "{code!r}", "{code:>9}", "{", "}", "{x}"])
def test_only_our_variables_can_be_written(words: str) -> None:
    with pytest.raises(UnknownVariable):
        variables(words)


def test_what_is_filled_in_is_what_is_written() -> None:
    answer = kept(1, "x", "من {name}", "de {name}, {code}")
    assert answer.lacks("fr", {"name": "Karim", "code": ""}) == "code"
    assert answer.lacks("ar", {"name": "Karim"}) is None


def test_every_need_has_answers_with_keys_of_their_own() -> None:
    for need in NEEDS:
        answers = shipped_for(need.key)
        assert answers
        assert len({answer.key for answer in answers}) == len(answers)
        for answer in answers:
            assert set(variables(answer.words["fr"].id)) <= set(VARIABLES)
            assert len(f"answer:R-7KQ2XY:{answer.key}") <= 64
