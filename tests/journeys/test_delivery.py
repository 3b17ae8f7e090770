"""Whatever goes wrong on the way: in order, once, and nothing lost without a word about it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from telegram.request import HTTPXRequest

from bot.settings import Settings
from bot.simulator.actors import Person
from bot.simulator.keyboards import inline_buttons
from bot.simulator.model import Post, Topic
from bot.simulator.server import Simulator
from bot.simulator.state import Call
from bot.storage.tables import Address, Case, Centre, OutboundRow
from tests.crash.process import free_port
from tests.stage import Stage, ar, fr

MENU = "What do you need? Write it as you speak, or choose."
SLEEP = "Where do you sleep these days?"
DOUBT = "I am not sure that my last message reached you."
UNSURE = "❓"
TIME_LIMIT = 30.0
LATER = 20.0
"""Longer than any wait that a test arranges."""


async def talking(stage: Stage, name: str) -> tuple[Person, Topic]:
    """Somebody whom Karim listens to, with the topic that he reads them in."""
    person = await stage.welcome(name)
    await person.taps(ar("🙋 Talk to a person"))
    await person.sees("R-")
    topic = await stage.karim.sees_topic(code_of(person))
    await stage.karim.sees(ar("✋ Take"), topic=topic)
    return person, topic


async def heard(stage: Stage, name: str) -> tuple[Person, Topic]:
    """The same after Karim took the case, and everything about that has arrived."""
    person, topic = await talking(stage, name)
    await stage.karim.taps(ar("✋ Take"), topic=topic)
    await stage.karim.sees("Karim", topic=topic)
    await person.sees(ar("Write here: they will read it."))
    return person, topic


def code_of(person: Person) -> str:
    """The code of the last case that the bot named."""
    return re.findall(r"R-\w+", person.chat())[-1]


def by_the_bot(person: Person, topic: Topic | None = None) -> list[str]:
    """What the bot said, oldest first."""
    return [m.get("text", "") for m in person.messages(topic) if m["from"]["is_bot"]]


def tries(stage: Stage, chat_id: int, words: str) -> list[Call]:
    """Every attempt to send some words to a chat."""
    return [
        call
        for call in stage.simulator.world.called("sendMessage")
        if str(call.params["chat_id"]) == str(chat_id) and words in call.params.get("text", "")
    ]


async def stored(stage: Stage, question: Select[Any]) -> list[Any]:
    """What the database holds."""
    assert stage.sanad
    assert stage.sanad.database
    async with stage.sanad.database.reading() as session:
        return list((await session.execute(question)).unique().all())


async def settles(stage: Stage, question: Select[Any]) -> list[Any]:
    """Wait until the database holds something."""
    async with asyncio.timeout(TIME_LIMIT):
        while not (found := await stored(stage, question)):
            await asyncio.sleep(0.05)
    return found


async def rests(stage: Stage) -> None:
    """Wait until all that was to go has gone, and is written down as such."""
    waiting = select(OutboundRow).where(OutboundRow.status.in_(["pending", "sending"]))
    async with asyncio.timeout(TIME_LIMIT):
        while await stored(stage, waiting):
            await asyncio.sleep(0.05)


async def marked(stage: Stage, post: Post) -> bool:
    """Whether a coordinator's message comes to bear the mark of one that went."""
    return bool(await stage.simulator.world.changes.until(lambda: post.reactions or None, LATER))


# -- it did not go, and Telegram says so ----------------------------------------------------


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


# -- nobody knows whether it went -----------------------------------------------------------


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


# -- nobody is there, or the message is wrong -----------------------------------------------


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


# -- a server that does not know everything -------------------------------------------------

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


# -- the group -------------------------------------------------------------------------------


async def plain_case(stage: Stage, name: str) -> tuple[Person, Post]:
    """Somebody of Casablanca, whose group has no topics, with their card."""
    person = await stage.welcome(name, "fr", town="Casablanca")
    await person.taps(fr("🙋 Talk to a person"))
    await person.sees("R-")
    return person, await stage.salma.sees(code_of(person), fr("✋ Take"))


@pytest.mark.parametrize("forum", [False, True])
async def test_a_group_becomes_a_supergroup_in_the_middle(quiet_stage: Stage, forum: bool) -> None:
    stage, salma = quiet_stage, quiet_stage.salma
    omar, card = await plain_case(stage, "Omar")
    await salma.says("Je vous écoute", reply_to=card)
    await omar.sees("Je vous écoute")
    stage.simulator.world.migrate_group(stage.casa.id, forum=forum)
    await omar.says("c'est pour mon fils")
    said = await salma.sees("c'est pour mon fils")
    await rests(stage)  # nobody reads and answers within a millisecond
    await salma.says("Quel âge a-t-il ?", topic=said.topic, reply_to=said)
    await omar.sees("Quel âge a-t-il ?")
    samira = await stage.welcome("Samira", "fr", town="Casablanca")
    await samira.taps(fr("🙋 Talk to a person"))
    await samira.sees("R-")
    topic = await salma.sees_topic(code_of(samira)) if forum else None
    await salma.sees(code_of(samira), fr("✋ Take"), topic=topic)


async def test_an_answer_to_a_message_that_nobody_knows_of_is_not_swallowed(
    quiet_stage: Stage,
) -> None:
    """Its sending was cut off after it arrived: we never learnt its number."""
    stage, salma = quiet_stage, quiet_stage.salma
    omar, _ = await plain_case(stage, "Omar")
    await rests(stage)
    stage.simulator.world.faults.drop("sendMessage", chat_id=stage.casa.id)
    await omar.says("c'est pour mon fils")
    said = await salma.sees("c'est pour mon fils")
    await salma.sees(UNSURE)
    answer = await salma.says("Je vous écoute", reply_to=said)
    told = await salma.sees("")
    assert told.message["reply_to_message"]["message_id"] == answer.id


async def test_it_learns_of_the_supergroup_by_writing_to_the_old_group(
    quiet_stage: Stage,
) -> None:
    stage, salma = quiet_stage, quiet_stage.salma
    omar, _ = await plain_case(stage, "Omar")
    allowed = stage.simulator.world.updates.allowed
    stage.simulator.world.updates.allowed = [""]  # the news of it gets lost
    stage.simulator.world.migrate_group(stage.casa.id)
    stage.simulator.world.updates.allowed = allowed
    await omar.says("c'est pour mon fils")
    said = await salma.sees("c'est pour mon fils")
    await rests(stage)  # nobody reads and answers within a millisecond
    await salma.says("Je vous écoute", reply_to=said)
    await omar.sees("Je vous écoute")


async def test_a_request_that_waits_can_be_taken_in_the_supergroup(quiet_stage: Stage) -> None:
    stage = quiet_stage
    omar, _ = await plain_case(stage, "Omar")
    stage.simulator.world.migrate_group(stage.casa.id)
    await omar.says("c'est pour mon fils")
    await stage.salma.sees("c'est pour mon fils")
    await stage.salma.taps(fr("✋ Take"))
    await omar.sees(fr("Write here: they will read it."))


async def test_old_numbers_of_messages_mean_nothing_in_the_supergroup(quiet_stage: Stage) -> None:
    """A supergroup counts its messages anew: what colleagues say stays among them."""
    stage, salma, world = quiet_stage, quiet_stage.salma, quiet_stage.simulator.world
    omar, card = await plain_case(stage, "Omar")
    world.migrate_group(stage.casa.id)
    said = await salma.says("Bonjour à tous")
    while said.id < card.id:
        said = await salma.says("Bonjour à tous")
    secret = await salma.says("On en parle entre nous", reply_to=said)
    assert secret.message["reply_to_message"]["message_id"] == card.id
    await omar.says("c'est pour mon fils")
    heard_there = await salma.sees("c'est pour mon fils")
    await rests(stage)
    await salma.says("Je vous écoute", reply_to=heard_there)
    await omar.sees("Je vous écoute")
    assert "entre nous" not in omar.chat()


class Groupless(Stage):
    """Fès has no group yet."""

    async def furnish(self, session: AsyncSession) -> None:
        await super().furnish(session)
        centre = await session.scalar(select(Centre).where(Centre.code == "fes"))
        assert centre
        centre.group = centre.group_index = None


async def test_without_a_group_the_request_waits_and_the_person_is_answered(
    settings: Settings, simulator: Simulator
) -> None:
    waiting = select(OutboundRow.op, OutboundRow.status).where(OutboundRow.to_case)
    async with Groupless(settings, simulator) as stage:
        leila = await stage.welcome("ليلى")
        await leila.taps(ar("🙋 Talk to a person"))
        await leila.sees("R-")
        await leila.says("باقا كنتسنى")
        await settles(stage, waiting.where(OutboundRow.reason == "no group"))
        await settles(stage, waiting.where(OutboundRow.op == "say"))
        assert await stored(stage, waiting.order_by(OutboundRow.id)) == [
            ("card", "pending"),
            ("say", "pending"),
        ]
        assert await stored(stage, select(Case.topic, Case.status)) == [(None, "open")]
        await leila.taps(ar("📋 Menu"))
        await leila.sees(ar(MENU))
    assert simulator.world.called("createForumTopic") == []


async def test_out_of_the_group_nothing_of_the_centre_is_given_up(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, _ = await heard(stage, "ليلى")
    stage.simulator.world.remove_bot(stage.fes.id, stage.karim.id)
    await leila.says("باقا كنتسنى")
    unreachable = select(OutboundRow.status).where(OutboundRow.reason == "group unreachable")
    assert await settles(stage, unreachable) == [("pending",)]


# -- many at once, and every word whole -----------------------------------------------------


async def test_ten_conversations_side_by_side_each_in_order(quiet_stage: Stage) -> None:
    stage, karim, names = quiet_stage, quiet_stage.karim, [f"شخص{number}" for number in range(10)]

    async def arrives(name: str) -> tuple[Person, Topic]:
        person = await stage.welcome(name)
        await person.taps(ar("🙋 Talk to a person"))
        await person.sees("R-", timeout=TIME_LIMIT)
        return person, await karim.sees_topic(code_of(person), timeout=TIME_LIMIT)

    people = await asyncio.gather(*(arrives(name) for name in names))
    for turn in range(5):
        for name, (person, topic) in zip(names, people, strict=True):
            await person.says(f"{name} قال {turn}")
            await karim.writes(topic, f"ل {name} جواب {turn}")
    for name, (person, topic) in zip(names, people, strict=True):
        await karim.sees(f"{name} قال 4", topic=topic, timeout=TIME_LIMIT)
        await person.sees(f"ل {name} جواب 4", timeout=TIME_LIMIT)
        said = [text for text in by_the_bot(karim, topic) if f"{name} قال" in text]
        assert said == [f"👤 {name} قال {turn}" for turn in range(5)]
        answers = [text for text in by_the_bot(person) if f"{name} جواب" in text]
        assert answers == [f"ل {name} جواب {turn}" for turn in range(5)]


LONGEST = [
    "ا" * 4095 + ".",
    "ك" * 4031 + ".",
    "é" * 4033 + ".",
    "🌹" * 2047 + "..",
    "a<&>" * 1024,
]


async def passes(stage: Stage, person: Person, topic: Topic, words: str) -> None:
    """Some words pass whole, there and back."""
    await person.says(words)
    await stage.karim.sees(words, topic=topic)
    await stage.karim.writes(topic, words)
    await person.sees(words)
    assert by_the_bot(person)[-1] == words
    assert by_the_bot(stage.karim, topic)[-1].removeprefix("👤 ") == words


@pytest.mark.parametrize("words", LONGEST, ids=lambda words: f"{words[0]}-{len(words)}")
async def test_the_longest_texts_pass_whole(quiet_stage: Stage, words: str) -> None:
    leila, topic = await heard(quiet_stage, "ليلى")
    await passes(quiet_stage, leila, topic, words)


@pytest.mark.parametrize("words", LONGEST, ids=lambda words: f"{words[0]}-{len(words)}")
async def test_the_longest_text_that_opens_a_request_passes_whole(
    quiet_stage: Stage, words: str
) -> None:
    stage, leila = quiet_stage, await quiet_stage.welcome("ليلى")
    await leila.says(words)
    await leila.sees("R-")
    topic = await stage.karim.sees_topic(code_of(leila))
    await stage.karim.sees(words, topic=topic)


@pytest.mark.parametrize("words", LONGEST, ids=lambda words: f"{words[0]}-{len(words)}")
async def test_the_longest_change_passes_whole(quiet_stage: Stage, words: str) -> None:
    leila, topic = await heard(quiet_stage, "ليلى")
    said = await leila.says("غلط")
    await leila.edits(said, words)
    await quiet_stage.karim.sees(words, topic=topic)


@pytest.mark.parametrize("caption", ["ا" * 1024, "ا" * 1023, "🌹" * 512])
async def test_the_longest_captions_pass_whole(quiet_stage: Stage, caption: str) -> None:
    stage, karim = quiet_stage, quiet_stage.karim
    leila, topic = await heard(stage, "ليلى")
    await leila.sends_photo(caption)
    await karim.sees(caption, topic=topic)
    await stage.arrives(karim, "photo", topic)
    await karim.sends_photo(caption, topic=topic)
    await leila.sees(caption)
    await stage.arrives(leila, "photo")


ODD = [
    "<b>غامق</b> & <i>مائل</i> <script>alert(1)</script> &amp;",
    "*نجمة* _خط_ `code` [رابط](http://example.org) \\",
    "\u200fمن اليمين\u200e to the left\u202e و\u2066هنا\u2069",
    "ا\u200bل\u200cس\u200dل\ufeffام",
    "🌹",
    "👩🏽‍👩🏽‍👧🏽‍👦🏽 🇲🇦 ❤️",
    "{words} {{x}} %s %(name)s {0} ${a}",
    "سطر\n\n\nآخر\tمع فراغ   طويل",
    "ﷺ ـــ ١٢٣ ؟",
    "'; DROP TABLE people; --",
    "\u0627\u0301\u0300\u0302\u0303\u0308\u0654",
]


async def test_odd_words_pass_as_they_are(quiet_stage: Stage) -> None:
    leila, topic = await heard(quiet_stage, "ليلى")
    for words in ODD:
        await passes(quiet_stage, leila, topic, words)


async def test_odd_words_stand_on_the_card_as_they_are(quiet_stage: Stage) -> None:
    stage, karim = quiet_stage, quiet_stage.karim
    leila = await stage.welcome("ليلى")
    await leila.says("\n".join(ODD))
    await leila.sees("R-")
    topic = await karim.sees_topic(code_of(leila))
    await karim.sees("\n".join(ODD), ar("✋ Take"), topic=topic)
