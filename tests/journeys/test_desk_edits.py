"""What a coordinator changes after it was passed on, and notes that come with files."""

from __future__ import annotations

import pytest

from tests.journeys.watching import heard, marked, rests
from tests.stage import Stage, ar


def changed(words: str) -> str:
    """What stands before somebody's own words is not isolated from them."""
    return ar("✏️ Changed to: {words}", words="\0").replace("\u2068\0\u2069", words)


async def test_changed_words_change_at_the_persons(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    said = await karim.writes(topic, "الموعد مع 9")
    await leila.sees("الموعد مع 9")
    before = len(leila.messages())
    await karim.edits(said, "الموعد مع 10")
    await leila.sees("الموعد مع 10")
    assert "الموعد مع 9" not in leila.chat()
    assert len(leila.messages()) == before
    await karim.edits(said, "الموعد مع 11")
    await leila.sees("الموعد مع 11")
    assert len(leila.messages()) == before
    await rests(quiet_stage)
    assert ar("✏️ Changed to: {words}", words="").strip("\u2068\u2069 ") not in leila.chat()


async def test_changed_words_under_a_file_change_too(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    said = await karim.sends_photo(caption="هادي", topic=topic)
    await leila.sees("هادي")
    await karim.edits(said, "هادي هي الورقة")
    await leila.sees("هادي هي الورقة")
    photos = [m for m in leila.messages() if "photo" in m]
    assert [m["caption"] for m in photos] == ["هادي هي الورقة"]


@pytest.mark.parametrize("again", [False, True])
async def test_where_it_cannot_be_changed_the_new_words_follow(
    quiet_stage: Stage, again: bool
) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    said = await karim.writes(topic, "تعالوا غدا")
    await leila.sees("تعالوا غدا")
    quiet_stage.simulator.world.faults.fail(
        "editMessageText", 400, "Bad Request: message can't be edited", chat_id=leila.id
    )
    await karim.edits(said, "تعالوا الجمعة")
    await leila.sees(changed("تعالوا الجمعة"))
    if again:
        await karim.edits(said, "تعالوا السبت")
        await leila.sees("تعالوا السبت")
        assert "تعالوا الجمعة" not in leila.chat()


async def test_words_too_long_for_one_message_follow(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    said = await karim.writes(topic, "قصير")
    await leila.sees("قصير")
    await karim.edits(said, "طويل " * 818)
    await leila.sees("طويل طويل")
    assert "قصير" in leila.chat()


async def test_what_is_refused_goes_when_it_is_written_another_way(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await leila.blocks()
    await karim.sees(ar("🚫 They blocked the chat: messages do not reach them now."), topic=topic)
    said = await karim.writes(topic, "وا")
    await karim.sees(
        ar("❌ Not delivered: they blocked the chat or left. Try to call them."),
        ar("☎️ They left no number. You will be told here once they are back."),
        topic=topic,
    )
    await leila.unblocks()
    await karim.sees(ar("👋 They are back: messages reach them again."), topic=topic)
    await karim.edits(said, "واش نتوما هنا؟")
    await leila.sees("واش نتوما هنا؟")
    assert await marked(quiet_stage, said)


async def test_a_number_that_was_left_is_beside_what_did_not_arrive(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await leila.sends_contact()
    await leila.sees(ar("📞 Thank you. They can call you on this number."))
    await leila.blocks()
    await karim.writes(topic, "وا")
    await karim.sees(
        ar("❌ Not delivered: they blocked the chat or left. Try to call them."),
        f"📞 \u2068{leila.user.phone}",
        topic=topic,
    )


async def test_a_note_that_becomes_a_message_goes_and_the_reverse_is_told(
    quiet_stage: Stage,
) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    note = await karim.writes(topic, "// مرحبا بكم")
    assert await marked(quiet_stage, note)
    await karim.edits(note, "مرحبا بكم")
    await leila.sees("مرحبا بكم")
    await karim.edits(note, "// مرحبا بكم")
    await karim.sees(
        ar("⚠️ They have got this already: it cannot become a note any more."), topic=topic
    )


async def test_files_with_a_note_stay_in_the_group(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    note = await karim.sends_photo(caption="// للفريق", topic=topic)
    assert await marked(quiet_stage, note)
    paper = await karim.sends_document(caption=" // للفريق", topic=topic)
    assert await marked(quiet_stage, paper)
    album = await karim.sends_album(3, caption="// صور للفريق", topic=topic)
    for post in album:
        assert await marked(quiet_stage, post)
    await karim.sends_album(2, caption="صور لكم", topic=topic)
    await leila.sees("صور لكم")
    await rests(quiet_stage)
    assert len([m for m in leila.messages() if "photo" in m]) == 2
    assert "للفريق" not in leila.chat()
