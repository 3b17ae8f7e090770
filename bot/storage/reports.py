"""What networks report of our SMS: noted on the row that they belong to.

A row may go out as several SMS. Their names carry which row, which of them and of how many, and
when the row was written: a telephone that remembers the names of another installation, or of a
database that was put back, never takes a new message for an old one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.storage.database import Database
from bot.storage.mail import OutboundRow

_RANK = {"sent": 1, "failed": 2, "delivered": 3}
"""A report never takes back a higher one, in whatever order they come."""
_NAME = re.compile(r"(\d{1,18})-(\d{1,12})-(\d{1,3})-(\d{1,3})", re.ASCII)


def delivery_key(row: OutboundRow) -> str:
    """The name of a row for a channel, the same each time it is tried."""
    return f"{row.id}-{int(row.created_at.timestamp())}"


def piece_name(key: str, number: int, of: int) -> str:
    """The name of one of the SMS that a row goes out as, the first being 1."""
    return f"{key}-{number}-{of}"


async def note_report(database: Database, name: str, state: str, reason: str | None) -> bool:
    """Note a report; False where it is about nothing that we sent, or no longer have."""
    read = _NAME.fullmatch(name)
    if read is None:
        return False
    row_id, _, number, of = read.groups()
    async with database.transaction() as session:
        row = await session.get(OutboundRow, int(row_id), with_for_update=True)
        if row is None or not name.startswith(f"{delivery_key(row)}-"):
            return False
        before = row.reports.get(number, "")
        if _RANK[state] > _RANK.get(before, 0):
            row.reports = {**row.reports, number: state}
            row.reported = _of_all(row.reports, int(of))
        if row.reported == "failed" and state == "failed" and reason:
            row.reason = reason[:200]
    return True


def _of_all(reports: Mapping[str, str], of: int) -> str:
    """Of a whole: failed where a part of it failed, delivered where every part was."""
    states = list(reports.values())
    if "failed" in states:
        return "failed"
    return "delivered" if states.count("delivered") == of else "sent"
