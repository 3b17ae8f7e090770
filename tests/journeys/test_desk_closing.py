"""How a case ends: by an outcome of the categories, and for some to whom they were sent on."""

from __future__ import annotations

from sqlalchemy import select, update

from bot.simulator.model import Topic
from bot.storage.tables import Case
from tests.journeys.watching import heard, rests, stored
from tests.stage import Stage, ar

TO_WHOM = "✍️ To whom? Write it here. It is not passed on to the person."
CLOSED = "✔️ Closed: {outcome}"


async def refers(stage: Stage, topic: Topic) -> None:
    await stage.karim.taps(ar("✔️ Close"), topic=topic)
    await stage.karim.taps(ar("↪️ Referred elsewhere"), topic=topic)


async def test_rare_outcomes_are_on_a_page_of_their_own(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await karim.taps(ar("✔️ Close"), topic=topic)
    await karim.sees(ar("✅ Question answered"), ar("➕ More outcomes"), topic=topic)
    assert ar("💼 Job found") not in karim.buttons(topic)
    await karim.taps(ar("➕ More outcomes"), topic=topic)
    await karim.sees(ar("🏭 Placed with a partner company"), ar("🌱 Project started"), topic=topic)
    assert ar("🔗 Joined with another request") not in karim.buttons(topic)
    await karim.taps(ar("⬅️ Back"), topic=topic)
    await karim.taps(ar("➕ More outcomes"), topic=topic)
    await karim.taps(ar("🏭 Placed with a partner company"), topic=topic)
    await leila.sees(ar("How was it for you?"))
    await karim.sees(ar("🏭 Placed with a partner company").strip("\u200f"), topic=topic)
    assert await stored(quiet_stage, select(Case.outcome)) == [("company_placed",)]


async def test_who_was_sent_on_to_a_place_of_the_list(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await refers(quiet_stage, topic)
    await karim.taps(ar("🤝 An association"), topic=topic)
    await leila.sees(ar("How was it for you?"))
    await karim.sees("➡️", ar("🤝 An association").strip("\u200f"), topic=topic)
    found = await stored(quiet_stage, select(Case.outcome, Case.referred_to))
    assert found == [("referred", "association")]


async def test_to_whom_may_be_written_and_stays_with_the_coordinators(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await refers(quiet_stage, topic)
    await karim.taps(ar("✍️ Write to whom"), topic=topic)
    await karim.sees(ar(TO_WHOM), topic=topic)
    await karim.writes(topic, "جمعية الأمل")
    await leila.sees(ar("How was it for you?"))
    await karim.sees("جمعية الأمل", topic=topic)
    await leila.taps(ar("🔁 Reopen"))
    await karim.sees(ar("🔁 They opened it again."), topic=topic)
    assert await stored(quiet_stage, select(Case.outcome, Case.referred_to)) == [(None, None)]
    assert "جمعية الأمل" not in leila.chat()


async def test_others_go_on_writing_to_the_person_meanwhile(quiet_stage: Stage) -> None:
    stage, karim = quiet_stage, quiet_stage.karim
    leila, topic = await heard(stage, "ليلى")
    await refers(stage, topic)
    await karim.taps(ar("✍️ Write to whom"), topic=topic)
    await karim.sees(ar(TO_WHOM), topic=topic)
    await stage.nadia.writes(topic, "أنا نادية")
    await leila.sees("أنا نادية")
    await karim.writes(topic, "// نسولو الجمعية")
    await karim.taps(ar("✖️ Leave it"), topic=topic)
    await rests(stage)
    await karim.writes(topic, "مازال معاكم")
    await leila.sees("مازال معاكم")
    assert await stored(stage, select(Case.outcome)) == [(None,)]


async def test_after_a_while_words_are_for_the_person_again(quiet_stage: Stage) -> None:
    stage, karim = quiet_stage, quiet_stage.karim
    leila, topic = await heard(stage, "ليلى")
    await refers(stage, topic)
    await karim.taps(ar("✍️ Write to whom"), topic=topic)
    await karim.sees(ar(TO_WHOM), topic=topic)
    sanad = stage.sanad
    assert sanad
    assert sanad.database
    async with sanad.database.transaction() as session:
        awaited = await session.scalar(select(Case.awaited))
        assert awaited
        await session.execute(update(Case).values(awaited=awaited.rpartition(":")[0] + ":1"))
    await karim.writes(topic, "مرحبا")
    await leila.sees("مرحبا")
