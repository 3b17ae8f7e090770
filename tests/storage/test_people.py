from __future__ import annotations

from sqlalchemy import func, select

from bot.channels.base import Inbound, Say
from bot.i18n.text import verbatim
from bot.jobs import Queue
from bot.storage.database import Database
from bot.storage.inbox import receive
from bot.storage.mail import InboundRow, OutboundRow
from bot.storage.outbox import Outbox
from bot.storage.people import cases_of, forget, live_address, meet, person_at
from bot.storage.tables import Address, Person
from tests.storage.world import GROUP, KARIM, LEILA, NOW, case_named, from_leila, furnish


async def test_the_second_meeting_is_with_the_same_person(database: Database):
    async with database.transaction() as session:
        first = await meet(session, "telegram", LEILA)
        assert first.stage == "language"
    async with database.transaction() as session:
        assert (await meet(session, "telegram", LEILA)).id == first.id
        assert (await meet(session, "sms", LEILA)).id != first.id
        assert await person_at(session, "telegram", "7000") is None


async def test_a_dead_address_is_not_used(database: Database):
    async with database.transaction() as session:
        person = await meet(session, "telegram", LEILA)
        assert live_address(person).address == LEILA
        person.addresses[0].dead_since = NOW
        assert live_address(person) is None


async def test_forgetting_leaves_figures_without_words(database: Database, queue: Queue):
    code = await furnish(database, queue)
    spoken = Inbound(
        channel="telegram", external_id="1:50", chat=GROUP, group=True, thread=12, sender=KARIM,
        text="Passez demain",
    )  # fmt: skip
    goodbye = from_leila(60, text="erase my data")
    for inbound in (spoken, goodbye):
        await receive(database, queue, inbound)
    async with database.transaction() as session:
        other = await meet(session, "telegram", "7000")
        Outbox(session).to_person(other, Say(text=[verbatim("stays")]))
        case = await case_named(session, code)
        topic = await inbound_numbered(session, "1:50")
        topic.case_id = case.id
    async with database.transaction() as session:
        person = await person_at(session, "telegram", LEILA, lock=True)
        cause = await inbound_numbered(session, "1:60")
        cause.person_id = person.id
        out = Outbox(session, cause.id)
        out.to_case(await case_named(session, code), Say(text=[verbatim("they are gone")]))
        await out.flush(queue)
        await forget(session, person, cause.id, NOW)
    async with database.transaction() as session:
        case = await case_named(session, code)
        assert (case.person_id, case.answers) == (None, None)
        assert (case.need, case.urgency, case.centre.code) == ("housing", 2, "fes")
        assert case.opened_at
        assert await person_at(session, "telegram", LEILA) is None
        assert list(await session.scalars(select(Person.id))) == [other.id]
        assert await session.scalar(select(func.count(Address.id))) == 1
        inbound = list(await session.scalars(select(InboundRow)))
        assert len(inbound) == 3
        assert all(row.body is None and row.person_id is None for row in inbound)
        assert all(row.handled_at and row.lane == "" for row in inbound)
        said = list(await session.scalars(select(OutboundRow).where(OutboundRow.op == "say")))
        words = [row.body["text"][0]["args"]["words"] for row in said]
        assert sorted(words) == ["stays", "they are gone"]
        assert await cases_of(session, other) == []


async def test_who_comes_back_is_somebody_new(database: Database, queue: Queue):
    await furnish(database, queue)
    async with database.transaction() as session:
        person = await person_at(session, "telegram", LEILA)
        await forget(session, person, 0, NOW)
        again = await meet(session, "telegram", LEILA)
        assert again.id != person.id
        assert (again.phone, again.town, again.dialogue, again.stage) == (
            None, None, None, "language",
        )  # fmt: skip
        assert await cases_of(session, again) == []


async def inbound_numbered(session, number: str) -> InboundRow:
    return (await session.scalars(select(InboundRow).where(InboundRow.external_id == number))).one()
