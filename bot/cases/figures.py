"""What happened at the centres, counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from statistics import median
from typing import Protocol

from bot.cases.ratings import RATINGS
from bot.cases.states import Status


class Stand(StrEnum):
    """Whose turn it is in an open case; `closed` where it is nobody's."""

    unclaimed = "unclaimed"
    in_hand = "in_hand"
    waiting = "waiting"
    closed = "closed"


@dataclass(frozen=True)
class Fact:
    """A case as the figures see it.

    Attributes:
        need: Key of `bot.cases.needs`.
        stand: Where it stands now.
        late: Whether one of its deadlines has passed.
        opened_at: When it was opened for the first time.
        answered_at: When somebody took or answered it first.
        closed_at: When it was closed.
        rating: Key of `bot.cases.ratings`.
    """

    need: str
    stand: Stand
    late: bool
    opened_at: datetime
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    rating: int | None = None


@dataclass(frozen=True)
class Figures:
    """What is counted of some cases; `first_answer` is the median, in hours of the clock."""

    opened: int
    closed: int
    open: int
    late: int
    first_answer: timedelta | None
    ratings: Mapping[int, int]

    @property
    def nothing(self) -> bool:
        """Whether nothing happened and nothing is open."""
        return not (self.opened or self.closed or self.open)


class Turned(Protocol):
    """Who spoke last: `answered_at` is the coordinators' last word, `heard_at` the person's."""

    status: str
    answered_at: datetime | None
    heard_at: datetime | None


def waits_for_person(case: Turned) -> bool:
    """Whether a coordinator spoke last, so that it is the person's turn."""
    if case.status != Status.taken or case.answered_at is None:
        return False
    return case.heard_at is None or case.answered_at > case.heard_at


def figures(facts: Iterable[Fact], since: datetime) -> Figures:
    """The figures of some cases: what was opened and closed since, and what is open now."""
    known = list(facts)
    opened = [fact for fact in known if fact.opened_at >= since]
    closed = [fact for fact in known if fact.closed_at and fact.closed_at >= since]
    open_now = [fact for fact in known if fact.stand is not Stand.closed]
    waits = [
        (fact.answered_at - fact.opened_at).total_seconds() for fact in opened if fact.answered_at
    ]
    rated = Counter(fact.rating for fact in closed)
    return Figures(
        opened=len(opened),
        closed=len(closed),
        open=len(open_now),
        late=sum(fact.late for fact in open_now),
        first_answer=timedelta(seconds=max(median(waits), 0)) if waits else None,
        ratings={rating: rated[rating] for rating in RATINGS},
    )


def by_need(facts: Iterable[Fact]) -> list[tuple[str, list[int]]]:
    """How many open cases there are of each need and stand, the most frequent need first."""
    counted: dict[str, Counter[Stand]] = {}
    for fact in facts:
        if fact.stand is not Stand.closed:
            counted.setdefault(fact.need, Counter())[fact.stand] += 1
    stands = (Stand.unclaimed, Stand.in_hand, Stand.waiting)
    needs = sorted(counted, key=lambda need: (-counted[need].total(), need))
    return [(need, [counted[need][stand] for stand in stands]) for need in needs]


def share(wanted: Sequence[int], room: int) -> list[int]:
    """How many places each gets of a room: all they want, or as many as the others."""
    given = [0] * len(wanted)
    while room > 0 and given != list(wanted):
        for at, want in enumerate(wanted):
            if given[at] < want and room > 0:
                given[at] += 1
                room -= 1
    return given
