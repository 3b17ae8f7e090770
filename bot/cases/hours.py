"""When a centre answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
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
            opens, closes = (time.fromisoformat(str(at)) for at in span)
        except ValueError:
            raise BadHours(f"{day}: write two times such as 08:30 and 16:30") from None
        if opens >= closes:
            raise BadHours(f"{day}: it closes before it opens")


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
