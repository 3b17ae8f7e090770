"""Whatever somebody sends: passed on, or said aloud that it cannot be. Never swallowed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import column, func, select, table

from bot.simulator.actors import Person
from bot.simulator.model import Json, Post, Topic, User
from tests.journeys.watching import stored
from tests.stage import Stage, ar

CANNOT_SHOW = "👤 They sent something that cannot be shown here."
CANNOT_PASS = "This kind of message cannot be passed on. Send it as a text, photo or file."
BROTHER = User(id=1, first_name="Brahim", phone="+212611223344")

POLL: Json = {
    "id": "1", "question": "فوقاش؟",
    "options": [{"persistent_id": "1", "text": "غدا", "voter_count": 0}],
    "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
    "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
}  # fmt: skip
OLDER_POLL = POLL | {"options": [{"text": "غدا", "voter_count": 0}]}
"""Of a server older than the library, which refuses to read it."""
STORY: Json = {"chat": {"id": 5, "type": "private", "first_name": "X"}, "id": 3}
DICE: Json = {"emoji": "🎲", "value": 4}
FORWARDED: Json = {"type": "hidden_user", "sender_user_name": "القاضي", "date": 1_700_000_000}


def sends_raw(person: Person, content: Json, topic: Topic | None = None) -> Post:
    """Something that the simulator's telephones have no button for."""
    place = topic.id if topic else None
    post = person.world.post(person.room, person.user, content, topic=place)
    person.world.updates.add("message", post.message)
    return post


async def in_charge(stage: Stage, name: str = "ليلى") -> tuple[Person, Topic]:
    """Somebody whom Karim listens to, with the topic that he reads them in."""
    person = await stage.welcome(name)
    await person.taps(ar("🙋 Talk to a person"))
    await person.sees("R-")
    topic = await stage.karim.sees_topic(ar("Talk to a person"))
    await stage.karim.taps(ar("✋ Take"), topic=topic)
    await stage.karim.sees("Karim", topic=topic)
    await person.sees(ar("Write here: they will read it."))
    return person, topic


async def topic_of(stage: Stage, person: Person) -> Topic:
    """The topic of the case that was just opened for somebody."""
    await person.sees("R-")
    return await stage.karim.sees_topic(re.findall(r"R-\w+", person.chat())[-1])


def from_the_bot(person: Person, kind: str, topic: Topic | None = None) -> list[Any]:
    """Everything of a kind that the bot put before somebody."""
    return [m[kind] for m in person.messages(topic) if kind in m and m["from"]["is_bot"]]


DEADLOCKS = (
    select(column("deadlocks"))
    .select_from(table("pg_stat_database"))
    .where(column("datname") == func.current_database())
)


SENT: dict[str, Callable[[Person, Topic | None], Any]] = {
    "photo": lambda person, topic: person.sends_photo(topic=topic),
    "voice": lambda person, topic: person.sends_voice(topic=topic),
    "document": lambda person, topic: person.sends_document(topic=topic),
    "sticker": lambda person, topic: person.sends_sticker(topic=topic),
    "video": lambda person, topic: person.sends("video", topic=topic),
    "video_note": lambda person, topic: person.sends("video_note", topic=topic),
    "animation": lambda person, topic: person.sends("animation", topic=topic),
    "audio": lambda person, topic: person.sends("audio", topic=topic),
    "location": lambda person, topic: person.sends_location(topic=topic),
    "contact": lambda person, topic: person.sends_contact(BROTHER, topic=topic),
}


# -- while a person is in charge ------------------------------------------------------------


async def test_every_kind_passes_both_ways(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, topic = await in_charge(stage)
    for kind, send in SENT.items():
        await send(leila, None)
        await stage.arrives(stage.karim, kind, topic)
        await send(stage.karim, topic)
    for kind in SENT:
        await stage.arrives(leila, kind)
    await leila.says("صافي")
    await stage.karim.sees("صافي", topic=topic)
    for kind in SENT:
        assert len(from_the_bot(stage.karim, kind, topic)) == 1, kind
        assert len(from_the_bot(leila, kind)) == 1, kind
    assert from_the_bot(stage.karim, "contact", topic)[0]["phone_number"] == BROTHER.phone
    assert from_the_bot(leila, "contact")[0]["phone_number"] == BROTHER.phone
    # Both wrote at once again and again, and neither turn waited for the other in a circle.
    assert await stored(stage, DEADLOCKS) == [(0,)]


async def test_an_album_passes_whole_and_in_order_both_ways(quiet_stage: Stage) -> None:
    stage, karim = quiet_stage, quiet_stage.karim
    leila, topic = await in_charge(stage)
    album = await leila.sends_album(3, caption="الوراق ديالي")
    await leila.says("هاد الشي اللي عندي")
    await karim.sees("هاد الشي اللي عندي", topic=topic)
    assert from_the_bot(karim, "photo", topic) == [post.message["photo"] for post in album]
    assert "الوراق ديالي" in karim.chat(topic)
    back = await karim.sends_album(2, caption="عمر هادو", topic=topic)
    await karim.writes(topic, "ورجعهم ليا")
    await leila.sees("ورجعهم ليا")
    assert from_the_bot(leila, "photo") == [post.message["photo"] for post in back]
    assert "عمر هادو" in leila.chat()


async def test_a_live_location_is_passed_on_once(quiet_stage: Stage) -> None:
    stage, karim = quiet_stage, quiet_stage.karim
    leila, topic = await in_charge(stage)
    live = await leila.sends_location(34.01, -5.01, live_period=900)
    for step in range(3):
        stage.simulator.world.move(leila.id, live.id, 34.02 + step, -5.02)
    await leila.says("أنا فالطريق")
    await karim.sees("أنا فالطريق", topic=topic)
    (place,) = from_the_bot(karim, "location", topic)
    assert (place["latitude"], place["longitude"]) == (34.01, -5.01)


async def test_their_own_number_goes_on_the_card(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, topic = await in_charge(stage)
    await leila.sends_contact()
    await leila.sees(ar("📞 Thank you. They can call you on this number."))
    await stage.karim.sees(leila.user.phone, topic=topic)


async def test_a_number_that_only_looks_like_theirs_is_not_taken_for_it(
    quiet_stage: Stage,
) -> None:
    """Somebody else's contact under her name is passed on, and is not how to call her."""
    stage = quiet_stage
    leila, topic = await in_charge(stage)
    await leila.sends_contact(User(id=2, first_name="ليلى", phone="+212600000000"))
    await stage.arrives(stage.karim, "contact", topic)
    await leila.says("صافي")
    await stage.karim.sees("صافي", topic=topic)
    assert "+212600000000" not in stage.karim.chat(topic)


async def test_a_forwarded_text_passes(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, topic = await in_charge(stage)
    sends_raw(leila, {"text": "الجلسة نهار الخميس", "forward_origin": FORWARDED})
    await stage.karim.sees("الجلسة نهار الخميس", topic=topic)
    sends_raw(stage.karim, {"text": "خاصك تمشي", "forward_origin": FORWARDED}, topic)
    await leila.sees("خاصك تمشي")


ODD = {"poll": POLL, "dice": DICE, "story": STORY}


@pytest.mark.parametrize("kind", ODD)
async def test_what_cannot_be_passed_on_is_said(quiet_stage: Stage, kind: str) -> None:
    stage = quiet_stage
    leila, topic = await in_charge(stage)
    sends_raw(leila, {kind: ODD[kind]})
    await stage.karim.sees(ar(CANNOT_SHOW), topic=topic)
    sent = sends_raw(stage.karim, {kind: ODD[kind]}, topic)
    refusal = await stage.karim.sees(ar(CANNOT_PASS), topic=topic)
    assert refusal.message["reply_to_message"]["message_id"] == sent.id


UNREADABLE: dict[str, Json] = {
    "newer than the library": {"hologram": {"file_id": "x"}},
    "older than the library": {"poll": OLDER_POLL},
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
async def test_a_kind_that_cannot_be_read_is_not_swallowed(
    quiet_stage: Stage, content: Json
) -> None:
    stage = quiet_stage
    leila, topic = await in_charge(stage)
    sends_raw(leila, content)
    await stage.karim.sees(ar(CANNOT_SHOW), topic=topic)


async def test_a_changed_caption_is_shown_under_the_first_one(quiet_stage: Stage) -> None:
    stage, karim = quiet_stage, quiet_stage.karim
    leila, topic = await in_charge(stage)
    photo = await leila.sends_photo("البطاقة")
    copy = await karim.sees("البطاقة", topic=topic)
    await leila.says("صافي")
    await karim.sees("صافي", topic=topic)
    await leila.edits(photo, "لا، هادي شهادة السكنى")
    changed = await karim.sees("✏️", "شهادة السكنى", topic=topic)
    assert changed.message["reply_to_message"]["message_id"] == copy.id
    assert len(from_the_bot(karim, "photo", topic)) == 1


async def test_a_caption_that_comes_later_is_shown(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, topic = await in_charge(stage)
    voice = await leila.sends_voice()
    await stage.arrives(stage.karim, "voice", topic)
    await leila.edits(voice, "سمعوها عفاكم")
    await stage.karim.sees("سمعوها عفاكم", topic=topic)


# -- when nobody is -------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SENT)
async def test_every_kind_opens_a_request_that_holds_it(quiet_stage: Stage, kind: str) -> None:
    stage, leila = quiet_stage, await quiet_stage.welcome("ليلى")
    await SENT[kind](leila, None)
    topic = await topic_of(stage, leila)
    await stage.arrives(stage.karim, kind, topic)
    assert len(from_the_bot(stage.karim, kind, topic)) == 1


@pytest.mark.parametrize("content", [{kind: ODD[kind]} for kind in ODD], ids=ODD)
async def test_what_cannot_be_passed_on_opens_a_request_that_says_so(
    quiet_stage: Stage, content: Json
) -> None:
    stage, leila = quiet_stage, await quiet_stage.welcome("ليلى")
    sends_raw(leila, content)
    topic = await topic_of(stage, leila)
    await stage.karim.sees(ar(CANNOT_SHOW), topic=topic)


async def test_an_album_opens_one_request_that_holds_it_all(quiet_stage: Stage) -> None:
    stage, karim, leila = quiet_stage, quiet_stage.karim, await quiet_stage.welcome("ليلى")
    album = await leila.sends_album(4, caption="الوراق ديالي")
    topic = await topic_of(stage, leila)
    await leila.says("هاد الشي اللي عندي")
    await karim.sees("هاد الشي اللي عندي", topic=topic)
    assert from_the_bot(karim, "photo", topic) == [post.message["photo"] for post in album]
    assert "الوراق ديالي" in karim.chat(topic)
    assert list(karim.room.topics.values()) == [topic]


async def test_an_album_answers_an_open_question_whole(quiet_stage: Stage) -> None:
    stage, karim, leila = quiet_stage, quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.taps(ar("🌙 Outside or at the station"))
    await leila.taps(ar("🧍 Only me"))
    await leila.sees(ar("⏭️ Skip"))
    album = await leila.sends_album(3, caption="هنا كنبات")
    topic = await topic_of(stage, leila)
    await karim.sees("هنا كنبات", topic=topic)
    await leila.says("صافي")
    await stage.simulator.world.changes.until(
        lambda: len(from_the_bot(karim, "photo")) >= len(album) or None, 10
    )
    assert from_the_bot(karim, "photo") == [post.message["photo"] for post in album]


async def test_their_own_number_is_kept_for_the_next_request(quiet_stage: Stage) -> None:
    stage, leila = quiet_stage, await quiet_stage.welcome("ليلى")
    await leila.sends_contact()
    await leila.sees(ar("📞 Thank you. They can call you on this number."))
    assert stage.karim.room.topics == {}
    await leila.says("بغيت نهضر")
    topic = await topic_of(stage, leila)
    await stage.karim.sees(leila.user.phone, topic=topic)


async def test_a_forwarded_text_opens_a_request(quiet_stage: Stage) -> None:
    stage, leila = quiet_stage, await quiet_stage.welcome("ليلى")
    sends_raw(leila, {"text": "الجلسة نهار الخميس", "forward_origin": FORWARDED})
    topic = await topic_of(stage, leila)
    await stage.karim.sees("الجلسة نهار الخميس", topic=topic)


async def test_a_changed_caption_finds_the_request_it_opened(quiet_stage: Stage) -> None:
    stage, leila = quiet_stage, await quiet_stage.welcome("ليلى")
    photo = await leila.sends_photo("البطاقة")
    topic = await topic_of(stage, leila)
    await stage.karim.sees("البطاقة", topic=topic)
    await leila.taps(ar("📋 Menu"))
    await leila.edits(photo, "لا، هادي شهادة السكنى")
    await stage.karim.sees("✏️", "شهادة السكنى", topic=topic)


async def test_service_messages_are_nobodys_words(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, topic = await in_charge(stage)
    sends_raw(leila, {"pinned_message": {"message_id": 1, "date": 0, "chat": {"id": leila.id,
              "type": "private"}}})  # fmt: skip
    sends_raw(stage.karim, {"forum_topic_edited": {"name": "x"}}, topic)
    await leila.says("صافي")
    await stage.karim.sees("صافي", topic=topic)
    await stage.karim.writes(topic, "مزيان")
    await leila.sees("مزيان")
    assert ar(CANNOT_SHOW) not in stage.karim.chat(topic)
    assert ar(CANNOT_PASS) not in stage.karim.chat(topic)
