"""The same stories when Telegram delivers to our door."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.settings import Settings
from bot.simulator.server import Simulator
from tests.crash.process import free_port
from tests.stage import Stage, ar

MENU = "What do you need? Write it as you speak, or choose."


@pytest.fixture
async def webhook_stage(settings: Settings, simulator: Simulator) -> AsyncIterator[Stage]:
    """Sanad with its webhook on a port of its own, while Rasa is away."""
    port = free_port()
    at = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "port": port}
    async with Stage(settings.model_copy(update=at), simulator) as running:
        yield running


async def knock(stage: Stage, update: object, **headers: str) -> int:
    """Post something at the door; the status it answers."""
    async with httpx.AsyncClient() as client:
        answer = await client.post(str(stage.settings.webhook_url), json=update, headers=headers)
    return answer.status_code


async def test_a_story(webhook_stage: Stage) -> None:
    stage, karim = webhook_stage, webhook_stage.karim
    leila = await stage.welcome("ليلى")
    await leila.taps(ar("🙋 Talk to a person"))
    topic = await karim.sees_topic(ar("Talk to a person"))
    await karim.taps(ar("✋ Take"), topic=topic)
    await karim.is_told(ar("It is yours."))
    await karim.writes(topic, "كاين بلاصة")
    await leila.sees("كاين بلاصة")
    await leila.says("شكرا")
    await karim.sees("شكرا", topic=topic)
    world = stage.simulator.world
    assert world.called("getUpdates") == []
    assert world.updates.webhook
    assert world.updates.webhook.last_error == ""


async def test_only_telegram_may_knock(webhook_stage: Stage) -> None:
    stage, world = webhook_stage, webhook_stage.simulator.world
    leila = await stage.welcome("ليلى")
    assert world.updates.webhook
    forged = {
        "update_id": 999_999_999,
        "message": {
            "message_id": 999_999,
            "date": 1,
            "chat": {"id": leila.id, "type": "private"},
            "from": leila.user.as_json(),
            "text": "باسمها",
        },
    }
    header = "X-Telegram-Bot-Api-Secret-Token"
    secret = world.updates.webhook.secret_token
    assert len(secret) >= 32
    assert await knock(stage, forged) == 403
    assert await knock(stage, forged, **{header: secret[:-1]}) == 403
    assert await knock(stage, forged, **{header: secret.upper() + "x"}) == 403
    await leila.says("/menu")
    await leila.sees(ar(MENU))
    assert stage.karim.room.topics == {}
    assert await knock(stage, forged, **{header: secret}) == 200
    topic = await stage.karim.sees_topic(ar("Something else"))
    await stage.karim.sees("باسمها", topic=topic)


async def test_a_second_delivery_changes_nothing(webhook_stage: Stage) -> None:
    stage, karim = webhook_stage, webhook_stage.karim
    world = stage.simulator.world
    leila = await stage.welcome("ليلى")
    await leila.taps(ar("🙋 Talk to a person"))
    topic = await karim.sees_topic(ar("Talk to a person"))
    await leila.sees("R-")
    for _ in range(2):
        world.redeliver()
    await leila.says("شكرا")
    await karim.sees("شكرا", topic=topic)
    for _ in range(2):
        world.redeliver()
    await leila.says("بزاف")
    await karim.sees("بزاف", topic=topic)
    assert list(karim.room.topics.values()) == [topic]
    passed_on = [m["text"] for m in karim.messages(topic) if m.get("text", "").startswith("👤")]
    assert passed_on == ["👤 شكرا", "👤 بزاف"]


async def test_back_to_polling_and_to_the_webhook_again(webhook_stage: Stage) -> None:
    stage, world = webhook_stage, webhook_stage.simulator.world
    leila, listening = await stage.welcome("ليلى"), stage.settings
    await stage.stop()
    await leila.says("واحد")
    stage.settings = listening.model_copy(update={"webhook_url": None})
    await stage.start()
    topic = await stage.karim.sees_topic(ar("Something else"))
    await stage.karim.sees("واحد", topic=topic)
    await leila.sees("R-")
    assert world.updates.webhook is None
    await stage.stop()
    stage.settings = listening
    await stage.start()
    await leila.says("جوج")
    await stage.karim.sees("جوج", topic=topic)
    assert world.updates.webhook
    words = [m.get("text") for m in stage.karim.messages(topic)]
    assert [words.count(f"👤 {one}") for one in ("جوج",)] == [1]


async def test_what_comes_while_nobody_is_there_is_not_lost(webhook_stage: Stage) -> None:
    stage = webhook_stage
    leila = await stage.welcome("ليلى")
    await stage.stop()
    await leila.taps(ar("🙋 Talk to a person"))
    for words in ("واحد", "جوج", "تلاتة"):
        await leila.says(words)
    await stage.start()
    topic = await stage.karim.sees_topic(ar("Talk to a person"))
    await stage.karim.sees("تلاتة", topic=topic)
    passed_on = [m["text"] for m in stage.karim.messages(topic) if "👤" in m.get("text", "")]
    assert passed_on == ["👤 واحد", "👤 جوج", "👤 تلاتة"]
