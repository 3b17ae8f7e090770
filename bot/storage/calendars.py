"""The calendar of a centre, from its hours and the days that it, or everybody, changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.calendar import Calendar
from bot.cases.hours import RAMADAN
from bot.storage.desk_tables import CalendarDay
from bot.storage.tables import Centre

_A_MONTH = timedelta(days=30)


async def calendar_of(session: AsyncSession, centre: Centre) -> Calendar:
    """When a centre works; a day of its own goes before everybody's."""
    return Calendar(centre.hours, {row.day: row.kind for row in await changed(session, centre)})


async def changed(session: AsyncSession, centre: Centre) -> Sequence[CalendarDay]:
    """The changed days of a centre: everybody's, then its own."""
    ours = or_(CalendarDay.centre_id.is_(None), CalendarDay.centre_id == centre.id)
    rows = select(CalendarDay).where(ours)
    return list(await session.scalars(rows.order_by(CalendarDay.centre_id.nulls_first())))


async def change_day(
    session: AsyncSession, centre: Centre, day: date, kind: str, why: str | None = None
) -> None:
    """Write down that a day of a centre is not as the week and the law say.

    Ramadan begins once a year: another day on which it was to begin is forgotten.
    """
    await forget_day(session, centre, day)
    if kind == RAMADAN:
        near = CalendarDay.day.between(day - _A_MONTH, day + _A_MONTH)
        own = CalendarDay.centre_id == centre.id, CalendarDay.kind == RAMADAN
        await session.execute(delete(CalendarDay).where(*own, near))
    session.add(CalendarDay(centre_id=centre.id, day=day, kind=kind, why=why))


async def forget_day(session: AsyncSession, centre: Centre, day: date) -> bool:
    """Let a day be as the week and the law say again; False where it was so."""
    own = CalendarDay.centre_id == centre.id, CalendarDay.day == day
    gone = delete(CalendarDay).where(*own).returning(CalendarDay.id)
    return (await session.scalars(gone)).first() is not None
