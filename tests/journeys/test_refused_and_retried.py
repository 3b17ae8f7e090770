"""It did not go, and Telegram says so: waited for, tried again, or told."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.storage.tables import Address
from tests.journeys.watching import (
    LATER,
    UNSURE,
    by_the_bot,
    code_of,
    heard,
    stored,
    tries,
)
from tests.stage import Stage, ar


async def test_too_many_requests_are_waited_for_as_told(quiet_stage: Stage) -> None:
    stage, asked = quiet_stage, 5
    leila, topic = await heard(stage, "ليلى")
    stage.simulator.world.faults.fail(
        "sendMessage", 429, "Too Many Requests: retry after 5", retry_after=asked, chat_id=leila.id
    )
    words = ["واحد", "جوج", "تلاتة"]
    for one in words:
        await stage.karim.writes(topic, one)
    await leila.sees(words[-1], timeout=LATER)
    assert [said for said in by_the_bot(leila) if said in words] == words
    first, second = tries(stage, leila.id, words[0])
    assert second.at - first.at >= asked
    assert [len(tries(stage, leila.id, one)) for one in words[1:]] == [1, 1]


async def test_nobody_else_waits_for_a_chat_that_must_wait(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, _ = await heard(stage, "ليلى")
    omar, topic = await heard(stage, "عمر")
    stage.simulator.world.faults.fail(
        "sendMessage", 429, "Too Many Requests", retry_after=3600, chat_id=leila.id
    )
    await stage.karim.writes(code_of(leila), "لليلى")
    await stage.simulator.world.until_called("sendMessage")
    await stage.karim.writes(topic, "لعمر")
    await omar.sees("لعمر", timeout=2)
    assert "لليلى" not in leila.chat()


async def test_what_a_server_in_trouble_refused_goes_once_it_is_well(quiet_stage: Stage) -> None:
    stage, faults = quiet_stage, quiet_stage.simulator.world.faults
    leila, leilas = await heard(stage, "ليلى")
    omar, omars = await heard(stage, "عمر")
    samira = await stage.welcome("سميرة")
    faults.fail("sendMessage", 502, "Bad Gateway", chat_id=leila.id)
    faults.fail("sendMessage", 500, "Internal Server Error", chat_id=omar.id)
    faults.fail("createForumTopic", 502, "Bad Gateway")
    await stage.karim.writes(leilas, "لليلى")
    await stage.karim.writes(omars, "لعمر")
    await samira.taps(ar("🙋 Talk to a person"))
    await samira.sees("R-")
    await leila.sees("لليلى", timeout=LATER)
    await omar.sees("لعمر", timeout=LATER)
    topic = await stage.karim.sees_topic(code_of(samira), timeout=LATER)
    await stage.karim.sees(ar("✋ Take"), topic=topic)
    assert by_the_bot(leila).count("لليلى") == by_the_bot(omar).count("لعمر") == 1
    assert not any(UNSURE in said for said in by_the_bot(stage.karim))
    assert [len(tries(stage, one.id, "ل")) > 1 for one in (leila, omar)] == [True, True]


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: user is deactivated"),
        (400, "Bad Request: chat not found"),
    ],
)
async def test_a_dead_address_is_told_in_the_topic_and_left_alone(
    quiet_stage: Stage, status: int, description: str
) -> None:
    stage = quiet_stage
    leila, topic = await heard(stage, "ليلى")
    alive = select(Address).where(Address.dead_since.is_(None))
    before = len(await stored(stage, alive))
    stage.simulator.world.faults.fail("sendMessage", status, description, chat_id=leila.id)
    trouble = ar("❌ Not delivered: they blocked the chat or left. Try to call them.")
    await stage.karim.writes(topic, "فين نتي")
    await stage.karim.sees(trouble, topic=topic)
    assert len(await stored(stage, alive)) == before - 1
    await stage.karim.writes(topic, "عيطي ليا")
    await stage.karim.sees(trouble, topic=topic)
    assert tries(stage, leila.id, "عيطي ليا") == []
    await leila.says("أنا هنا")
    await stage.karim.sees("أنا هنا", topic=topic)
    await stage.karim.writes(topic, "الحمد لله")
    await leila.sees("الحمد لله")


async def test_a_refused_message_is_tried_once_and_shown(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, topic = await heard(stage, "ليلى")
    stage.simulator.world.faults.fail("sendMessage", 400, "Bad Request: wrong", chat_id=leila.id)
    wrong = await stage.karim.writes(topic, "غلط")
    await stage.karim.writes(topic, "مزيان")
    await leila.sees("مزيان")
    trouble = await stage.karim.sees(
        ar("❌ Not delivered: the message was refused as it is. Write it another way."),
        topic=topic,
    )
    assert trouble.message["reply_to_message"]["message_id"] == wrong.id
    assert len(tries(stage, leila.id, "غلط")) == 1
    assert "🔁" not in " ".join(stage.karim.buttons(topic))
