"""The deadlines of a case start, stand still and end with what is done about it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.calendar import AroundTheClock
from bot.cases.deadlines import TERMS, Level, WorkingTime, due, settles
from bot.cases.states import Status
from bot.cases.urgency import Urgency
from bot.i18n.text import Moment, Text, msg
from bot.storage.calendars import calendar_of
from bot.storage.outbox import Outbox
from bot.storage.tables import Case

_TOLD: dict[Level, Text] = {
    Level.owner: msg("whoever has it"),
    Level.deputy: msg("the deputy"),
    Level.supervisor: msg("the supervisors"),
    Level.national: msg("the national centre"),
}


async def time_of(session: AsyncSession, case: Case) -> WorkingTime:
    """How time passes for a case: around the clock if it is urgent now, or has no centre."""
    if case.urgency == Urgency.now or case.centre is None:
        return AroundTheClock()
    return await calendar_of(session, case.centre)


async def start(session: AsyncSession, case: Case, now: datetime) -> None:
    """A case is opened, opened again, or comes to another centre: a first answer is due."""
    time, terms = await time_of(session, case), TERMS[Urgency(case.urgency)]
    case.first_due, case.next_due = time.after(now, terms.first), None
    case.end_due, case.end_left = time.after(now, terms.end), None
    case.answered_at = case.heard_at = None
    case.reminded = Level.nobody


async def answered(session: AsyncSession, out: Outbox, case: Case, now: datetime) -> None:
    """A coordinator spoke: it is the person's turn, and the clocks stand still."""
    was_waiting = case.answered_at is not None and case.end_left is not None
    case.answered_at = now
    if was_waiting or case.end_due is None:
        return
    left = (await time_of(session, case)).between(now, case.end_due)
    case.end_left = int(left.total_seconds())
    case.first_due = case.next_due = case.end_due = None
    case.reminded = Level.nobody
    await out.redraw_card(case)


async def heard(session: AsyncSession, out: Outbox, case: Case, now: datetime) -> None:
    """The person wrote: after a first answer the next one is due, and the clocks go on."""
    case.heard_at = now
    if case.end_left is None or case.status == Status.closed:
        return
    time = await time_of(session, case)
    case.next_due = time.after(now, TERMS[Urgency(case.urgency)].next)
    case.end_due, case.end_left = time.after(now, timedelta(seconds=case.end_left)), None
    case.reminded = Level.nobody
    await out.redraw_card(case)


async def moved(session: AsyncSession, case: Case, now: datetime) -> None:
    """The urgency of a case changed: what is due follows its new terms.

    An answer counts from what waits for it, as though it had been so urgent then; the end anew.
    """
    time, terms = await time_of(session, case), TERMS[Urgency(case.urgency)]
    if case.first_due:
        case.first_due = time.after(case.waits_since, terms.first)
    if case.next_due:
        case.next_due = time.after(case.heard_at or now, terms.next)
    if case.end_due:
        case.end_due = time.after(now, terms.end)
    if case.end_left is not None:
        case.end_left = int(terms.end.total_seconds())
    case.reminded = Level.nobody


def ended(case: Case) -> None:
    """A case is closed: nothing is due any more."""
    case.first_due = case.next_due = case.end_due = case.end_left = None
    case.reminded = Level.nobody


def due_line(case: Case) -> list[Text]:
    """What the card says of the time: by when, how late and who knows, or whose turn it is."""
    at = due(case)
    if case.status == Status.closed or (at is None and case.end_left is None):
        return []
    if at is None:
        return [msg("⏸️ Waiting for the person")]
    if case.reminded:
        whom = _TOLD[Level(case.reminded)]
        return [msg("🔥 Late since {moment} · told: {whom}", moment=Moment(at=at), whom=whom)]
    if settles(case):
        return [msg("⏰ Settle by {moment}", moment=Moment(at=at))]
    return [msg("⏰ Answer by {moment}", moment=Moment(at=at))]
