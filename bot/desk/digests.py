"""The morning's digest of each centre, in its group when it opens."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.cases.calendar import MOROCCO
from bot.cases.figures import share
from bot.channels.base import Say
from bot.desk.case_lines import case_line, visit_line
from bot.i18n.text import Text, msg, msgs
from bot.storage.audit import record
from bot.storage.calendars import calendar_of
from bot.storage.caselists import CaseLists
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Centre

LINES = 15
"""A message that can be read at a glance, of which some lines are about no case."""
_ROOM = LINES - 3


async def daily(session: AsyncSession, out: Outbox, now: datetime) -> int:
    """Say in each group what the day begins with, once its centre is open.

    What was missed while nobody looked comes later that day, while the centre is still open
    (`bot.desk.watch.Look`).
    """
    today = now.astimezone(MOROCCO).date()
    said = 0
    async for centre in opened(session, now, Centre.digest_on, today):
        centre.digest_on = today
        text = await _morning(CaseLists(session, centre, now))
        if text:
            out.to_group(centre, Say(text=text))
            said += 1
    return said


async def opened(
    session: AsyncSession,
    now: datetime,
    done_on: InstrumentedAttribute[date | None],
    since: date,
    *which: ColumnElement[bool],
) -> AsyncIterator[Centre]:
    """The centres that are open now, for which something was not done since a day; locked.

    Args:
        session: The transaction.
        now: The time.
        done_on: The column that says on which day it was done last.
        since: The day from which on it counts.
        which: What else holds of them.
    """
    undone = or_(done_on.is_(None), done_on < since)
    waiting = select(Centre).where(undone, Centre.group_index.is_not(None), *which)
    for centre in list(await session.scalars(waiting.order_by(Centre.id))):
        if (await calendar_of(session, centre)).is_open(now):
            mine = select(Centre).where(Centre.id == centre.id, undone)
            mine = mine.with_for_update(key_share=True, skip_locked=True)
            if locked := await session.scalar(mine.execution_options(populate_existing=True)):
                yield locked


async def _morning(lists: CaseLists) -> list[Text]:
    """The lines of a digest; none where nothing is open."""
    counts, now = await lists.counts(), lists.now
    if not counts["all"]:
        return []
    late = await lists.page("late", most=_ROOM)
    fresh = await lists.page("fresh", most=_ROOM)
    visits = await lists.expected(now.astimezone(MOROCCO).date())
    wanted = [counts["late"], counts["fresh"], len(visits)]
    rooms = share(wanted, _ROOM)
    lines = [
        msgs(
            "☀️ Good day! {n} request is open.", "☀️ Good day! {n} requests are open.", counts["all"]
        )
    ]
    lines += [_told(case, now) for case in (late[: rooms[0]] + fresh[: rooms[1]])]
    lines += [_expected(case, now) for case in visits[: rooms[2]]]
    if waiting := counts["waiting"]:
        lines.append(msg("💬 We wait for the answer of: {n}", n=waiting))
    if more := sum(wanted) - sum(rooms):
        lines.append(msg("… and {n} more: /cases", n=more))
    return lines


def _told(case: Case, now: datetime) -> Text:
    record(case, "digest", now)
    return case_line(case, now, ring=True)


def _expected(case: Case, now: datetime) -> Text:
    record(case, "digest", now)
    return visit_line(case)
