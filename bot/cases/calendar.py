"""When a centre works: its week, the public holidays, Ramadan, and its own exceptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
from hijridate import Gregorian, Hijri

from bot.cases.hours import DAYS, OFFICE_WEEK, RAMADAN, RAMADAN_HOURS, Hours

MOROCCO = ZoneInfo("Africa/Casablanca")
LONGEST_CLOSED = 60
"""Days to look ahead for an opening."""
FARTHEST = 800
"""Days that working time is followed at most: longer than any deadline is."""
MOVES = 3
"""Days that the sighting of the moon may put Ramadan before or after its computed beginning."""
_RAMADAN_MONTH = 9


@cache
def public_holidays(year: int, language: str = "fr") -> Mapping[date, str]:
    """The public holidays of Morocco with their names; the Islamic ones are estimates.

    Source: the `holidays` library, after the decrees 2-77-169 and 2-05-916 and their changes.
    """
    found = holidays.country_holidays("MA", years=year, language=language)
    return dict(sorted(found.items()))


def ramadan_of(day: date) -> tuple[date, date]:
    """The computed first day of the Ramadan of a day's Islamic year, and the day after its last.

    By the calendar of Umm al-Qura (`hijridate`); the moon is often sighted a day later in Morocco.
    """
    first = Hijri(Gregorian.fromdate(day).to_hijri().year, _RAMADAN_MONTH, 1)
    start = date.fromordinal(first.to_gregorian().toordinal())
    return start, start + timedelta(days=first.month_length())


def may_begin(day: date) -> bool:
    """Whether Ramadan may begin on a day, as the moon is sighted."""
    return abs(day - ramadan_of(day)[0]) <= timedelta(days=MOVES)


@dataclass(frozen=True)
class Calendar:
    """The opening times of a centre, day by day; times are Moroccan.

    Attributes:
        hours: The week, and under `ramadan` the hours of Ramadan where it has its own.
        exceptions: Days that are not as the week and the law say: `closed`, `open`, or `ramadan`
            for the day on which Ramadan begins in truth.
    """

    hours: Hours
    exceptions: Mapping[date, str] = field(default_factory=dict)

    def span(self, day: date) -> tuple[datetime, datetime] | None:
        """When it opens and closes on a day; None if it stays closed."""
        kind = self.exceptions.get(day)
        span = self.hours.get(DAYS[day.weekday()])
        if kind == "closed" or (kind != "open" and day in public_holidays(day.year)):
            return None
        if kind == "open" and not span:
            span = next((self.hours[day] for day in DAYS if self.hours.get(day)), None)
        if not span:
            return None
        if self.in_ramadan(day):
            span = self.hours.get(RAMADAN) or RAMADAN_HOURS
        opens, closes = (datetime.combine(day, time.fromisoformat(at), MOROCCO) for at in span)
        return opens, closes

    def in_ramadan(self, day: date) -> bool:
        """Whether a day is of Ramadan."""
        start, end = self.ramadan(day)
        return start <= day < end

    def ramadan(self, day: date) -> tuple[date, date]:
        """`ramadan_of` a day, by the moon where somebody wrote down when it begins."""
        computed = found = ramadan_of(day)
        for seen, kind in self.exceptions.items():  # everybody's first, then the centre's own
            moved = seen - computed[0]
            if kind == RAMADAN and abs(moved) <= timedelta(days=MOVES):
                found = seen, computed[1] + moved
        return found

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

    def after(self, start: datetime, working: timedelta) -> datetime:
        """The moment at which so much working time has passed since a start."""
        left = working
        for opens, closes in self._working_spans(start):
            begins = max(opens, start)
            if closes - begins >= left:
                return begins + left
            left -= closes - begins
        return start + working  # never open: better a moment too early than none

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time there is between two moments."""
        passed = timedelta()
        for opens, closes in self._working_spans(start):
            if opens >= end:
                break
            passed += max(min(closes, end) - max(opens, start), timedelta())
        return passed

    def _working_spans(self, start: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The opening times from a moment on; a centre without hours works like any office."""
        known = any(self.hours.get(day) for day in DAYS)
        calendar = self if known else Calendar(OFFICE_WEEK, self.exceptions)
        day = start.astimezone(MOROCCO).date()
        for days in range(FARTHEST):
            span = calendar.span(day + timedelta(days=days))
            if span and span[1] > start:
                yield span


class AroundTheClock:
    """The time of what cannot wait for an opening."""

    def after(self, start: datetime, working: timedelta) -> datetime:
        """The moment so much later."""
        return start + working

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much later an end is."""
        return end - start
