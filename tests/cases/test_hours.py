from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cases.hours import DAYS, BadHours, check_hours, is_open, next_opening
from bot.i18n.catalogs import MOROCCO

WEEK = {day: ["08:30", "16:30"] for day in DAYS[:5]}


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
    ],
)
def test_open_from_the_first_minute_to_the_last(now, expected):
    assert is_open(WEEK, local(now)) is expected


@pytest.mark.parametrize(
    ("hours", "now", "expected"),
    [
        (WEEK, "2026-06-01 07:00", "2026-06-01 08:30"),
        (WEEK, "2026-06-01 08:30", "2026-06-02 08:30"),
        (WEEK, "2026-06-01 20:00", "2026-06-02 08:30"),
        (WEEK, "2026-06-05 17:00", "2026-06-08 08:30"),  # over the weekend
        ({"mon": ["09:00", "12:00"]}, "2026-06-01 09:30", "2026-06-08 09:00"),
        ({"mon": []}, "2026-06-01 09:30", None),
        ({}, "2026-06-01 09:30", None),
    ],
)
def test_when_it_opens_next(hours, now, expected):
    assert next_opening(hours, local(now)) == (local(expected) if expected else None)


def test_it_opens_at_the_same_hour_of_the_wall_when_ramadan_moves_the_clocks():
    before = local("2026-02-13 17:00")
    opening = next_opening(WEEK, before)
    assert opening == local("2026-02-16 08:30")
    assert before.utcoffset() - opening.utcoffset() == timedelta(hours=1)


@pytest.mark.parametrize(
    ("hours", "says"),
    [
        ({"monday": ["08:30", "16:30"]}, "'monday' is not one of mon, tue"),
        ({"mon": ["16:30", "08:30"]}, "mon: it closes before it opens"),
        ({"mon": ["08:30", "08:30"]}, "mon: it closes before it opens"),
        ({"tue": ["08:30"]}, "tue: write two times"),
        ({"tue": ["08:30", "12:00", "16:30"]}, "tue: write two times"),
        ({"tue": ["8h30", "16h30"]}, "tue: write two times"),
        ({"tue": ["08:30", "24:30"]}, "tue: write two times"),
        # What YAML makes of 16:30 without quotes, of "closed", and of nothing.
        ({"wed": ["08:30", 990]}, "wed: write two times"),
        ({"wed": "closed"}, "wed: write two times"),
        ({"wed": None}, "wed: write two times"),
        ({"wed": 990}, "wed: write two times"),
        # Hours are local: with a zone they could not be compared with the clock.
        ({"thu": ["08:30+01:00", "16:30"]}, "thu: write two times"),
        ({"thu": ["08:30+01:00", "16:30+01:00"]}, "thu: write two times"),
    ],
)
def test_hours_that_cannot_be_are_refused_by_day(hours, says):
    with pytest.raises(BadHours) as refusal:
        check_hours(hours)
    assert says in str(refusal.value)


clock_times = st.times().map(lambda at: at.isoformat("minutes"))
spans = st.lists(clock_times, min_size=2, max_size=2, unique=True).map(sorted)
good_hours = st.dictionaries(st.sampled_from(DAYS), spans)
moments = st.timedeltas(timedelta(), timedelta(days=5000)).map(local("2022-01-01").__add__)


@settings(deadline=None)
@given(good_hours, moments)
def test_the_next_opening_is_later_and_the_centre_is_open_then(hours, now):
    check_hours(hours)
    opening = next_opening(hours, now)
    assert (opening is None) == (not hours)
    if opening:
        assert now < opening <= now + timedelta(days=7, hours=1)
        assert is_open(hours, opening)
        assert opening.time() == time.fromisoformat(hours[DAYS[opening.weekday()]][0])


almost_times = clock_times | st.text("0123456789:T+.Zh ", max_size=12)
almost_spans = st.lists(almost_times | st.none() | st.integers(), max_size=3) | st.none()


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(DAYS), almost_spans), moments)
def test_hours_are_refused_or_can_be_used(hours, now):
    try:
        check_hours(hours)
    except BadHours:
        return
    is_open(hours, now)
    next_opening(hours, now)
