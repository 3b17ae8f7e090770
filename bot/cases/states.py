"""The life of a case: open, taken, closed."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

REOPEN_DAYS = 30
"""For how long somebody may open again what was closed."""


class Status(StrEnum):
    """Where a case stands."""

    open = "open"
    taken = "taken"
    closed = "closed"


class NotAllowed(Exception):
    """The case is not in a state for that."""


_MOVES = {
    ("take", Status.open): Status.taken,
    ("hand", Status.open): Status.taken,
    ("hand", Status.taken): Status.taken,
    ("release", Status.taken): Status.open,
    ("close", Status.open): Status.closed,
    ("close", Status.taken): Status.closed,
    ("reopen", Status.closed): Status.open,
}


def move(action: str, status: Status) -> Status:
    """The state after an action; NotAllowed where the action makes no sense."""
    try:
        return _MOVES[action, status]
    except KeyError:
        raise NotAllowed(f"cannot {action} a case that is {status}") from None


def may_reopen(
    status: str, closed_at: datetime | None, now: datetime, *, merged: bool = False
) -> bool:
    """Whether a case may still be opened again; what was `merged` goes on in another."""
    return (
        status == Status.closed
        and not merged
        and closed_at is not None
        and now - closed_at <= timedelta(days=REOPEN_DAYS)
    )
