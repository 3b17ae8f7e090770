"""The calendar of a centre: holidays, Ramadan, its own exceptions, and working time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.calendar import MOROCCO, Calendar, ramadan_of
from bot.cases.hours import DAYS

WEEK = {day: ["08:30", "16:30"] for day in DAYS[:5]}
CALENDAR = Calendar(WEEK)


def local(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=MOROCCO)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-06-01 08:29", False),  # a Monday
        ("2026-06-01 08:30", True),
        ("2026-06-01 16:29:59", True),
        ("2026-06-01 16:30", False),
        ("2026-06-06 10:00", False),  # a Saturday
        ("2026-07-30 10:00", False),  # the Feast of the Throne, a Thursday
        ("2026-02-24 15:30", False),  # in Ramadan it closes at 15:00
        ("2026-02-24 09:00", True),
    ],
)
def test_open_from_the_first_minute_to_the_last(now: str, expected: bool) -> None:
    assert CALENDAR.is_open(local(now)) is expected


@pytest.mark.parametrize(
    ("calendar", "now", "expected"),
    [
        (CALENDAR, "2026-06-01 07:00", "2026-06-01 08:30"),
        (CALENDAR, "2026-06-01 08:30", "2026-06-02 08:30"),
        (CALENDAR, "2026-06-05 17:00", "2026-06-08 08:30"),  # over the weekend
        (CALENDAR, "2026-07-29 17:00", "2026-07-31 08:30"),  # over a holiday
        (CALENDAR, "2026-02-13 17:00", "2026-02-16 08:30"),
        (Calendar({"mon": ["09:00", "12:00"]}), "2026-06-01 09:30", "2026-06-08 09:00"),
        (Calendar({"mon": []}), "2026-06-01 09:30", None),
        (Calendar({}), "2026-06-01 09:30", None),
    ],
)
def test_when_it_opens_next(calendar: Calendar, now: str, expected: str | None) -> None:
    assert calendar.next_opening(local(now)) == (local(expected) if expected else None)


def test_it_opens_at_the_same_hour_of_the_wall_when_ramadan_moves_the_clocks() -> None:
    before = local("2026-02-13 17:00")
    opening = CALENDAR.next_opening(before)
    assert opening
    offsets = before.utcoffset(), opening.utcoffset()
    assert offsets == (timedelta(hours=1), timedelta(0))


def test_a_day_can_be_closed_or_opened_by_hand() -> None:
    own = Calendar(WEEK, {date(2026, 6, 1): "closed", date(2026, 7, 30): "open"})
    assert own.span(date(2026, 6, 1)) is None
    assert own.span(date(2026, 7, 30)) == (local("2026-07-30 08:30"), local("2026-07-30 16:30"))
    sunday = Calendar(WEEK, {date(2026, 6, 7): "open"})
    assert sunday.is_open(local("2026-06-07 10:00"))


def test_the_moon_decides_when_ramadan_begins() -> None:
    start, end = ramadan_of(date(2026, 3, 1))
    assert (start, end) == (date(2026, 2, 18), date(2026, 3, 20))
    later = Calendar(WEEK, {date(2026, 2, 19): "ramadan"})
    assert not later.in_ramadan(date(2026, 2, 18))
    assert later.in_ramadan(date(2026, 3, 20))
    both = Calendar(WEEK, {date(2026, 2, 19): "ramadan", date(2026, 2, 20): "ramadan"})
    assert both.ramadan(date(2026, 3, 1))[0] == date(2026, 2, 20)  # the centre's own comes last
    own_hours = Calendar(WEEK | {"ramadan": ["10:00", "14:00"]})
    assert own_hours.span(date(2026, 2, 24)) == (
        local("2026-02-24 10:00"),
        local("2026-02-24 14:00"),
    )


moments = st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 1)).map(  # noqa: DTZ001
    lambda at: at.replace(tzinfo=MOROCCO, fold=0)
)
lengths = st.integers(0, 60 * 80).map(lambda minutes: timedelta(minutes=minutes))


@given(moments, lengths)
def test_working_time_is_counted_as_it_is_added(start: datetime, working: timedelta) -> None:
    end = CALENDAR.after(start, working)
    assert CALENDAR.between(start, end) == working


@given(moments, lengths, lengths)
def test_more_time_never_ends_earlier(start: datetime, one: timedelta, two: timedelta) -> None:
    assert CALENDAR.after(start, one + two) >= CALENDAR.after(start, one)


@given(moments, st.integers(1, 60 * 80).map(lambda minutes: timedelta(minutes=minutes)))
def test_nothing_is_due_while_it_is_closed(start: datetime, working: timedelta) -> None:
    end = CALENDAR.after(start, working)
    span = CALENDAR.span(end.astimezone(MOROCCO).date())
    assert span
    assert span[0] <= end <= span[1]
