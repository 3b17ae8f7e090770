"""Two requests of one person: joined in one, or linked on their cards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.simulator.actors import Person
from bot.simulator.model import Topic
from bot.storage.tables import Appointment, Case
from tests.journeys.test_after import finds
from tests.journeys.watching import by_the_bot, code_of, rests, stored
from tests.stage import Stage, ar, fr

GOES_ON = "🧩 It goes on as {code}."
JOINED = "🔗 Joined with another request"
TOGETHER = "🧩 {code} and {other} go on together."
SAID = "🗂️ Said so far in {code}:"


async def two_requests(stage: Stage) -> tuple[Person, list[Topic], list[str]]:
    """Leila talks with Karim about one request, and has another one about housing."""
    karim, leila = stage.karim, await stage.welcome("ليلى")
    await leila.taps(ar("🙋 Talk to a person"))
    await leila.sees("R-")
    first = code_of(leila)
    topic = await karim.sees_topic(first)
    await karim.taps(ar("✋ Take"), topic=topic)
    await leila.sees(ar("Write here: they will read it."))
    await karim.writes(topic, "واش عندك فين تنعسي؟")
    await leila.sees("واش عندك فين تنعسي؟")
    await leila.says("والو")
    await karim.sees("والو", topic=topic)
    await leila.taps(ar("📋 Menu"))
    await leila.taps(ar("Housing"))
    await leila.taps(ar("🌙 Outside or at the station"))
    await leila.taps(ar("🧍 Only me"))
    await leila.taps(ar("⏭️ Skip"))
    other = await karim.sees_topic(ar("Housing"))
    await karim.sees(ar("✋ Take"), topic=other)
    await rests(stage)
    second = other.name.split()[1]
    return leila, [topic, other], [first, second]


async def test_joined_all_goes_on_in_the_other(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, (topic, other), (first, second) = await two_requests(quiet_stage)
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("🧩 Merge"), topic=topic)
    await karim.taps(second, topic=topic)
    await karim.taps("🧩", topic=topic)
    await karim.is_told(ar("Joined."))
    await leila.sees(ar(TOGETHER, code=first, other=second), second)
    said = await karim.sees(ar(SAID, code=first), "واش عندك", "والو", topic=other)
    await rests(quiet_stage)
    assert said.topic == other.id
    card = next(text for text in by_the_bot(karim, topic) if first in text)
    assert ar(JOINED) in card
    assert ar(GOES_ON, code=second) in card
    assert karim.room.topics[topic.id].closed
    assert ar("🔁 Reopen") not in karim.buttons(topic)
    there = next(text for text in by_the_bot(karim, other) if second in text)
    assert ar("✋ {name} has it", name="Karim") in there
    assert ar("How was it for you?") not in leila.chat()
    await leila.says("شكرا ليكم")
    await karim.sees("شكرا ليكم", topic=other)
    rows = await stored(quiet_stage, select(Case.code, Case.outcome, Case.status))
    assert sorted(rows) == sorted([(first, "merged", "closed"), (second, None, "taken")])
    await finds(leila, "old", f"reopen:{first}")
    await leila.sees(ar(GOES_ON, code=second))
    await leila.taps(ar("📂 My requests"))
    await leila.sees(first, second)
    assert ar("🔁 Reopen {code}", code=first) not in leila.buttons()
    await finds(karim, "old", f"reopen:{first}")
    await karim.is_told(ar("This button is too old."))


async def test_what_was_asked_for_and_agreed_on_goes_along(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, (topic, other), (first, second) = await two_requests(quiet_stage)
    now = datetime.now(UTC)
    assert quiet_stage.sanad
    assert quiet_stage.sanad.database
    async with quiet_stage.sanad.database.transaction() as session:
        case = await session.scalar(select(Case).where(Case.code == first))
        assert case
        visit = Appointment(
            case_id=case.id, at=now + timedelta(days=2), state="accepted", made_at=now
        )
        session.add(visit)
        await session.flush()
        case.appointment_id, case.papers, case.urgency = visit.id, [["cv", "asked"]], 3
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("🧩 Merge"), topic=topic)
    await karim.taps(second, topic=topic)
    await karim.taps("🧩", topic=topic)
    await leila.sees(ar(TOGETHER, code=first, other=second))
    await karim.sees(ar(SAID, code=first), topic=other)
    async with quiet_stage.sanad.database.transaction() as session:
        into = await session.scalar(select(Case).where(Case.code == second))
        assert into
        assert into.appointment
        assert into.appointment.state == "accepted"
        assert into.appointment.case_id == into.id
        assert into.papers == [["cv", "asked"]]
        assert into.urgency == 3


async def test_only_open_requests_of_the_same_person_here(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    _, (topic, other), (first, second) = await two_requests(quiet_stage)
    omar = await quiet_stage.welcome("Omar")
    await omar.taps(ar("🙋 Talk to a person"))
    await omar.sees("R-")
    await karim.sees_topic(code_of(omar))
    theirs = await stored(quiet_stage, select(Case.code, Case.id))
    ids = dict(theirs)
    await finds(karim, "of another", f"mergego:{first}:{ids[code_of(omar)]}")
    await karim.is_told(ar("This button is too old."))
    await finds(karim, "itself", f"mergego:{first}:{ids[first]}")
    await karim.is_told(ar("This button is too old."))
    await karim.taps(ar("✔️ Close"), topic=other)
    await karim.taps(ar("✋ No longer wanted"), topic=other)
    await karim.sees(ar("🔁 Reopen"), topic=other)
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("🧩 Merge"), topic=topic)
    await karim.is_told(ar("They have no other open request here."))
    await finds(karim, "closed", f"mergego:{first}:{ids[second]}")
    await karim.is_told(ar("This button is too old."))


async def test_linked_both_cards_say_so_until_it_is_undone(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    _, (topic, other), (first, second) = await two_requests(quiet_stage)
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("🔗 Link"), topic=topic)
    await karim.taps(second, topic=topic)
    await karim.is_told(ar("Linked."))
    card = await karim.sees(ar("🔗 {code}", code=second), topic=topic)
    await karim.sees(ar("🔗 {code}", code=first), topic=other)
    [link] = [e for e in card.message["entities"] if e["type"] == "text_link"]
    assert link["url"].endswith(f"/{other.id}")
    await karim.taps(ar("➕ More"), topic=other)
    await karim.taps(ar("🔗 Link"), topic=other)
    await karim.taps(first, topic=other)
    await karim.is_told(ar("Not linked any more."))
    await rests(quiet_stage)
    assert "🔗 \u2068R-" not in karim.chat(topic)
    assert "🔗 \u2068R-" not in karim.chat(other)


async def test_in_french_in_a_group_without_topics(quiet_stage: Stage) -> None:
    salma, omar = quiet_stage.salma, await quiet_stage.welcome("Omar", "fr", town="Casablanca")
    await omar.taps(fr("🙋 Talk to a person"))
    await omar.sees("R-")
    first = code_of(omar)
    card = await salma.sees(first, fr("✋ Take"))
    await salma.taps(fr("➕ More"))
    await salma.taps(fr("🔗 Link"))
    await salma.is_told(fr("They have no other request here."))
    await salma.says("Bonjour", reply_to=card)
    await omar.sees("Bonjour")
    await omar.taps(fr("📋 Menu"))
    await omar.taps(fr("Housing"))
    await omar.taps(fr("🙋 Talk to a person"))
    await salma.sees(fr("Housing"), fr("✋ Take"))
    await rests(quiet_stage)
    second = code_of(omar)
    await salma.taps(fr("➕ More"))
    await salma.taps(fr("🧩 Merge"))
    await salma.taps(first)
    await salma.taps("🧩")
    await omar.sees(fr(TOGETHER, code=second, other=first))
    await omar.says("Merci")
    said = await salma.sees("Merci")
    assert said.message["reply_to_message"]["message_id"] == card.id


async def test_merged_then_sent_on_its_words_go_along(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    leila, (topic, other), (first, second) = await two_requests(quiet_stage)
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("🧩 Merge"), topic=topic)
    await karim.taps(second, topic=topic)
    await karim.taps("🧩", topic=topic)
    await karim.sees(ar(SAID, code=first), topic=other)
    await rests(quiet_stage)
    await karim.taps(ar("➕ More"), topic=other)
    await karim.taps(ar("🔀 Another centre"), topic=other)
    await karim.taps("🏢", topic=other)
    await salma.taps(fr("✅ Accept"))
    said = await salma.sees(fr(SAID, code=second), "واش عندك", "والو")
    assert said.text.count("والو") == 1
    assert "R-" in leila.chat()
