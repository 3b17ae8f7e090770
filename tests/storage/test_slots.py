"""Turns in a group, asked for by many at once and from several processes."""

from __future__ import annotations

import asyncio
import random
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.cases.needs import BY_KEY
from bot.cases.pace import FOR_ALARMS, MINUTE, RESERVE
from bot.cases.urgency import Urgency
from bot.channels.base import Acknowledge, CardEdit, Edit, Mark, Say
from bot.delivery.slots import PACED, Slots, goes_to_group
from bot.desk.casework import Request, open_case
from bot.i18n.text import verbatim
from bot.jobs import Queue
from bot.settings import GROUP_PACE
from bot.storage.database import Database
from bot.storage.mail import OutboundRow
from bot.storage.outbox import Outbox
from bot.storage.people import meet
from bot.storage.tables import Case, Centre
from tests.storage.world import NOW, furnish

CASES = 40
ORDINARY = GROUP_PACE - RESERVE


@pytest.fixture
async def lanes(database: Database, queue: Queue) -> list[str]:
    """The lanes of many cases of one centre, the oldest first; nothing has been sent yet."""
    await furnish(database, queue)
    async with database.transaction() as session:
        await session.execute(update(OutboundRow).values(status="sent"))
        out, cases = Outbox(session), []
        for number in range(CASES):
            person = await meet(session, "telegram", str(700_000_000 + number))
            person.centre = await session.scalar(select(Centre).where(Centre.group.is_not(None)))
            cases.append(await open_case(session, out, person, Request(BY_KEY["housing"])))
        await out.flush(queue)
        return [Outbox.lane_of(case) for case in cases]


async def asks(database: Database, lane: str, now: datetime = NOW) -> datetime | None:
    """What a lane is told that asks for its turn, as deliveries do it."""
    async with database.transaction() as session:
        first = select(OutboundRow).where(OutboundRow.lane == lane, OutboundRow.status != "sent")
        row = (await session.scalars(first.order_by(OutboundRow.id).with_for_update())).first()
        assert row
        group = select(Centre).where(Centre.group.is_not(None))
        centre = (await session.scalars(group)).one()
        turn = await Slots(GROUP_PACE, lambda: now).turn(session, row, centre)
        row.status, row.not_before = ("pending", turn) if turn else ("sent", None)
        row.reason = PACED if turn else None
        return turn


async def all_ask(urls: list[Database], lanes: list[str], now: datetime = NOW) -> list[bool]:
    """Which of these lanes may send, when they ask at once and in any order."""
    order = random.Random(5).sample(range(len(lanes)), len(lanes))
    turns = await asyncio.gather(*(asks(urls[n % len(urls)], lanes[n], now) for n in order))
    told = dict(zip(order, turns, strict=True))
    return [told[n] is None for n in range(len(lanes))]


async def test_the_oldest_go_and_no_more_than_fit(database, database_url, lanes):
    other = Database(database_url)
    both = [database, other]
    assert await all_ask(both, lanes) == [n < ORDINARY for n in range(CASES)]
    left = lanes[ORDINARY:]
    assert await all_ask(both, left) == [False] * len(left)
    assert await all_ask(both, left, NOW + MINUTE) == [n < ORDINARY for n in range(len(left))]
    await other.close()


async def test_every_turn_that_is_promised_is_kept(database, lanes):
    """Whoever asks again when told to gets through; nobody is passed by for ever."""
    waiting = [(NOW, lane) for lane in lanes]
    asked = 0
    while waiting:
        at, lane = min(waiting)
        waiting.remove((at, lane))
        turn = await asks(database, lane, at)
        asked += 1
        if turn:
            assert turn > at
            waiting.append((turn, lane))
    assert asked < 3 * CASES


async def test_the_more_urgent_go_first_and_a_danger_at_once(database, queue, lanes):
    async with database.transaction() as session:
        last = [int(lane.removeprefix("case:")) for lane in lanes[-3:]]
        for row in await session.scalars(select(OutboundRow).where(OutboundRow.case_id.in_(last))):
            row.urgency = Urgency.today
    may = await all_ask([database], lanes)
    assert may == [n < ORDINARY - 3 or n >= CASES - 3 for n in range(CASES)]
    for _ in range(FOR_ALARMS):
        async with database.transaction() as session:
            person = await meet(session, "telegram", str(random.getrandbits(40)))
            person.centre = await session.scalar(select(Centre).where(Centre.group.is_not(None)))
            out = Outbox(session)
            danger = Request(BY_KEY["danger"], urgency=Urgency.now)
            case = await open_case(session, out, person, danger)
            await out.flush(queue)
        assert await asks(database, Outbox.lane_of(case)) is None


async def test_what_a_coordinator_does_lifts_what_stands_before_it(database, queue, lanes):
    await all_ask([database], lanes)
    async with database.transaction() as session:
        case = await session.get_one(Case, int(lanes[-1].removeprefix("case:")))
        out = Outbox(session, staff_waits=True)
        out.to_case(case, Say(text=[verbatim("x")]))
        await out.flush(queue)
    assert [await asks(database, lanes[-1]) for _ in range(2)] == [None, None]


async def test_whoever_waits_for_something_else_holds_nobody_up(database, lanes):
    async with database.transaction() as session:
        blocked = OutboundRow.lane.in_(lanes[:ORDINARY])
        later = {"not_before": NOW + timedelta(minutes=5), "reason": "429"}
        await session.execute(update(OutboundRow).where(blocked).values(later))
    assert await asks(database, lanes[ORDINARY]) is None
    assert await asks(database, lanes[2 * ORDINARY - 1]) is None
    assert await asks(database, lanes[2 * ORDINARY]) == NOW + MINUTE


async def test_only_what_telegram_counts_needs_a_turn(database, queue):
    await furnish(database, queue)
    async with database.transaction() as session:
        centre = (await session.scalars(select(Centre).where(Centre.group.is_not(None)))).one()
        case = (await session.scalars(select(Case))).one()
        out = Outbox(session)
        for operation in (Mark(message="5", mark="note"), Say(text=[verbatim("1")]), CardEdit()):
            out.to_case(case, operation)
        out.to_group(centre, Acknowledge(press="1"))
        out.to_group(centre, Edit(message="5", text=[verbatim("2")]))
        await out.flush(queue)
        mine = select(OutboundRow).where(OutboundRow.cause_id.is_(None)).order_by(OutboundRow.id)
        needing = [row.op for row in await session.scalars(mine) if goes_to_group(row, centre)]
        theirs = (await session.scalars(select(OutboundRow).where(~OutboundRow.to_case))).first()
        assert needing == ["say", "card_edit", "edit"]
        assert theirs
        assert not goes_to_group(theirs, centre)
