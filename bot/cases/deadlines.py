"""By when a case should be answered and settled."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class Timed(Protocol):
    """What the deadlines of a case are: a moment each, None where none runs."""

    first_due: datetime | None
    next_due: datetime | None
    end_due: datetime | None


def due(case: Timed) -> datetime | None:
    """The next of a case's deadlines; None while none runs."""
    return min(filter(None, (case.first_due, case.next_due, case.end_due)), default=None)


def is_late(case: Timed, now: datetime) -> bool:
    """Whether one of a case's deadlines has passed."""
    first = due(case)
    return first is not None and first <= now
