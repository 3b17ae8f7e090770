"""A case from the person's words to its end, by both sides."""

from __future__ import annotations

from bot.simulator.actors import Person
from tests.stage import Stage, ar, fr

MENU = "What do you need? Write it as you speak, or choose."


async def housing_by_buttons(person: Person, details: str = "حدا المحطة") -> None:
    await person.taps(ar("Housing"))
    await person.taps(ar("🌙 Outside or at the station"))
    await person.taps(ar("🧍 Only me"))
    await person.sees(ar("⏭️ Skip"))
    await person.says(details)
    await person.sees("R-")


async def test_taken_answered_and_closed(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await housing_by_buttons(leila)
    topic = await karim.sees_topic(ar("Housing"))
    await karim.taps(ar("✋ Take"), topic=topic)
    await karim.is_told(ar("It is yours."))
    await karim.sees("Karim", topic=topic)
    await leila.sees(ar("Write here: they will read it."))
    await karim.writes(topic, "السلام عليكم، كاين بلاصة ليوم")
    await leila.sees("كاين بلاصة ليوم")
    await leila.says("الله يجازيك بخير")
    await karim.sees("الله يجازيك بخير", topic=topic)
    await karim.taps(ar("✔️ Close"), topic=topic)
    await karim.taps(ar("🏠 Housing found"), topic=topic)
    await leila.sees(ar("If you need anything else, write here."))
    await karim.sees(ar("🏠 Housing found"), topic=topic)
    await leila.taps(ar("📋 Menu"))
    await leila.sees(ar(MENU))


async def test_everything_passes_both_ways(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await housing_by_buttons(leila)
    topic = await karim.sees_topic(ar("Housing"))
    await karim.writes(topic, "مرحبا")
    await leila.sees("مرحبا")
    await leila.sends_photo(caption="هادي الورقة")
    await karim.sees("هادي الورقة", topic=topic)
    await leila.sends_voice()
    await leila.sends_document()
    await leila.sends_location(34.0, -5.0)
    await leila.sends_sticker()
    said = await leila.says("غلطت فالعنوان")
    await karim.sees("غلطت فالعنوان", topic=topic)
    await leila.edits(said, "زنقة 5")
    await karim.sees("زنقة 5", topic=topic)
    kinds = [
        kind
        for m in karim.messages(topic)
        for kind in ("photo", "voice", "document", "location", "sticker")
        if kind in m
    ]
    assert kinds == ["photo", "voice", "document", "location", "sticker"]
    await karim.sends_voice(topic=topic)
    await karim.sends_photo(topic=topic)
    await karim.sends_document(topic=topic)
    await karim.writes(topic, "صافي")
    await leila.sees("صافي")
    got = [
        kind
        for m in leila.messages()
        for kind in ("voice", "photo", "document")
        if kind in m and m["from"]["is_bot"]
    ]
    assert got == ["voice", "photo", "document"]


async def test_notes_stay_in_the_group_and_sent_ones_are_marked(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await housing_by_buttons(leila)
    topic = await karim.sees_topic(ar("Housing"))
    note = await karim.writes(topic, "// الحالة صعبة")
    sent = await karim.writes(topic, "مرحبا بك")
    await leila.sees("مرحبا بك")
    changes = quiet_stage.simulator.world.changes
    assert await changes.until(lambda: note.reactions == ["✍"] or None, 10)
    assert await changes.until(lambda: sent.reactions == ["👍"] or None, 10)
    assert "الحالة صعبة" not in leila.chat()


async def test_strangers_and_other_centres_are_refused(quiet_stage: Stage) -> None:
    stage, leila = quiet_stage, await quiet_stage.welcome("ليلى")
    await housing_by_buttons(leila)
    topic = await stage.karim.sees_topic(ar("Housing"))
    await stage.stranger.taps(ar("✋ Take"), topic=topic)
    await stage.stranger.is_told(ar("Only the coordinators of this centre can do that."))
    await stage.stranger.writes(topic, "أنا نعاونك")
    await stage.stranger.sees(
        ar("Only the coordinators of this centre can answer. This was not passed on."), topic=topic
    )
    assert "أنا نعاونك" not in leila.chat()


async def test_two_thumbs_at_once(quiet_stage: Stage) -> None:
    stage, leila = quiet_stage, await quiet_stage.welcome("ليلى")
    await housing_by_buttons(leila)
    topic = await stage.karim.sees_topic(ar("Housing"))
    await stage.karim.sees(ar("✋ Take"), topic=topic)
    await stage.karim.taps(ar("✋ Take"), topic=topic)
    await stage.nadia.taps(ar("✋ Take"), topic=topic)
    await stage.karim.is_told(ar("It is yours."))
    await stage.nadia.is_told("Karim")


async def test_a_group_without_topics_answers_by_reply(quiet_stage: Stage) -> None:
    salma = quiet_stage.salma
    omar = await quiet_stage.welcome("Omar", "fr", town="Casablanca")
    await omar.taps(fr("🙋 Talk to a person"))
    card = await salma.sees(fr("Talk to a person"))
    await omar.says("c'est pour mon fils")
    await salma.sees("c'est pour mon fils")
    await salma.says("Je vous écoute", reply_to=card)
    await omar.sees("Je vous écoute")


async def test_a_blocked_chat_is_told_in_the_topic(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await housing_by_buttons(leila)
    topic = await karim.sees_topic(ar("Housing"))
    await leila.blocks()
    await karim.sees(ar("🚫 They blocked the chat: messages do not reach them now."), topic=topic)
    await karim.writes(topic, "فين نتا")
    await karim.sees(
        ar("❌ Not delivered: they blocked the chat or left. Try to call them."), topic=topic
    )
    await leila.unblocks()
    await karim.sees(ar("👋 They are back: messages reach them again."), topic=topic)
    await karim.writes(topic, "مرحبا")
    await leila.sees("مرحبا")


async def test_a_deleted_topic_comes_back_with_its_card(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await housing_by_buttons(leila)
    topic = await karim.sees_topic(ar("Housing"))
    await karim.writes(topic, "مرحبا")
    await leila.sees("مرحبا")
    quiet_stage.simulator.world.delete_topic(quiet_stage.fes.id, topic.id)
    await leila.says("باقي كنتسنى")
    again = await karim.sees_topic(ar("Housing"))
    await karim.sees(ar("🌙 Outside or at the station"), topic=again)
    await karim.sees("باقي كنتسنى", topic=again)


async def test_the_phone_number_is_on_the_card_once_given(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await housing_by_buttons(leila)
    topic = await karim.sees_topic(ar("Housing"))
    await karim.sees(ar("✋ Take"), topic=topic)
    await leila.taps(ar("📞 Leave my number"))
    await leila.sends_contact()
    await leila.sees(ar("📞 Thank you. They can call you on this number."))
    await karim.sees(f"📞 \u2068{leila.user.phone}", topic=topic)
