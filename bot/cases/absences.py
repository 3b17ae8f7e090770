"""How long somebody is away: whole Moroccan days, the last one included."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from bot.cases.calendar import MOROCCO

SPANS: Mapping[str, int] = {"today": 1, "3days": 3, "week": 7}
"""Days of each absence that a button offers, today being the first."""
LONGEST = timedelta(days=366)
_WRITTEN = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y")


class BadDay(ValueError):
    """No day to come, within a year."""


def end_of_span(span: str, now: datetime) -> datetime:
    """When an absence that begins today is over; KeyError for a span that nobody offers."""
    return _after(now.astimezone(MOROCCO).date() + timedelta(days=SPANS[span] - 1))


def end_of_day(written: str, now: datetime) -> datetime:
    """When an absence is over whose last day is written as 2026-12-24 or 24/12/2026.

    Raises:
        BadDay: It is no date, is past, or is more than a year away.
    """
    today = now.astimezone(MOROCCO).date()
    day = _parsed(written)
    if day is None or not today <= day <= today + LONGEST:
        raise BadDay(written)
    return _after(day)


def _parsed(written: str) -> date | None:
    for how in _WRITTEN:
        try:
            return datetime.strptime(written, how).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None


def _after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(0), MOROCCO)
