"""Whose turn it is in a group: in any minute no more than fits, and nobody waits for ever."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.cases.pace import ALARM, AT_ONCE, FOR_ALARMS, MINUTE, RESERVE, room, turn_at
from bot.cases.urgency import Urgency

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
LIMIT = 20
seconds = st.floats(0, MINUTE.total_seconds() - 0.001)
sent_before = st.lists(seconds, max_size=25).map(
    lambda ages: sorted(NOW - timedelta(seconds=age) for age in ages)
)
rooms = st.integers(1, 20)


@given(sent_before, rooms, st.integers(1, 60))
def test_whoever_waits_goes_as_soon_as_there_is_room_and_never_before(sent, most, waiting):
    turns = [turn_at(sent, NOW, ahead, most) for ahead in range(waiting)]
    assert turns == sorted(turns)
    assert turns[0] >= NOW
    went = list(sent)
    for turn in turns:
        earlier = [at for at in went if at > turn - MINUTE]
        assert len(earlier) < most
        if turn > NOW:  # a moment earlier there was no room
            just_before = turn - timedelta(microseconds=1)
            assert sum(at > just_before - MINUTE for at in went) >= most
        went.append(turn)


@given(sent_before, rooms, st.integers(0, 500))
def test_a_turn_comes_within_the_minutes_that_its_rank_says(sent, most, ahead):
    turn = turn_at(sent, NOW, ahead, most)
    assert turn - NOW <= (1 + (len(sent) + ahead) // most) * MINUTE


@given(st.lists(st.tuples(seconds, st.sampled_from([*Urgency, AT_ONCE])), max_size=80))
def test_ordinary_things_leave_room_for_a_danger(asked):
    """Whoever asks, however often: a danger's card and its alert find room."""
    went: list[datetime] = []
    for after, urgency in sorted(asked):
        now = NOW + timedelta(seconds=after)
        if turn_at(went, now, 0, room(urgency, LIMIT)) <= now:
            went.append(now)
    assert len(went) <= LIMIT - FOR_ALARMS


@pytest.mark.parametrize("urgency", list(Urgency))
def test_what_a_coordinator_asks_for_has_more_room_than_any_case(urgency):
    assert room(urgency, LIMIT) == LIMIT - RESERVE
    assert room(AT_ONCE, LIMIT) == LIMIT - FOR_ALARMS
    assert max(Urgency) < AT_ONCE < ALARM


def test_a_tiny_limit_still_lets_something_through():
    assert [room(urgency, 1) for urgency in (Urgency.now, AT_ONCE)] == [1, 1]
