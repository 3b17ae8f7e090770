"""By when a case should be answered and settled, and who hears of it when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Protocol

from bot.cases.urgency import Urgency

WORKING_DAY = timedelta(hours=8)
SHORTEST_STEP = timedelta(minutes=15)


class Timed(Protocol):
    """What the deadlines of a case are: a moment each, None where none runs."""

    first_due: datetime | None
    next_due: datetime | None
    end_due: datetime | None


class WorkingTime(Protocol):
    """How time passes at a centre (`bot.cases.calendar`)."""

    def after(self, start: datetime, working: timedelta) -> datetime:
        """The moment at which so much working time has passed."""

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time there is between two moments."""


@dataclass(frozen=True)
class Terms:
    """Working time until the first answer, each next one, and the end."""

    first: timedelta
    next: timedelta
    end: timedelta


TERMS = {
    Urgency.now: Terms(timedelta(minutes=15), timedelta(hours=1), timedelta(days=1)),
    Urgency.today: Terms(timedelta(hours=2), timedelta(hours=4), 5 * WORKING_DAY),
    Urgency.soon: Terms(WORKING_DAY, 2 * WORKING_DAY, 15 * WORKING_DAY),
    Urgency.not_urgent: Terms(2 * WORKING_DAY, 3 * WORKING_DAY, 30 * WORKING_DAY),
}
"""Our own choice, which no rule of the centres gives: strict enough that nobody is forgotten.
What is urgent now runs around the clock, all else while the centre is open."""


class Level(IntEnum):
    """Who hears of a missed deadline, one after the other."""

    nobody = 0
    owner = 1
    deputy = 2
    supervisor = 3
    national = 4


_STEPS = {Level.owner: 0, Level.deputy: 1, Level.supervisor: 2, Level.national: 4}
"""When each hears of it, in halves of the deadline's own term after it passed."""


def due(case: Timed) -> datetime | None:
    """The next of a case's deadlines; None while none runs."""
    return min(filter(None, (case.first_due, case.next_due, case.end_due)), default=None)


def is_late(case: Timed, now: datetime) -> bool:
    """Whether one of a case's deadlines has passed."""
    first = due(case)
    return first is not None and first <= now


def settles(case: Timed) -> bool:
    """Whether the next deadline is that of the end, not of an answer."""
    return case.end_due is not None and due(case) == case.end_due


def term_of(case: Timed, urgency: Urgency) -> timedelta:
    """How long the next deadline ran from its beginning."""
    terms = TERMS[urgency]
    if settles(case):
        return terms.end
    return terms.first if due(case) == case.first_due else terms.next


def level_at(passed: datetime, term: timedelta, time: WorkingTime, now: datetime) -> Level:
    """Up to whom a deadline that passed has climbed by now."""
    half = max(term / 2, SHORTEST_STEP)
    reached = [
        level for level, halves in _STEPS.items() if time.after(passed, half * halves) <= now
    ]
    return max(reached, default=Level.nobody)
