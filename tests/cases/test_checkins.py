from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.calendar import MOROCCO, Calendar
from bot.cases.checkins import (
    HOUR,
    INTERVALS,
    BadIntervals,
    check_ins,
    due,
    intervals_in,
    moment_on,
    upcoming,
)
from bot.cases.hours import DAYS

WEEK = dict.fromkeys(DAYS[:5], ("08:30", "16:30"))
MONDAY = date(2026, 3, 2)
OPEN = Calendar(WEEK, {})
SPANS = st.sampled_from([("08:30", "16:30"), ("11:00", "15:00"), ("07:00", "09:30")])
DATES = st.dates(date(2024, 1, 1), date(2030, 1, 1))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    days = draw(st.lists(st.sampled_from(DAYS), min_size=1, unique=True))
    closed = draw(st.lists(DATES, max_size=20))
    return Calendar({day: draw(SPANS) for day in days}, dict.fromkeys(closed, "closed"))


INTERVAL_LISTS = st.lists(st.integers(1, 400), min_size=1, max_size=6, unique=True).map(sorted)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), MOROCCO)


def test_the_check_ins_come_after_these_days_and_then_every_year():
    days = [(one.at.date() - MONDAY).days for one in islice(check_ins(MONDAY, OPEN), 7)]
    late = [day - plan for day, plan in zip(days, (*INTERVALS, 730, 1095), strict=True)]
    assert set(late) <= {0, 1, 2}
    assert days[0] == 7


@given(DATES, calendars(), INTERVAL_LISTS)
def test_each_comes_while_the_centre_is_open_and_in_order(started, calendar, intervals):
    planned = list(islice(check_ins(started, calendar, intervals), 10))
    assert [one.number for one in planned] == list(range(1, len(planned) + 1))
    assert [one.at for one in planned] == sorted(one.at for one in planned)
    for one, days in zip(planned, intervals, strict=False):
        assert calendar.is_open(one.at)
        assert one.at.date() >= started + timedelta(days=days)
        assert one.at.time() >= min(HOUR, calendar.span(one.at.date())[0].time())


@given(DATES, calendars(), INTERVAL_LISTS, st.integers(0, 2000), st.integers(1, 200))
def test_after_an_outage_only_the_newest_is_sent_and_once(started, calendar, intervals, first, gap):
    """Somebody looks now and then; nothing is sent early, twice, or out of order."""
    done, sent = 0, []
    now = at(started, "00:00") + timedelta(days=first)
    for _ in range(6):
        one = due(started, calendar, now, done=done, intervals=intervals)
        if one:
            assert one.at <= now
            assert one.number > done
            done = one.number
            sent.append(one)
        assert due(started, calendar, now, done=done, intervals=intervals) is None
        following = upcoming(started, calendar, now, intervals)
        assert following is None or following.at > now
        now += timedelta(days=gap)
    assert len({one.number for one in sent}) == len(sent)


def test_a_look_at_every_hour_sends_each_of_them():
    done, sent, now = 0, [], at(MONDAY, "00:00")
    while now < at(MONDAY, "00:00") + timedelta(days=400):
        if one := due(MONDAY, OPEN, now, done=done):
            done = one.number
            sent.append(now)
        now += timedelta(hours=1)
    assert [moment.time() for moment in sent] == [HOUR] * len(INTERVALS)


def test_a_closed_day_passes_it_on_to_the_next_open_one():
    closed = Calendar(WEEK, {MONDAY + timedelta(days=7): "closed"})
    assert moment_on(MONDAY + timedelta(days=7), closed) == at(MONDAY + timedelta(days=8), "10:00")
    assert moment_on(MONDAY + timedelta(days=5), OPEN) == at(MONDAY + timedelta(days=7), "10:00")


@pytest.mark.parametrize(
    ("span", "hour"),
    [(("08:30", "16:30"), "10:00"), (("11:00", "15:00"), "11:00"), (("07:00", "10:00"), "07:00")],
)
def test_it_is_ten_or_when_the_centre_opens(span, hour):
    after_ramadan = MONDAY + timedelta(days=35)
    assert moment_on(after_ramadan, Calendar({"mon": span}, {})) == at(after_ramadan, hour)


def test_a_centre_that_never_opens_plans_nothing():
    never = Calendar({}, {})
    assert list(check_ins(MONDAY, never)) == []
    assert due(MONDAY, never, at(date(2030, 1, 1), "10:00")) is None
    assert upcoming(MONDAY, never, at(MONDAY, "10:00")) is None


def test_intervals_are_read_as_they_are_written():
    assert intervals_in(" 30, 7 ; 90،7 ") == (7, 30, 90)
    assert intervals_in("٧ ٣٠") == (7, 30)


@pytest.mark.parametrize("words", ["", "0", "-7", "7.5", "sept", "99999", ",".join(["7"] * 21)])
def test_intervals_that_cannot_be_are_refused(words: str):
    with pytest.raises(BadIntervals):
        intervals_in(words)
