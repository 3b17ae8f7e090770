"""A row of the outbox on its way, with what is needed to send it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.channels.base import Operation
from bot.storage.mail import OutboundRow
from bot.storage.tables import Case, Centre, Person

ONCE_ONLY = {"say", "card", "chart"}
"""Operations that people would see twice."""
QUIET = {"acknowledge", "edit", "mark", "end_topic", "reopen_topic", "card_edit", "clean"}
"""Operations whose failure nobody needs to hear of."""


@dataclass(frozen=True)
class Errand:
    """A claimed row, and whom it concerns."""

    row: OutboundRow
    operation: Operation
    person: Person | None
    case: Case | None
    centre: Centre | None
