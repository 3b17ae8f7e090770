"""When the holder of a project is asked how it goes: planning alone, nothing is sent from here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import chain, count

from bot.cases.calendar import LONGEST_CLOSED, MOROCCO, Calendar

INTERVALS = (7, 30, 90, 180, 365)
"""Days after the start: close together at first, while there is most to solve."""
YEAR = 365
"""Days between those that follow."""
HOUR = time(10)
"""When nobody sleeps any more and the morning's work is under way, Moroccan time."""
LONGEST_INTERVAL = 10 * YEAR
MOST_INTERVALS = 20


class BadIntervals(ValueError):
    """Intervals that cannot be; the message says why."""


@dataclass(frozen=True)
class CheckIn:
    """One of a project's check-ins: its number, from 1 on, and its moment."""

    number: int
    at: datetime


def intervals_in(words: str) -> tuple[int, ...]:
    """The days after the start that somebody writes, such as `7, 30, 90`, in order.

    Raises:
        BadIntervals: One is no number of days from 1 on, or there are none or too many.
    """
    written = [part for part in re.split(r"[\s,;،]+", words.strip()) if part]
    if not 1 <= len(written) <= MOST_INTERVALS:
        raise BadIntervals(f"write 1 to {MOST_INTERVALS} numbers of days, such as 7, 30, 90")
    for part in written:
        if not (part.isdecimal() and 1 <= int(part) <= LONGEST_INTERVAL):
            raise BadIntervals(f"{part!r} is no number of days from 1 to {LONGEST_INTERVAL}")
    return tuple(sorted({int(part) for part in written}))


def check_ins(
    started_on: date, calendar: Calendar, intervals: Sequence[int] = INTERVALS
) -> Iterator[CheckIn]:
    """The check-ins of a project in order, without end; it ends where its centre never opens.

    Args:
        started_on: When the project started.
        calendar: When its centre works.
        intervals: Days after the start, in order; the last one is followed by years.
    """
    yearly = (intervals[-1] + YEAR * n for n in count(1))
    for number, days in enumerate(chain(intervals, yearly), 1):
        at = moment_on(started_on + timedelta(days=days), calendar)
        if at is None:
            return
        yield CheckIn(number, at)


def due(
    started_on: date,
    calendar: Calendar,
    now: datetime,
    *,
    done: int = 0,
    intervals: Sequence[int] = INTERVALS,
) -> CheckIn | None:
    """The check-in that is to be sent now: of several that were missed only the newest.

    Args:
        started_on: When the project started.
        calendar: When its centre works.
        now: The time.
        done: The number of the last one that was sent, or passed over.
        intervals: As in `check_ins`.
    """
    newest = None
    for one in check_ins(started_on, calendar, intervals):
        if one.at > now:
            break
        newest = one
    return newest if newest and newest.number > done else None


def upcoming(
    started_on: date, calendar: Calendar, now: datetime, intervals: Sequence[int] = INTERVALS
) -> CheckIn | None:
    """The next check-in after now; None where the centre never opens."""
    return next((one for one in check_ins(started_on, calendar, intervals) if one.at > now), None)


def moment_on(day: date, calendar: Calendar) -> datetime | None:
    """A decent hour of a day, or of the first open day after it; None if none is in sight."""
    for days in range(LONGEST_CLOSED):
        span = calendar.span(day + timedelta(days=days))
        if span is None:
            continue
        opens, closes = span
        decent = datetime.combine(opens.date(), HOUR, MOROCCO)
        return decent if opens <= decent < closes else opens
    return None
