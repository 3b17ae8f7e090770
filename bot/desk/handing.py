"""A case changes hands: it is put in a colleague's, or goes back to everybody."""

from __future__ import annotations

from datetime import datetime

from bot.cases.states import Status, move
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Coordinator


async def hand_to(out: Outbox, case: Case, staff: Coordinator, now: datetime) -> None:
    """Put a case in somebody's hands; the topic and the person are told by whoever does it.

    Raises:
        NotAllowed: It is closed.
    """
    case.status = move("hand", Status(case.status))
    case.coordinator, case.given_for = staff, None
    case.taken_at = case.taken_at or now
    case.moved_at, case.awaited = now, None
    await out.redraw_card(case)


async def release(out: Outbox, case: Case, now: datetime) -> None:
    """Give a case back to everybody of its centre; the person goes on talking in its topic.

    Raises:
        NotAllowed: Nobody has it.
    """
    case.status = move("release", Status(case.status))
    case.coordinator = case.taken_at = case.given_for = None
    case.moved_at, case.awaited = now, None
    await out.redraw_card(case)
