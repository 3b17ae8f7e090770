"""Deadlines: which is next, and up to whom one that passed has climbed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from bot.cases.calendar import AroundTheClock
from bot.cases.deadlines import TERMS, Level, due, is_late, level_at, settles, term_of
from bot.cases.urgency import Urgency

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass
class Times:
    first_due: datetime | None = None
    next_due: datetime | None = None
    end_due: datetime | None = None


def test_the_next_is_the_earliest_that_runs() -> None:
    assert due(Times()) is None
    assert due(Times(first_due=NOON + HOUR, end_due=NOON)) == NOON
    assert settles(Times(first_due=NOON + HOUR, end_due=NOON))
    assert not is_late(Times(next_due=NOON), NOON - HOUR)
    assert is_late(Times(next_due=NOON), NOON)
    terms = TERMS[Urgency.today]
    assert term_of(Times(next_due=NOON, end_due=NOON + HOUR), Urgency.today) == terms.next
    assert term_of(Times(first_due=NOON, end_due=NOON + HOUR), Urgency.today) == terms.first


@pytest.mark.parametrize(
    ("hours", "level"),
    [
        (-1, Level.nobody),
        (0, Level.owner),
        (0.9, Level.owner),
        (1, Level.deputy),
        (2, Level.supervisor),
        (3, Level.supervisor),
        (4, Level.national),
        (400, Level.national),
    ],
)
def test_it_climbs_in_halves_of_its_term(hours: float, level: Level) -> None:
    now = NOON + hours * HOUR
    assert level_at(NOON, 2 * HOUR, AroundTheClock(), now) is level


def test_the_more_urgent_the_shorter() -> None:
    for less, more in zip(list(Urgency), list(Urgency)[1:], strict=False):
        assert TERMS[more].first < TERMS[less].first
        assert TERMS[more].next < TERMS[less].next
