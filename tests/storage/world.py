"""A centre, its coordinator, and a person who wrote, asked and left a number."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.needs import BY_KEY
from bot.centres import CentreEntry, import_centres
from bot.channels.base import Contact, Inbound, Media, Say
from bot.desk.casework import Request, open_case
from bot.dialogue.state import Dialogue
from bot.i18n.text import verbatim
from bot.jobs import Queue
from bot.staff import add_coordinator
from bot.storage.casebook import message_index
from bot.storage.database import Database
from bot.storage.inbox import receive
from bot.storage.mail import InboundRow
from bot.storage.outbox import Outbox
from bot.storage.people import meet
from bot.storage.sealed import vault
from bot.storage.tables import Case

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
LEILA, KARIM, GROUP = "7319400517", "7319400999", "-1007319400333"
SECRETS = {
    "her words": "كنبات فلاكار من نهار الاثنين",
    "her answer": "avec mes deux enfants à Bensouda",
    "what she was told": "Passez demain à dix heures",
    "her name": "ليلى بنت الحومة",
    "her phone": "+212612987650",
    "her town": "Sidi Kacem",
    "her file": "AgACAgQAAxkBAAIunique",
    "her Telegram id": LEILA,
    "the coordinator's id": KARIM,
    "the coordinator's name": "كريم ديال المركز",
    "the group": GROUP,
}


def from_leila(number: int = 1, **content: object) -> Inbound:
    return Inbound(
        channel="telegram", external_id=f"1:{number}", chat=LEILA, sender=LEILA,
        message=str(number), **content,
    )  # fmt: skip


async def furnish(database: Database, queue: Queue) -> str:
    """Store all of it by the functions that the bot uses; returns the case's code."""
    hers = from_leila(
        text=SECRETS["her words"],
        contact=Contact(phone=SECRETS["her phone"], name=SECRETS["her name"], own=True),
    )
    await receive(database, queue, hers)
    async with database.transaction() as session:
        await import_centres(session, [centre()])
        await session.flush()
        await add_coordinator(session, "fes", KARIM, SECRETS["the coordinator's name"])
        person = await meet(session, "telegram", LEILA)
        row = (await session.scalars(select(InboundRow))).one()
        row.person_id, row.handled_at = person.id, NOW
        person.stage, person.language, person.town = "ready", "ar", SECRETS["her town"]
        person.phone = SECRETS["her phone"]
        person.phone_index = vault().index("phone", SECRETS["her phone"])
        person.dialogue = Dialogue(story=SECRETS["her words"]).model_dump(mode="json")
        out = Outbox(session, row.id)
        case = await open_case(session, out, person, request())
        person.talking_case_id = case.id
        out.to_person(person, Say(text=[verbatim(SECRETS["what she was told"])]), case=case)
        await out.flush(queue)
        return case.code


def centre() -> CentreEntry:
    return CentreEntry(
        code="fes", name_ar="مركز فاس", name_fr="Centre de Fès", region="fes-meknes",
        latitude=34.03, longitude=-5.0, hours={"mon": ["08:30", "16:30"]}, group_chat_id=GROUP,
    )  # fmt: skip


def request() -> Request:
    return Request(
        need=BY_KEY["housing"],
        answers={"housing_situation": "outside", "housing_details": SECRETS["her answer"]},
        story=SECRETS["her words"],
        media=[Media(kind="photo", file_id=SECRETS["her file"])],
        form="housing_form",
        source=message_index("telegram", LEILA, "1"),
    )


async def case_named(session: AsyncSession, code: str) -> Case:
    return (await session.scalars(select(Case).where(Case.code == code))).one()


async def jobs(session: AsyncSession) -> list[tuple[str, str, int]]:
    """The jobs that wait, as task, lane and priority, in the order they will be fetched."""
    rows = await session.execute(
        text(
            "SELECT task_name, args->>'lane', priority FROM queue.procrastinate_jobs "
            "WHERE status = 'todo' ORDER BY priority DESC, id"
        )
    )
    return [tuple(row) for row in rows]
