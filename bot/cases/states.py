"""The life of a case: open, taken, closed."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """Where a case stands."""

    open = "open"
    taken = "taken"
    closed = "closed"


class NotAllowed(Exception):
    """The case is not in a state for that."""


_MOVES = {
    ("take", Status.open): Status.taken,
    ("close", Status.open): Status.closed,
    ("close", Status.taken): Status.closed,
}


def move(action: str, status: Status) -> Status:
    """The state after an action; NotAllowed where the action makes no sense."""
    try:
        return _MOVES[action, status]
    except KeyError:
        raise NotAllowed(f"cannot {action} a case that is {status}") from None
