"""When a centre answers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")
Hours = Mapping[str, Sequence[str]]
"""Opening and closing time ("08:30", "16:30", local) by day; a day absent is closed."""


class BadHours(ValueError):
    """Hours that cannot be: the message says which day and why."""


def check_hours(hours: Hours) -> None:
    """Raise BadHours unless every day is known and opens before it closes."""
    for day, span in hours.items():
        if day not in DAYS:
            raise BadHours(f"{day!r} is not one of {', '.join(DAYS)}")
        try:
            opens, closes = (_clock_time(at) for at in span)
        except (TypeError, ValueError):
            raise BadHours(f"{day}: write two times such as 08:30 and 16:30") from None
        if opens >= closes:
            raise BadHours(f"{day}: it closes before it opens")


def _clock_time(written: str) -> time:
    """`08:30`; TypeError or ValueError for anything else, with a zone or seconds too."""
    if not _CLOCK_TIME.fullmatch(written):
        raise ValueError(written)
    return time.fromisoformat(written)


def is_open(hours: Hours, now: datetime) -> bool:
    """Whether the centre is open at a local time."""
    span = hours.get(DAYS[now.weekday()])
    if not span:
        return False
    opens, closes = (time.fromisoformat(at) for at in span)
    return opens <= now.time() < closes


def next_opening(hours: Hours, now: datetime) -> datetime | None:
    """The next moment the centre opens after a local time; None if it never does."""
    for days in range(8):
        day = now + timedelta(days=days)
        span = hours.get(DAYS[day.weekday()])
        if span:
            opening = datetime.combine(day.date(), time.fromisoformat(span[0]), now.tzinfo)
            if opening > now:
                return opening
    return None
