"""Two hundred cases at once: a group gets what it takes, and a danger does not stand in line."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select, text, update

from bot.cases.needs import BY_KEY
from bot.cases.pace import FOR_ALARMS, MINUTE, RESERVE
from bot.delivery.slots import PACED
from bot.desk.casework import Request, open_case
from bot.settings import GROUP_PACE, Settings
from bot.simulator.actors import GENERAL
from bot.simulator.server import Simulator
from bot.simulator.state import Call
from bot.storage.desk_tables import GroupPace
from bot.storage.mail import InboundRow, OutboundRow
from bot.storage.outbox import Outbox
from bot.storage.people import meet
from bot.storage.tables import Case, Centre
from tests.journeys.watching import by_the_bot, rests, settles, stored, talking
from tests.stage import Stage, ar

BURST = 200
ORDINARY = GROUP_PACE - RESERVE
PATIENCE = 120
"""Seconds for a burst on a busy machine."""


@pytest.fixture
async def strict(settings: Settings, simulator: Simulator) -> AsyncIterator[Stage]:
    """A stage with a Telegram that counts, and a Sanad that knows it."""
    simulator.world.pace.enforced = True
    simulator.world.pace.per_second = BURST  # what a person's own chat takes is not the question
    async with Stage(settings.model_copy(update={"group_pace": GROUP_PACE}), simulator) as stage:
        yield stage


async def open_cases(stage: Stage, needs: Sequence[str], first: int = 1) -> list[str]:
    """A case a person, in Fès, as fast as they can be opened; returns their codes."""
    assert stage.sanad
    assert stage.sanad.database
    assert stage.sanad.queue
    codes = []
    async with stage.sanad.database.transaction() as session:
        out = Outbox(session)
        for number, need in enumerate(needs, first):
            person = await meet(session, "telegram", str(700_000_000 + number))
            person.language, person.stage, person.town = "ar", "ready", "Fès"
            person.centre = await session.scalar(select(Centre).where(Centre.code == "fes"))
            codes.append((await open_case(session, out, person, Request(BY_KEY[need]))).code)
        await out.flush(stage.sanad.queue)
    return codes


def said_in_group(stage: Stage, method: str = "sendMessage") -> list[Call]:
    """What we tried to say (or edit) in Fès' group, oldest first."""
    calls = stage.simulator.world.called(method)
    return [call for call in calls if str(call.params["chat_id"]) == str(stage.fes.id)]


async def all_in_line(stage: Stage, waiting: int) -> None:
    """Wait until so many wait for their turn, and nothing is on its way."""
    paced = func.count().filter(OutboundRow.reason == PACED)
    moving = func.count().filter(
        OutboundRow.status.in_(["pending", "sending"]), OutboundRow.reason.is_distinct_from(PACED)
    )
    count = select(paced, moving).select_from(OutboundRow)
    async with asyncio.timeout(PATIENCE):
        while await stored(stage, count) != [(waiting, 0)]:
            await asyncio.sleep(0.2)


async def a_minute_passes(stage: Stage) -> None:
    """For Telegram, for the database, and for the jobs that wait in it."""
    world = stage.simulator.world
    later = world.clock() + MINUTE.total_seconds()
    world.clock = lambda: later
    assert stage.sanad
    assert stage.sanad.database
    async with stage.sanad.database.transaction() as session:
        await session.execute(update(GroupPace).values(sent=[]))
        sooner = OutboundRow.not_before - MINUTE
        await session.execute(update(OutboundRow).values(not_before=sooner))
        due = "UPDATE queue.procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'"
        await session.execute(text(due))


async def test_a_danger_does_not_stand_in_line(strict: Stage) -> None:
    leila = await strict.welcome("ليلى")
    before = await open_cases(strict, ["housing"] * (BURST // 2))
    await all_in_line(strict, BURST // 2 - ORDINARY)
    assert len(said_in_group(strict)) == ORDINARY
    await leila.says("bghit nmout")
    await open_cases(strict, ["job"] * (BURST - 1 - len(before)), first=BURST)
    topic = await strict.karim.sees_topic("🆘", timeout=PATIENCE)
    (code,) = re.findall(r"R-\w+", topic.name)
    await strict.karim.sees(ar("✋ Take"), topic=topic, timeout=PATIENCE)
    await strict.karim.sees("🆘", code, topic=GENERAL, timeout=PATIENCE)
    await all_in_line(strict, BURST - 1 - ORDINARY)
    after = said_in_group(strict)[ORDINARY:]
    assert len(after) == FOR_ALARMS
    assert [code in call.params["text"] for call in after] == [True] * FOR_ALARMS
    assert {call.outcome for call in strict.simulator.world.calls} == {"ok"}
    cards = select(OutboundRow.status, func.count()).where(OutboundRow.op == "card")
    counted = dict(map(tuple, await stored(strict, cards.group_by(OutboundRow.status))))
    assert counted == {"sent": ORDINARY + 1, "pending": BURST - 1 - ORDINARY}


async def test_the_more_urgent_goes_first_then_the_older(strict: Stage) -> None:
    await strict.welcome("ليلى")
    first = await open_cases(strict, ["housing"] * 2 * ORDINARY)
    urgent = await open_cases(strict, ["health"] * 3, first=BURST)
    await all_in_line(strict, ORDINARY + len(urgent))
    turns = select(Case.code, OutboundRow.not_before).join_from(OutboundRow, Case)
    waiting = await stored(strict, turns.where(OutboundRow.reason == PACED))
    latest = max(at for _, at in waiting)
    assert latest - min(at for _, at in waiting) < timedelta(minutes=2)
    await a_minute_passes(strict)
    left = len(first) - 2 * ORDINARY + len(urgent)
    await all_in_line(strict, left)
    said = " ".join(call.params["text"] for call in said_in_group(strict))
    assert [code in said for code in urgent] == [True] * len(urgent)
    went = [code in said for code in first]
    assert went == sorted(went, reverse=True)
    await a_minute_passes(strict)
    await rests(strict)
    assert len(said_in_group(strict)) == len(first) + len(urgent)
    assert {call.outcome for call in strict.simulator.world.calls} == {"ok"}


async def test_a_button_is_answered_while_others_wait(strict: Stage) -> None:
    leila, topic = await talking(strict, "ليلى")
    await open_cases(strict, ["housing"] * 2 * ORDINARY)
    await all_in_line(strict, ORDINARY + 1)
    await strict.karim.taps(ar("✋ Take"), topic=topic)
    await strict.karim.is_told(ar("It is yours."))
    await strict.karim.sees("Karim", topic=topic)
    await leila.sees(ar("Write here: they will read it."))
    await all_in_line(strict, ORDINARY + 1)
    assert {call.outcome for call in strict.simulator.world.calls} == {"ok"}


async def test_words_that_wait_for_their_turn_arrive_together(strict: Stage) -> None:
    leila, topic = await talking(strict, "ليلى")
    await open_cases(strict, ["housing"] * ORDINARY)
    await all_in_line(strict, 1)
    before = len(by_the_bot(strict.karim, topic))
    words = [f"كلمة-{number}." for number in range(20)]
    heard = select(func.count(InboundRow.handled_at))
    (((came,),)) = await stored(strict, heard)
    for one in words:
        await leila.says(one)
    await settles(strict, heard.having(func.count(InboundRow.handled_at) == came + len(words)))
    assert len(by_the_bot(strict.karim, topic)) == before
    await a_minute_passes(strict)
    await strict.karim.sees(words[-1], topic=topic)
    passed_on = by_the_bot(strict.karim, topic)[before:]
    assert passed_on == ["\n".join(f"👤 {one}" for one in words)]


async def test_a_card_that_waits_is_edited_once(strict: Stage) -> None:
    """In a full minute presses are acknowledged at once, and shown together when there is room."""
    _, topic = await talking(strict, "ليلى")
    await open_cases(strict, ["housing"] * ORDINARY)
    await all_in_line(strict, 1)
    for label in ("➕ More", "⬅️ Back", "➕ More"):
        await strict.karim.taps(ar(label), topic=topic)
    await strict.karim.sees(ar("⬅️ Back"), topic=topic)
    edits = len(said_in_group(strict, "editMessageText"))
    assert edits == RESERVE - FOR_ALARMS
    await all_in_line(strict, 1)
    world = strict.simulator.world
    acknowledged = len(world.called("answerCallbackQuery"))
    for who in (strict.karim, strict.nadia):
        await who.taps(ar("⬅️ Back"), topic=topic)
    await world.until_called("answerCallbackQuery", acknowledged + 2)
    await all_in_line(strict, 2)
    await a_minute_passes(strict)
    await strict.karim.sees(ar("✋ Take"), topic=topic)
    await rests(strict)
    assert len(said_in_group(strict, "editMessageText")) == edits + 1
    assert {call.outcome for call in strict.simulator.world.calls} == {"ok"}
