"""A server that does not know everything: the whole story still works."""

from __future__ import annotations

import pytest

from bot.settings import Settings
from bot.simulator.server import Simulator
from tests.journeys.watching import (
    MENU,
    by_the_bot,
    code_of,
    marked,
    rests,
    talking,
)
from tests.stage import Stage, ar

LACKING = [
    "createForumTopic",
    "setMessageReaction",
    "setMyCommands",
    "answerCallbackQuery",
    "editMessageText",
    "closeForumTopic",
]


@pytest.mark.parametrize("lacking", [[one] for one in LACKING] + [LACKING], ids="+".join)
async def test_the_whole_story_on_a_server_that_lacks(
    settings: Settings, simulator: Simulator, lacking: list[str]
) -> None:
    for method in lacking:
        simulator.world.faults.lack(method)
    async with Stage(settings, simulator) as stage:
        karim, leila = stage.karim, await stage.welcome("ليلى")
        await leila.taps(ar("Housing"))
        await leila.taps(ar("🌙 Outside or at the station"))
        await leila.taps(ar("🧍 Only me"))
        await leila.sees(ar("⏭️ Skip"))
        await leila.says("حدا المحطة")
        await leila.sees("R-")
        topic = None
        if "createForumTopic" not in lacking:
            topic = await karim.sees_topic(code_of(leila))
        card = await karim.sees(ar("🌙 Outside or at the station"), ar("✋ Take"), topic=topic)
        await karim.taps(ar("✋ Take"), topic=topic)
        await leila.sees(ar("Write here: they will read it."))
        answer = await karim.says("كاين بلاصة", topic=topic, reply_to=None if topic else card)
        await leila.sees("كاين بلاصة")
        if "setMessageReaction" in lacking:
            sent = await karim.sees(ar("✓ Sent"), topic=topic)
            assert sent.message["reply_to_message"]["message_id"] == answer.id
        else:
            assert await marked(stage, answer)
        await leila.says("الله يجازيك بخير")
        await karim.sees("الله يجازيك بخير", topic=topic)
        await karim.taps(ar("✔️ Close"), topic=topic)
        await karim.taps(ar("🏠 Housing found"), topic=topic)
        await leila.sees(ar("If you need anything else, write here."))
        assert by_the_bot(leila).count("كاين بلاصة") == 1
        await leila.taps(ar("📋 Menu"))
        await leila.sees(ar(MENU))


async def test_a_card_that_somebody_deleted_comes_back(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, topic = await talking(stage, "ليلى")
    card = next(p for p in stage.karim.room.posts.values() if ar("✋ Take") in str(p.message))
    await rests(stage)
    del stage.karim.room.posts[card.id]
    await stage.karim.writes(topic, "مرحبا")
    await leila.sees("مرحبا")
    await stage.karim.sees("Karim", ar("✔️ Close"), topic=topic)
    await rests(stage)
    await stage.karim.taps(ar("✔️ Close"), topic=topic)
    await stage.karim.taps(ar("✅ Question answered"), topic=topic)
    await leila.sees(ar("If you need anything else, write here."))
    await stage.karim.sees(ar("✅ Question answered"), topic=topic)
