"""The opening hours of a centre's week, as they are written down."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import time

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CLOCK_TIME = re.compile(r"[0-9]{2}:[0-9]{2}")
Hours = Mapping[str, Sequence[str]]
"""Opening and closing time ("08:30", "16:30", local) by day; a day absent is closed.

Under `RAMADAN` stand the hours of every open day of that month, where a centre has its own.
"""
RAMADAN = "ramadan"
RAMADAN_HOURS = ("09:00", "15:00")
"""What public offices keep in Ramadan (a circular every year says so anew)."""
OFFICE_WEEK: Hours = dict.fromkeys(DAYS[:5], ("08:30", "16:30"))
"""The week of public offices (decree 2-05-916 of 2005)."""


class BadHours(ValueError):
    """Hours that cannot be: the message says which day and why."""


def check_hours(hours: Hours) -> None:
    """Raise BadHours unless every day is known and opens before it closes."""
    for day, span in hours.items():
        if day not in (*DAYS, RAMADAN):
            raise BadHours(f"{day!r} is not one of {', '.join((*DAYS, RAMADAN))}")
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
