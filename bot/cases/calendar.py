"""When a centre works: its week, the holidays, Ramadan, and its own exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.cases.hours import DAYS, Hours

MOROCCO = ZoneInfo("Africa/Casablanca")
LONGEST_CLOSED = 60
"""Days to look ahead for an opening."""


@dataclass(frozen=True)
class Calendar:
    """The opening times of a centre, day by day; times are Moroccan.

    Attributes:
        hours: The week.
        exceptions: Days that are not as the week says: `closed` or `open`.
    """

    hours: Hours
    exceptions: Mapping[date, str]

    def span(self, day: date) -> tuple[datetime, datetime] | None:
        """When it opens and closes on a day; None if it stays closed."""
        span = self.hours.get(DAYS[day.weekday()])
        if not span or self.exceptions.get(day) == "closed":
            return None
        opens, closes = (datetime.combine(day, time.fromisoformat(at), MOROCCO) for at in span)
        return opens, closes

    def is_open(self, now: datetime) -> bool:
        """Whether somebody is there at a moment."""
        span = self.span(now.astimezone(MOROCCO).date())
        return span is not None and span[0] <= now < span[1]

    def next_opening(self, now: datetime) -> datetime | None:
        """The next moment it opens after a moment; None if none comes in sight."""
        today = now.astimezone(MOROCCO).date()
        for days in range(LONGEST_CLOSED):
            span = self.span(today + timedelta(days=days))
            if span and span[0] > now:
                return span[0]
        return None
