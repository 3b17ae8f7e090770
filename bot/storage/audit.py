"""The audit table: what staff did with a case, or saw of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import object_session

from bot.storage.desk_tables import AuditRow
from bot.storage.tables import Case, Coordinator


def record(
    case: Case,
    action: str,
    now: datetime,
    staff: Coordinator | None = None,
    detail: str | None = None,
) -> None:
    """Write down that somebody did something with a case, or was shown it.

    Args:
        case: The case, of the transaction of what they did.
        action: What: a word of ours, such as `take`, `answer`, `note`, `find`.
        now: The time.
        staff: Who; None for what was done at the server's terminal, or by itself.
        detail: A key of ours, such as an outcome or a centre's code; never anybody's words.
    """
    session = object_session(case)
    assert session is not None
    session.add(
        AuditRow(
            at=now,
            case_id=case.id,
            coordinator_id=staff.id if staff else None,
            action=action,
            detail=detail or None,
        )
    )


async def trail(session: AsyncSession, case: Case) -> Sequence[AuditRow]:
    """All that was written down about a case, the oldest first."""
    rows = select(AuditRow).where(AuditRow.case_id == case.id).order_by(AuditRow.id)
    return list(await session.scalars(rows))
