from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cases.calendar import Calendar
from bot.cases.hours import DAYS, BadHours, check_hours
from bot.i18n.catalogs import MOROCCO

WEEK = {day: ["08:30", "16:30"] for day in DAYS[:5]}


def local(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=MOROCCO)


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
    calendar = Calendar(hours)
    opening = calendar.next_opening(now)
    assert (opening is None) == (not hours)
    if opening:
        assert now < opening
        assert calendar.is_open(opening)


almost_times = clock_times | st.text("0123456789:T+.Zh ", max_size=12)
almost_spans = st.lists(almost_times | st.none() | st.integers(), max_size=3) | st.none()


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(DAYS), almost_spans), moments)
def test_hours_are_refused_or_can_be_used(hours, now):
    try:
        check_hours(hours)
    except BadHours:
        return
    Calendar(hours).is_open(now)
    Calendar(hours).next_opening(now)
