"""A case is offered to another centre, which accepts it or says why not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.centres import CentreEntry, import_centres
from bot.simulator.actors import Coordinator as Colleague
from bot.simulator.actors import Person
from bot.simulator.model import Post, Topic
from bot.staff import add_coordinator
from bot.storage.desk_tables import Transfer
from bot.storage.mail import OutboundRow
from bot.storage.tables import Appointment, Case
from tests.journeys.test_after import changed, finds
from tests.journeys.watching import code_of, heard, rests, settles, stored, talking
from tests.stage import WEEK, Stage, ar, fr

ASKS = "🔀 {centre} asks you to take a request:"
WENT = "🔀 {code} went to {centre}: {name} has it."
HAD = "🔀 From {centre}. {name} had it."
HAS = "🔀 {centre} has your request {code} now."
SAID = "🗂️ Said so far in {code}:"
DECLINED = "✖️ {centre} declined: {word}"
BACK = "↩️ {code}: {centre} took its offer back."
MARKER = "🔀 Offered to {centre}, since {moment}"


def marker(say: Callable[..., str], centre: str) -> str:
    return say(MARKER, centre=centre, moment="\0").split("\u2068\0")[0].strip("\u200f")


async def offers(
    who: Colleague, topic: Topic | None, centre: str, say: Callable[..., str] = ar
) -> None:
    """Offer the newest case in a topic to a centre."""
    await who.taps(say("➕ More"), topic=topic)
    await who.taps(say("🔀 Another centre"), topic=topic)
    await who.taps(f"🏢 \u2068{centre}\u2069", topic=topic)
    await who.is_told(say("Offered."))


async def offered(stage: Stage) -> tuple[Person, Topic, Post]:
    """Leila, whom Karim talked with and whose case he offers to Casablanca."""
    leila, topic = await heard(stage, "ليلى")
    await stage.karim.writes(topic, "فين ساكنة دابا؟")
    await leila.sees("فين ساكنة دابا؟")
    await leila.says("حيدوني من الدار")
    await stage.karim.sees("حيدوني من الدار", topic=topic)
    await stage.nadia.writes(topic, "// عيط لدار الطالبة")
    await leila.sends_photo("هادي بطاقتي")
    await stage.arrives(stage.karim, "photo", topic)
    await rests(stage)
    await offers(stage.karim, topic, "مركز الدار البيضاء")
    return leila, topic, await stage.salma.sees(fr(ASKS, centre="Centre de Fès"))


async def test_the_other_centre_learns_what_it_needs_and_no_more(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    leila, topic, post = await offered(quiet_stage)
    for line in (code_of(leila), fr("🟠 This week"), "Fès", fr("🙋 {name} asks.", name="Karim")):
        assert line in post.text
    for words in ("ساكنة", "الدار", "دار الطالبة", "بطاقتي", "ليلى"):
        assert words not in salma.chat()
    told = ar("🔀 {name} offered it to {centre}.", name="Karim", centre="مركز الدار البيضاء")
    await karim.sees(told, topic=topic)
    await rests(quiet_stage)
    assert marker(ar, "مركز الدار البيضاء") in karim.chat(topic)


async def test_accepted_the_case_goes_on_there_with_all_that_was_said(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    leila, topic, post = await offered(quiet_stage)
    code = code_of(leila)
    await salma.taps(fr("✅ Accept"))
    await salma.is_told(fr("It is yours."))
    gone = ar(WENT, code=code, centre="مركز الدار البيضاء", name="Salma")
    await karim.sees(gone, topic=topic)
    await leila.sees(ar(HAS, centre="مركز الدار البيضاء", code=code))
    came = await salma.sees(fr(HAD, centre="Centre de Fès", name="Karim"))
    await rests(quiet_stage)
    assert fr("✅ {code}: {name} has accepted it.", code=code, name="Salma") in post.text
    card = next(p for p in salma.room.posts.values() if fr("✔️ Close") in str(p.message))
    assert fr("✋ {name} has it", name="Salma") in card.text
    assert fr("🧭 Passed on by another centre") in card.text
    said = next(p for p in salma.room.posts.values() if fr(SAID, code=code) in p.text)
    told = [line for line in said.text.splitlines() if line]
    assert [line.strip("\u200f") for line in told[1:]] == [
        fr("{name}: {words}", name="Karim", words="فين ساكنة دابا؟"),
        "👤 \u2068حيدوني من الدار\u2069",
        fr("📝 {name}: {words}", name="Nadia", words="عيط لدار الطالبة"),
    ]
    photos = [m for m in salma.messages() if "photo" in m]
    assert ["هادي بطاقتي" in m["caption"] for m in photos] == [True]
    assert card.id < came.id < said.id < photos[0]["message_id"]
    assert karim.room.topics[topic.id].closed
    old = next(p for p in karim.room.posts.values() if p.id == await_card(karim, topic))
    assert old.text == gone
    assert "reply_markup" not in old.message or not old.message["reply_markup"]["inline_keyboard"]


def await_card(karim: Colleague, topic: Topic) -> int:
    """The number of the card: the first message of ours in the topic."""
    ours = [m for m in karim.messages(topic) if m["from"]["is_bot"] and "text" in m]
    return int(ours[0]["message_id"])


async def test_they_talk_on_there_and_nobody_of_the_old_centre_hears(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    leila, topic, _ = await offered(quiet_stage)
    await salma.taps(fr("✅ Accept"))
    await leila.sees(ar(HAS, centre="مركز الدار البيضاء", code=code_of(leila)))
    await leila.says("سلام سلمى")
    heard_there = await salma.sees("سلام سلمى")
    await rests(quiet_stage)
    await salma.says("مرحبا بك عندنا", reply_to=heard_there)
    await leila.sees("مرحبا بك عندنا")
    await karim.writes(topic, "واش مزيان؟")
    await karim.sees(ar("I do not know which request this is about: nobody gets it."), topic=topic)
    await rests(quiet_stage)
    assert "واش مزيان؟" not in leila.chat()
    assert "سلام سلمى" not in karim.chat()


async def test_from_a_group_without_topics_to_one_with_them_and_back(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    omar = await quiet_stage.welcome("Omar", "fr", town="Casablanca")
    await omar.taps(fr("🙋 Talk to a person"))
    card = await salma.sees(fr("✋ Take"))
    await salma.says("Bonjour Omar", reply_to=card)
    await omar.sees("Bonjour Omar")
    code = code_of(omar)
    await offers(salma, None, "Centre de Fès", fr)
    await karim.taps(ar("✅ Accept"), topic="General")
    await salma.sees(fr(WENT, code=code, centre="Centre de Fès", name="Karim"))
    topic = await karim.sees_topic(code)
    await karim.sees(ar(SAID, code=code), "Bonjour Omar", topic=topic)
    await karim.writes(topic, "Nous cherchons")
    await omar.sees("Nous cherchons")
    await rests(quiet_stage)
    await salma.says("Et alors ?", reply_to=card)
    await offers(karim, topic, "مركز الدار البيضاء")
    await salma.taps(fr("✅ Accept"))
    again = await salma.sees(fr(SAID, code=code), "Bonjour Omar", "Nous cherchons")
    await salma.says("De retour", reply_to=again)
    await omar.sees("De retour")
    await omar.says("Merci")
    await salma.sees("Merci")
    assert karim.room.topics[topic.id].closed
    assert "Et alors" not in omar.chat()


async def test_what_is_changed_there_is_not_what_has_the_same_number_here(
    quiet_stage: Stage,
) -> None:
    """Each group numbers its messages: an edit must not change what was said before."""
    karim, salma = quiet_stage.karim, quiet_stage.salma
    omar = await quiet_stage.welcome("Omar", "fr", town="Casablanca")
    await omar.taps(fr("🙋 Talk to a person"))
    card = await salma.sees(fr("✋ Take"))
    first = await salma.says("Bonjour Omar", reply_to=card)
    await omar.sees("Bonjour Omar")
    await offers(salma, None, "Centre de Fès", fr)
    await karim.taps(ar("✅ Accept"), topic="General")
    topic = await karim.sees_topic(code_of(omar))
    await karim.sees(ar(SAID, code=code_of(omar)), topic=topic)
    await rests(quiet_stage)
    said = await karim.writes(topic, "Venez demain")
    await omar.sees("Venez demain")
    await salma.edits(first, "Bonsoir Omar")
    await karim.edits(said, "Venez lundi")
    await omar.sees("Venez lundi")
    await rests(quiet_stage)
    assert "Bonjour Omar" in omar.chat()
    assert "Bonsoir" not in omar.chat()


async def test_what_waits_to_be_shown_comes_after_the_history(quiet_stage: Stage) -> None:
    salma = quiet_stage.salma
    leila, _, _ = await offered(quiet_stage)
    await rests(quiet_stage)
    quiet_stage.simulator.world.faults.fail(
        "sendMessage", 429, "Too Many Requests", retry_after=500, chat_id=quiet_stage.fes.id
    )
    await leila.says("جيت دابا")
    held_back = OutboundRow.to_case & OutboundRow.not_before.is_not(None)
    await settles(quiet_stage, select(OutboundRow.id).where(held_back))
    await salma.taps(fr("✅ Accept"))
    last = await salma.sees("جيت دابا")
    said = next(p for p in salma.room.posts.values() if "حيدوني" in p.text)
    assert said.id < last.id
    assert sum("جيت دابا" in p.text for p in salma.room.posts.values()) == 1


async def test_an_appointment_is_cancelled(quiet_stage: Stage) -> None:
    leila, _, _ = await offered(quiet_stage)
    assert quiet_stage.sanad
    assert quiet_stage.sanad.database
    now = datetime.now(UTC)
    async with quiet_stage.sanad.database.transaction() as session:
        case = (await session.scalars(select(Case))).unique().one()
        visit = Appointment(
            case_id=case.id, at=now + timedelta(days=2), state="accepted", made_at=now
        )
        session.add(visit)
        await session.flush()
        case.appointment_id = visit.id
    await quiet_stage.salma.taps(fr("✅ Accept"))
    gone = ar("✖️ The appointment of {moment} is cancelled.", moment="\0")
    await leila.sees(gone.split("\u2068\0")[0])
    assert await stored(quiet_stage, select(Appointment.state)) == [("cancelled",)]


async def test_declined_for_a_ready_reason(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    leila, topic, post = await offered(quiet_stage)
    await salma.taps(fr("✖️ Decline"))
    await salma.sees(fr("📍 It is too far for them"))
    await salma.taps(fr("⬅️ Back"))
    await salma.sees(fr("✅ Accept"))
    await salma.taps(fr("✖️ Decline"))
    await salma.taps(fr("🚫 There is no place here"))
    await salma.is_told(fr("Declined."))
    why = ar("🚫 There is no place here").strip("\u200f")
    told = await karim.sees("✖️", why, topic=topic)
    assert [e["user"]["id"] for e in told.message["entities"]] == [karim.id]
    await rests(quiet_stage)
    assert fr("✅ Accept") not in salma.buttons()
    assert fr("🚫 There is no place here") in post.text
    assert marker(ar, "مركز الدار البيضاء") not in karim.chat(topic)
    assert await stored(quiet_stage, select(Case.status, Case.offered_to_id)) == [("taken", None)]
    await leila.says("شكرا")
    await karim.sees("شكرا", topic=topic)


async def test_declined_with_a_word_of_their_own(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    _, topic, post = await offered(quiet_stage)
    await salma.taps(fr("✖️ Decline"))
    await salma.taps(fr("✍️ Write why"))
    await salma.sees(fr("✍️ {name}, write here in one message why not.", name="Salma"))
    await salma.says("Le foyer est fermé en août")
    await salma.sees(fr("✖️ {centre} is told.", centre="Centre de Fès"))
    word = "Le foyer est fermé en août"
    await karim.sees("✖️", word, "🔔", topic=topic)
    assert word in post.text
    assert await stored(quiet_stage, select(Transfer.state, Transfer.word)) == [("declined", word)]
    await offers(karim, topic, "مركز الدار البيضاء")
    again = await salma.sees(fr("✅ Accept"))
    assert again.id != post.id


async def test_after_a_while_what_they_write_is_their_own_talk(quiet_stage: Stage) -> None:
    salma = quiet_stage.salma
    await offered(quiet_stage)
    await salma.taps(fr("✖️ Decline"))
    await salma.taps(fr("✍️ Write why"))
    await salma.sees(fr("✍️ {name}, write here in one message why not.", name="Salma"))
    [(awaited,)] = await stored(quiet_stage, select(Transfer.awaited))
    await changed(quiet_stage, Transfer, awaited=awaited.partition(":")[0] + ":1")
    await salma.says("On déjeune ?")
    await rests(quiet_stage)
    assert await stored(quiet_stage, select(Transfer.state)) == [("offered",)]


async def test_only_the_people_of_that_centre_may_answer(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    leila, topic, _ = await offered(quiet_stage)
    stranger = quiet_stage.simulator.stranger("Curieux", quiet_stage.casa)
    await stranger.taps(fr("✅ Accept"))
    await stranger.is_told(fr("Only the coordinators of this centre can do that."))
    await karim.sees(marker(ar, "مركز الدار البيضاء"), topic=topic)
    await finds(karim, "mine", "accept:1")
    await karim.is_told(ar("This request is not one of this centre's."))
    for data in ("accept:99", "accept:x", "declined:99:far"):
        await finds(karim, data, data)
        await karim.is_told(ar("This button is too old."))
    assert await stored(quiet_stage, select(Transfer.state)) == [("offered",)]
    await finds(salma, "theirs", f"more:{code_of(leila)}")
    await salma.is_told(fr("This request is not one of this centre's."))


async def test_a_colleague_is_too_late(quiet_stage: Stage) -> None:
    salma = quiet_stage.salma
    leila, _, post = await offered(quiet_stage)
    await salma.taps(fr("✅ Accept"))
    await salma.is_told(fr("It is yours."))
    await rests(quiet_stage)
    settled = post.text
    post.message["reply_markup"] = {"inline_keyboard": []}
    await finds(salma, "old", "accept:1")
    await salma.is_told(fr("Too late: {name} has accepted it.", name="Salma"))
    await finds(salma, "old decline", "decline:1")
    await salma.is_told(fr("Too late: {name} has accepted it.", name="Salma"))
    assert settled == fr("✅ {code}: {name} has accepted it.", code=code_of(leila), name="Salma")


async def test_taken_back_it_cannot_be_accepted(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    leila, topic, post = await offered(quiet_stage)
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("✖️ Take the offer back"), topic=topic)
    await karim.is_told(ar("Taken back."))
    await salma.sees(fr(BACK, code=code_of(leila), centre="Centre de Fès"))
    assert fr("✅ Accept") not in str(post.message)
    post.message["reply_markup"] = {"inline_keyboard": []}
    await finds(salma, "old", "accept:1")
    await salma.is_told(fr("Too late: {centre} took its offer back.", centre="Centre de Fès"))
    await rests(quiet_stage)
    assert marker(ar, "مركز الدار البيضاء") not in karim.chat(topic)


async def test_closing_giving_and_erasing_leave_no_offer(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    leila, topic, _ = await offered(quiet_stage)
    code = code_of(leila)
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("👥 Assign"), topic=topic)
    await karim.taps("Nadia", topic=topic)
    await salma.sees(fr(BACK, code=code, centre="Centre de Fès"))
    await rests(quiet_stage)
    await offers(quiet_stage.nadia, topic, "مركز الدار البيضاء")
    await salma.sees(fr("✅ Accept"))
    await karim.taps(ar("✔️ Close"), topic=topic)
    await karim.taps(ar("✅ Question answered"), topic=topic)
    await salma.sees(fr(BACK, code=code, centre="Centre de Fès"))
    await leila.taps(ar("🔁 Reopen"))
    await karim.sees(ar("🔁 They opened it again."), topic=topic)
    await offers(karim, topic, "مركز الدار البيضاء")
    await salma.sees(fr("✅ Accept"))
    await rests(quiet_stage)
    await leila.says(ar("erase my data"))
    await leila.taps(ar("🗑️ Yes, erase everything"))
    await salma.sees(fr(BACK, code=code, centre="Centre de Fès"))
    states = await stored(quiet_stage, select(Transfer.id, Transfer.state))
    assert [state for _, state in states] == ["withdrawn"] * 3
    assert fr("✅ Accept") not in salma.buttons()


async def test_erased_what_was_left_in_both_groups_goes(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    leila, topic, _ = await offered(quiet_stage)
    code = code_of(leila)
    await salma.taps(fr("✅ Accept"))
    await salma.sees(fr(SAID, code=code))
    await rests(quiet_stage)
    await leila.says(ar("erase my data"))
    await leila.taps(ar("🗑️ Yes, erase everything"))
    gone = "🗑️ {code}: the person erased their data."
    await salma.sees(fr(gone, code=code))
    await karim.sees(ar(gone, code=code), topic="General")
    await rests(quiet_stage)
    assert topic.id not in karim.room.topics
    for words in ("حيدوني", "ساكنة", "بطاقتي", "الطالبة"):
        assert words not in salma.chat()
        assert words not in karim.chat()


async def test_erased_the_group_without_topics_that_it_left_is_cleaned(quiet_stage: Stage) -> None:
    karim, salma = quiet_stage.karim, quiet_stage.salma
    omar = await quiet_stage.welcome("Omar", "fr", town="Casablanca")
    await omar.taps(fr("🙋 Talk to a person"))
    card = await salma.sees(fr("✋ Take"))
    await salma.says("Bonjour Omar", reply_to=card)
    await omar.sees("Bonjour Omar")
    await omar.says("mon fils est malade")
    await salma.sees("mon fils est malade")
    await rests(quiet_stage)
    await offers(salma, None, "Centre de Fès", fr)
    await karim.taps(ar("✅ Accept"), topic="General")
    await karim.sees_topic(code_of(omar))
    await rests(quiet_stage)
    await omar.says(fr("erase my data"))
    await omar.taps(fr("🗑️ Yes, erase everything"))
    await omar.sees(fr("🗑️ Everything is erased. You can start again whenever you want."))
    await rests(quiet_stage)
    assert "malade" not in salma.chat()
    assert "Bonjour Omar" not in salma.chat()
    assert "malade" not in karim.chat()


async def test_the_nearest_first_eight_a_page(quiet_stage: Stage) -> None:
    karim, (_, topic) = quiet_stage.karim, await talking(quiet_stage, "ليلى")
    assert quiet_stage.sanad
    assert quiet_stage.sanad.database
    others = [
        CentreEntry(
            code=f"c{n}", name_ar=f"م{n}", name_fr=f"C{n}", region="oriental",
            latitude=34.0 + n, longitude=-5.0, language="fr", hours=WEEK, group_chat_id=f"-55{n}",
        )
        for n in range(1, 10)
    ]  # fmt: skip
    async with quiet_stage.sanad.database.transaction() as session:
        await import_centres(session, others)
        await session.flush()
        for n in range(1, 10):
            await add_coordinator(session, f"c{n}", str(900 + n), f"X{n}")
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("🔀 Another centre"), topic=topic)
    await karim.sees("م1", "🏢", topic=topic)
    shown = [label for label in karim.buttons(topic) if "🏢" in label]
    assert ["م1" in shown[0], "م2" in shown[1], "البيضاء" in shown[2]] == [True] * 3
    assert len(shown) == 8
    await karim.taps("➡️", topic=topic)
    await karim.sees("م9", topic=topic)
    assert len([label for label in karim.buttons(topic) if "🏢" in label]) == 2
    await karim.taps("⬅️", topic=topic)
    assert await stored(quiet_stage, select(Transfer.id)) == []


async def test_a_complaint_stays_where_it_was_sent(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await talking(quiet_stage, "ليلى")
    await changed(quiet_stage, Case, need="complaint")
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.sees(ar("👥 Assign"), topic=topic)
    assert ar("🔀 Another centre") not in karim.buttons(topic)
    await finds(karim, "elsewhere", f"elsewhere:{code_of(leila)}:0")
    await karim.is_told(ar("📣 A complaint stays with those it was sent to."))


async def test_a_deleted_topic_comes_back_with_what_was_said(quiet_stage: Stage) -> None:
    karim, (leila, topic) = quiet_stage.karim, await heard(quiet_stage, "ليلى")
    await leila.says("حيدوني من الدار")
    await karim.sees("حيدوني من الدار", topic=topic)
    await karim.writes(topic, "صيفطي لينا البطاقة")
    await leila.sees("صيفطي لينا البطاقة")
    await leila.sends_photo("هاهي")
    await quiet_stage.arrives(karim, "photo", topic)
    await rests(quiet_stage)
    quiet_stage.simulator.world.delete_topic(quiet_stage.fes.id, topic.id)
    await leila.says("واش وصلات؟")
    again = await karim.sees_topic(code_of(leila))
    last = await karim.sees("واش وصلات؟", topic=again)
    said = next(p for p in karim.room.posts.values() if ar(SAID, code=code_of(leila)) in p.text)
    photos = [m for m in karim.messages(again) if "photo" in m]
    assert ["حيدوني من الدار" in said.text, "صيفطي لينا" in said.text] == [True, True]
    assert "واش وصلات؟" not in said.text
    card = await_card(karim, again)
    assert card < said.id < photos[0]["message_id"] < last.id
    assert len(photos) == 1
    await karim.writes(again, "وصلات")
    await leila.sees("وصلات")
