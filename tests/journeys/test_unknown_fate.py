"""Nobody knows whether it went: never twice, and never without a word."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import select
from telegram.request import HTTPXRequest

from bot.settings import Settings
from bot.simulator.keyboards import inline_buttons
from bot.simulator.server import Simulator
from bot.storage.mail import OutboundRow
from tests.crash.process import free_port
from tests.journeys.watching import (
    DOUBT,
    LATER,
    SLEEP,
    UNSURE,
    by_the_bot,
    heard,
    marked,
    rests,
    settles,
    talking,
    tries,
)
from tests.stage import Stage, ar


@pytest.mark.parametrize("fault", ["drop_before", "drop"])
async def test_words_of_the_bot_that_may_be_lost_are_offered_again(
    quiet_stage: Stage, fault: str
) -> None:
    stage, went = quiet_stage, fault == "drop"
    leila = await stage.welcome("ليلى")
    getattr(stage.simulator.world.faults, fault)("sendMessage", chat_id=leila.id)
    await leila.taps(ar("Housing"))
    await leila.sees(ar(DOUBT), ar("▶️ Continue"))
    assert by_the_bot(leila).count(ar(SLEEP)) == went
    assert len(tries(stage, leila.id, ar(SLEEP))) == 1
    await leila.taps(ar("▶️ Continue"))
    await leila.sees(ar(SLEEP))
    assert by_the_bot(leila).count(ar(SLEEP)) == 1 + went
    await leila.taps(ar("🌙 Outside or at the station"))
    await leila.sees(ar("Who needs the place?"))


async def test_the_button_sends_it_again_only_once(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila = await stage.welcome("ليلى")
    stage.simulator.world.faults.drop_before("sendMessage", chat_id=leila.id)
    await leila.taps(ar("Housing"))
    await leila.taps(ar("▶️ Continue"))
    await leila.sees(ar(SLEEP))
    await leila.sees(ar(DOUBT), ar("▶️ Continue"))  # it bears a tick now, as every choice
    assert ar("▶️ Continue") not in [
        button["text"]
        for post in leila.room.posts.values()
        for button in inline_buttons(post.message)
    ]


@pytest.mark.parametrize("fault", ["drop_before", "drop"])
async def test_an_answer_that_may_be_lost_is_offered_to_the_coordinator(
    quiet_stage: Stage, fault: str
) -> None:
    stage, went = quiet_stage, fault == "drop"
    leila, topic = await heard(stage, "ليلى")
    getattr(stage.simulator.world.faults, fault)("sendMessage", chat_id=leila.id)
    answer = await stage.karim.writes(topic, "كاين بلاصة")
    trouble = await stage.karim.sees(UNSURE, ar("🔁 Send it again"), topic=topic)
    assert trouble.message["reply_to_message"]["message_id"] == answer.id
    assert by_the_bot(leila).count("كاين بلاصة") == went
    assert not answer.reactions
    await stage.karim.taps(ar("🔁 Send it again"), topic=topic)
    await stage.karim.is_told(ar("Sent again."))
    assert await marked(stage, answer)
    assert by_the_bot(leila).count("كاين بلاصة") == 1 + went
    await stage.karim.taps(ar("🔁 Send it again"), topic=topic)
    await stage.karim.is_told(ar("It arrived, or is on its way."))
    assert by_the_bot(leila).count("كاين بلاصة") == 1 + went


@pytest.mark.parametrize("fault", ["drop_before", "drop"])
async def test_words_for_the_topic_that_may_be_lost_are_offered_there(
    quiet_stage: Stage, fault: str
) -> None:
    stage, went = quiet_stage, fault == "drop"
    leila, topic = await heard(stage, "ليلى")
    getattr(stage.simulator.world.faults, fault)("sendMessage", chat_id=stage.fes.id)
    await leila.says("البرد بزاف")
    await stage.karim.sees(UNSURE, topic=topic)
    assert by_the_bot(stage.karim, topic).count("👤 البرد بزاف") == went
    await leila.says("وانا بوحدي")
    await stage.karim.sees("وانا بوحدي", topic=topic)
    await stage.karim.taps(ar("🔁 Send it again"), topic=topic)
    await stage.karim.sees("البرد بزاف", topic=topic)
    assert by_the_bot(stage.karim, topic).count("👤 البرد بزاف") == 1 + went


async def test_a_card_that_may_be_lost_is_offered_in_its_topic(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila = await stage.welcome("ليلى")
    stage.simulator.world.faults.drop_before("sendMessage", chat_id=stage.fes.id)
    await leila.taps(ar("🙋 Talk to a person"))
    topic = await stage.karim.sees_topic(ar("Talk to a person"))
    await stage.karim.taps(ar("🔁 Send it again"), topic=topic)
    await stage.karim.sees(ar("✋ Take"), topic=topic)
    await stage.karim.taps(ar("✋ Take"), topic=topic)
    await leila.sees(ar("Write here: they will read it."))


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real client, but one that gives up after a second instead of twenty."""

    def hasty(**limits: Any) -> HTTPXRequest:
        return HTTPXRequest(**limits | {"read_timeout": 1.0})

    monkeypatch.setattr("bot.app.HTTPXRequest", hasty)


@pytest.mark.usefixtures("impatient")
async def test_no_answer_is_never_followed_by_a_second_copy(
    settings: Settings, simulator: Simulator
) -> None:
    async with Stage(settings, simulator) as stage:
        leila, topic = await heard(stage, "ليلى")
        omar = await stage.welcome("عمر")
        simulator.world.faults.hang("sendMessage", chat_id=leila.id)
        simulator.world.faults.hang("sendMessage", chat_id=omar.id)
        await stage.karim.writes(topic, "كاين بلاصة")
        await stage.karim.writes(topic, "أجي غدا")
        await omar.taps(ar("Housing"))
        await leila.sees("أجي غدا")
        await stage.karim.sees(UNSURE, ar("🔁 Send it again"), topic=topic)
        await omar.sees(ar(DOUBT), ar("▶️ Continue"))
        assert by_the_bot(leila)[-2:] == ["كاين بلاصة", "أجي غدا"]
        assert by_the_bot(omar).count(ar(SLEEP)) == 1


async def test_what_does_no_harm_twice_is_simply_done_again(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, topic = await talking(stage, "ليلى")
    for method in ("editMessageText", "setMessageReaction"):
        stage.simulator.world.faults.drop_before(method, chat_id=stage.fes.id)
    await stage.karim.taps(ar("✋ Take"), topic=topic)
    answer = await stage.karim.writes(topic, "مرحبا")
    await leila.sees("مرحبا")
    await stage.karim.sees("Karim", topic=topic, timeout=LATER)
    assert await marked(stage, answer)
    assert not any(UNSURE in said for said in by_the_bot(stage.karim, topic))


class Line:
    """A wire to a server, that can be cut and mended: while it is cut nobody answers."""

    def __init__(self, server: str) -> None:
        self._far = urlsplit(server)
        self._port = free_port()
        self._near: asyncio.Server | None = None
        self._pipes: set[asyncio.Task[None]] = set()

    @property
    def url(self) -> str:
        """Where the wire begins."""
        return f"http://127.0.0.1:{self._port}"

    async def up(self) -> None:
        """Let it work."""
        self._near = await asyncio.start_server(self._connect, "127.0.0.1", self._port)

    async def down(self) -> None:
        """Cut it, with every connection on it."""
        assert self._near
        self._near.close()
        for pipe in self._pipes:
            pipe.cancel()
        await asyncio.gather(*self._pipes, return_exceptions=True)

    async def _connect(self, near: asyncio.StreamReader, out: asyncio.StreamWriter) -> None:
        far, back = await asyncio.open_connection(self._far.hostname, self._far.port)
        pipe = asyncio.gather(_pour(near, back), _pour(far, out))
        task = asyncio.ensure_future(pipe)
        self._pipes.add(task)
        try:
            await task
        except asyncio.CancelledError:
            pass
        finally:
            self._pipes.discard(task)
            out.transport.abort()
            back.transport.abort()


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    while data := await source.read(1 << 16):
        into.write(data)
        await into.drain()
    into.close()


@pytest.fixture
async def line(simulator: Simulator) -> AsyncIterator[Line]:
    """The wire from Sanad to Telegram."""
    wire = Line(simulator.url)
    await wire.up()
    yield wire
    await wire.down()


async def test_while_telegram_cannot_be_reached_it_waits_and_goes_once(
    settings: Settings, simulator: Simulator, line: Line
) -> None:
    """By webhook: people are still heard while we cannot speak."""
    port = free_port()
    heard_at = {"webhook_url": f"http://127.0.0.1:{port}/telegram", "port": port}
    stage = Stage(settings.model_copy(update=heard_at), simulator)
    stage.settings = stage.settings.model_copy(update={"telegram_api_url": line.url})
    async with stage:
        leila, topic = await heard(stage, "ليلى")
        await rests(stage)
        await line.down()
        for words in ("واحد", "جوج"):
            await stage.karim.writes(topic, words)
        await settles(stage, select(OutboundRow).where(OutboundRow.reason == "not connected"))
        await line.up()
        await leila.sees("جوج", timeout=LATER)
        assert by_the_bot(leila)[-2:] == ["واحد", "جوج"]
        assert not any(UNSURE in said for said in by_the_bot(stage.karim, topic))


async def test_a_stop_in_good_order_leaves_nothing_in_doubt(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, topic = await heard(stage, "ليلى")
    await rests(stage)
    stage.simulator.world.faults.slow("sendMessage", 0.5, chat_id=leila.id)
    answer = await stage.karim.writes(topic, "كاين بلاصة")
    await settles(stage, select(OutboundRow).where(OutboundRow.status == "sending"))
    await stage.stop()
    await stage.start()
    await leila.sees("كاين بلاصة")
    assert await marked(stage, answer)
    assert by_the_bot(leila).count("كاين بلاصة") == 1
    assert not any(UNSURE in said for said in by_the_bot(stage.karim, topic))
