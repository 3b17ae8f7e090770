from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from bot.channels.base import (
    Acknowledge,
    Button,
    Card,
    CardEdit,
    Edit,
    EndTopic,
    Location,
    Mark,
    Media,
    ReopenTopic,
    Say,
)
from bot.i18n.text import Moment, msg, msgs, verbatim
from bot.jobs import Queue
from bot.storage.database import Database
from bot.storage.mail import OutboundRow
from bot.storage.outbox import Outbox, operation_of
from bot.storage.people import meet
from bot.storage.tables import Centre
from tests.storage.world import LEILA, NOW, case_named, furnish, jobs

BACK = Button(label=msg("⬅️ Back"), data="card:R-7KQ2")
OPERATIONS = [
    Say(
        text=[msg("✅ Received. Your number: {code}", code="R-7KQ2"), verbatim("{x} /start")],
        buttons=[[Button(label=msg("📋 Menu"), data="menu")]],
        keyboard="phone",
    ),
    Say(text=[msg("They are back on {moment}.", moment=Moment(at=NOW, show="day"))]),
    Say(text=[msgs("{n} thing", "{n} things", 3)], reply_to="7"),
    Say(media=Media(kind="voice", file_id="v")),
    Say(location=Location(latitude=34.0, longitude=-5.0)),
    Edit(message="5", text=[verbatim("x")]),
    Acknowledge(press="3006"),
    Mark(message="5", mark="note"),
    Card(),
    CardEdit(buttons=[[BACK]]),
    EndTopic(delete=True),
    ReopenTopic(),
]


async def outbound(database: Database, code: str) -> list[OutboundRow]:
    """What this case's tests added, in order."""
    async with database.transaction() as session:
        case = await case_named(session, code)
        return list(
            await session.scalars(
                select(OutboundRow)
                .where(OutboundRow.cause_id.is_(None))
                .where((OutboundRow.case_id == case.id) | OutboundRow.case_id.is_(None))
                .order_by(OutboundRow.id)
            )
        )


@pytest.fixture
async def code(database: Database, queue: Queue) -> str:
    """A case that is already open, its jobs done."""
    made = await furnish(database, queue)
    async with database.transaction() as session:
        connection = await session.connection()
        await connection.exec_driver_sql("DELETE FROM queue.procrastinate_jobs")
        await connection.exec_driver_sql("UPDATE outbound SET status = 'sent'")
    return made


async def test_every_operation_is_kept_as_it_is_and_in_order(database, queue, code):
    async with database.transaction() as session:
        out = Outbox(session)
        case = await case_named(session, code)
        for operation in OPERATIONS:
            out.to_case(case, operation)
        await out.flush(queue)
    assert [operation_of(row) for row in await outbound(database, code)] == OPERATIONS


async def test_one_job_a_lane_the_most_urgent_first(database, queue, code):
    async with database.transaction() as session:
        out = Outbox(session)
        person = await meet(session, "telegram", LEILA)
        centre = (await session.scalars(select(Centre).where(Centre.kind == "centre"))).one()
        case = await case_named(session, code)
        case.urgency = 3
        out.to_group(centre, Say(text=[verbatim("1")]), thread=12)
        out.to_person(person, Say(text=[verbatim("2")]))
        out.to_case(case, Card())
        out.to_case(case, Say(text=[verbatim("3")]))
        await out.flush(queue)
        waiting = await jobs(session)
    lanes = {f"case:{case.id}": 3, f"group:{centre.id}": 1, f"person:{person.id}": 1}
    assert waiting[0] == ("deliveries", f"case:{case.id}", 3)
    assert {lane: priority for _, lane, priority in waiting} == lanes
    assert len(waiting) == len(lanes)
    assert [row.lane for row in await outbound(database, code)] == [
        f"group:{centre.id}", f"person:{person.id}", f"case:{case.id}", f"case:{case.id}",
    ]  # fmt: skip


async def test_rolled_back_there_is_neither_message_nor_job(database, queue, code):
    async with database.transaction() as session:
        out = Outbox(session)
        out.to_case(await case_named(session, code), Card())
        await out.flush(queue)
        assert len(await jobs(session)) == 1
        await session.rollback()
    async with database.transaction() as session:
        assert await jobs(session) == []
    assert await outbound(database, code) == []


async def test_the_same_turn_cannot_say_things_twice(database, queue, code):
    """A turn that runs again after a crash meets the rows of its first run."""
    async with database.transaction() as session:
        cause = await session.scalar(
            select(OutboundRow.cause_id).where(OutboundRow.cause_id.is_not(None)).limit(1)
        )
        out = Outbox(session, cause)
        out.to_case(await case_named(session, code), Card())
        with pytest.raises(IntegrityError, match="uq_outbound_cause_id"):
            await out.flush(queue)
        await session.rollback()


async def test_a_card_that_waits_is_redrawn_once(database, queue, code):
    async with database.transaction() as session:
        out = Outbox(session)
        case = await case_named(session, code)
        for _ in range(3):
            await out.redraw_card(case)
            await session.flush()
        await out.redraw_card(case, [[BACK]])
        await out.flush(queue)
    drawn = [operation_of(row) for row in await outbound(database, code)]
    assert drawn == [CardEdit(), CardEdit(buttons=[[BACK]])]
