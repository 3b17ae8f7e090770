"""kill -9 at any moment: the same messages as without it, none twice."""

from __future__ import annotations

import asyncio
import random
import re
from collections import Counter

import pytest

from bot.simulator.actors import Coordinator, Person
from bot.simulator.model import Topic
from tests.crash.conftest import CrashStage
from tests.stage import ar

pytestmark = pytest.mark.crash
MENU = "What do you need? Write it as you speak, or choose."
UNSURE = "❓"


def bot_messages(person: Person) -> Counter[str]:
    """What the bot said in a chat; the code of the case left out."""
    said = (m.get("text", "") for m in person.messages() if m["from"]["is_bot"])
    return Counter(text for text in said if "R-" not in text)


def code_in(person: Person) -> str:
    """The code of the last case that the bot named."""
    return re.findall(r"R-\w+", person.chat())[-1]


async def topic_with_card(karim: Coordinator, code: str) -> Topic:
    """The topic of a case; one that was opened as the process died stays empty beside it."""

    def opened() -> Topic | None:
        named = [topic for topic in karim.room.topics.values() if code in topic.name]
        return next((t for t in named if any(ar("✋ Take") in b for b in karim.buttons(t))), None)

    topic = await karim.world.changes.until(opened, 30)
    assert topic, karim.chat()
    return topic


async def tap(person: Person, label: str) -> None:
    """Tap a button, or first have the bot repeat a question that it is not sure it asked."""
    unsure = ar("▶️ Continue")

    def offered() -> str | None:
        shown = person.buttons()
        return next((one for one in (label, unsure) if any(one in b for b in shown)), None)

    found = await person.world.changes.until(offered, 30)
    assert found, person.chat()
    if found == unsure:
        await person.taps(unsure)
    await person.taps(label)


async def test_while_a_message_is_on_its_way(crash_stage: CrashStage) -> None:
    """It arrives once; its fate is told to the coordinator, who decides."""
    stage, world = crash_stage, crash_stage.simulator.world
    leila = await stage.welcome("ليلى")
    await leila.taps(ar("🙋 Talk to a person"))
    topic = await stage.karim.sees_topic(ar("Talk to a person"))
    await stage.karim.sees(ar("✋ Take"), topic=topic)
    await stage.karim.taps(ar("✋ Take"), topic=topic)
    await leila.sees(ar("Write here: they will read it."))
    world.faults.hang("sendMessage", chat_id=leila.id)
    await stage.karim.writes(topic, "كاين بلاصة")
    await leila.sees("كاين بلاصة")
    await stage.process.kill()
    await stage.process.start()
    await stage.karim.sees(UNSURE, topic=topic)
    assert bot_messages(leila)["كاين بلاصة"] == 1
    await stage.karim.taps(ar("🔁 Send it again"), topic=topic)
    await leila.sees("كاين بلاصة")


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_at_any_moment_of_a_story(crash_stage: CrashStage, seed: int) -> None:
    """A story with three kills ends in what the same story without them says."""
    stage, chance = crash_stage, random.Random(seed)

    async def maybe_killed(*, kills: bool) -> None:
        if kills and chance.random() < 0.4:
            await asyncio.sleep(chance.random() * 0.12)
            await stage.process.kill()
            await stage.process.start()

    async def story(name: str, *, kills: bool) -> Person:
        person = await stage.welcome(name)
        await person.taps(ar("Housing"))
        await maybe_killed(kills=kills)
        await tap(person, ar("🌙 Outside or at the station"))
        await maybe_killed(kills=kills)
        await tap(person, ar("🧍 Only me"))
        await maybe_killed(kills=kills)
        await tap(person, ar("⏭️ Skip"))
        await maybe_killed(kills=kills)
        await person.sees("R-")
        topic = await topic_with_card(stage.karim, code_in(person))
        await stage.karim.writes(topic, f"مرحبا {name}")
        await maybe_killed(kills=kills)
        await person.sees(f"مرحبا {name}")
        await person.says(f"شكرا من {name}")
        await maybe_killed(kills=kills)
        await stage.karim.sees(f"شكرا من {name}", topic=topic)
        return person

    calm = await story("فاطمة", kills=False)
    stormy = await story("ليلى", kills=True)
    expected = bot_messages(calm)
    got = bot_messages(stormy)
    expected = Counter({text.replace("فاطمة", "ليلى"): n for text, n in expected.items()})
    unsure = ar("I am not sure that my last message reached you.")
    told = Counter({text: got.pop(text) for text in list(got) if text.startswith(unsure)})
    doubts = told.total()
    doubts += sum(UNSURE in m.get("text", "") for m in stage.karim.messages(code_in(stormy)))
    # Whoever pressed "continue" under a doubt asked to see the last message again.
    wanted_again = told.total() - told[unsure]
    twice = got - expected
    assert twice.total() <= wanted_again, f"said twice: {twice}"
    assert (expected - got).total() <= doubts, "lost without a word about it"


async def test_the_database_dies(crash_stage: CrashStage) -> None:
    """What is said meanwhile is handled once it is back, in order."""
    stage = crash_stage
    leila = await stage.welcome("ليلى")
    await leila.taps(ar("🙋 Talk to a person"))
    topic = await topic_with_card(stage.karim, "R-")
    before = stage.process.database_pid()
    stage.process.kill_database()
    for number in range(3):
        await leila.says(f"رسالة {number}")
    await stage.karim.sees("رسالة 2", topic=topic, timeout=60)
    assert stage.process.database_pid() != before
    passed_on = [m["text"] for m in stage.karim.messages(topic) if "رسالة" in m.get("text", "")]
    assert passed_on == [f"👤 رسالة {number}" for number in range(3)]


async def test_a_repeated_update_changes_nothing(crash_stage: CrashStage) -> None:
    stage = crash_stage
    leila = await stage.welcome("ليلى")
    before = bot_messages(leila)
    stage.simulator.world.redeliver()
    stage.simulator.world.redeliver()
    await leila.says("/menu")
    await leila.sees(ar(MENU))
    assert bot_messages(leila) - before == Counter({ar(MENU): 1})
