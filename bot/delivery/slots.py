"""Turns in a centre's group: who may send now, and when to ask again; kept in the database.

Several processes share a group's minute. Its row is locked until the transaction that was given
a turn commits, and that is the last lock it takes, so nobody waits in a circle.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Select, func, or_, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.cases.pace import ALARM, MINUTE, room, turn_at
from bot.settings import GROUP_PACE
from bot.storage.desk_tables import GroupPace
from bot.storage.mail import WAITING, OutboundRow
from bot.storage.tables import Case, Centre

PACED = "paced"
"""The `reason` of a row that waits for its turn."""
IN_TURN = "turn"
"""The `reason` of one whose turn it is, while its topic is being opened: it waits no more."""
COUNTED = {"say", "chart", "card", "edit", "card_edit"}
"""Operations that Telegram counts; acknowledgements, marks and a topic's end are free."""


@dataclass(frozen=True)
class Slots:
    """Gives turns.

    Attributes:
        limit: Messages a minute that a group takes.
        clock: The time.
    """

    limit: int = GROUP_PACE
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def turn(
        self, session: AsyncSession, row: OutboundRow, centre: Centre
    ) -> datetime | None:
        """Take the turn of the first row of a lane; if that is later, when, and nothing is taken.

        It is as urgent as the most urgent behind it in its lane, where order matters.
        """
        urgency = await session.scalar(
            select(func.max(OutboundRow.urgency)).where(OutboundRow.lane == row.lane, WAITING)
        )
        urgency = max(row.urgency, urgency or 0)
        pace, now = await _locked(session, centre), self.clock()
        pace.sent = sorted(at for at in pace.sent if at > now - MINUTE)
        if urgency < ALARM:
            ahead = await session.scalar(_before(row, urgency, centre, now)) or 0
            turn = turn_at(pace.sent, now, ahead, room(urgency, self.limit))
            if turn > now:
                return turn
        pace.sent = [*pace.sent, now]
        return None


async def lifted(session: AsyncSession, row: OutboundRow) -> bool:
    """Whether something more urgent stands behind a row in its lane: its turn may come sooner."""
    more = OutboundRow.lane == row.lane, WAITING, OutboundRow.urgency > row.urgency
    return bool(await session.scalar(select(select(OutboundRow.id).where(*more).exists())))


def goes_to_group(row: OutboundRow, centre: Centre) -> bool:
    """Whether a row is one that Telegram counts, for a centre's group that is there."""
    return bool(centre.group and row.op in COUNTED and not (row.person_id or row.place))


async def _locked(session: AsyncSession, centre: Centre) -> GroupPace:
    found = await session.get(GroupPace, centre.id, with_for_update=True)
    if found is None:
        new = insert(GroupPace).values(centre_id=centre.id, sent=[])
        await session.execute(new.on_conflict_do_nothing())
        found = await session.get_one(GroupPace, centre.id, with_for_update=True)
    return found


def _before(row: OutboundRow, urgency: int, centre: Centre, now: datetime) -> Select[tuple[int]]:
    """How many wait for this group in other lanes that go first: more urgent ones, then older.

    Those that stand behind one that waits for something else cannot go, and hold nobody up.
    """
    other = aliased(OutboundRow, name="other")
    stands_still = (
        select(other.id)
        .where(other.lane == OutboundRow.lane, text("other.status IN ('pending', 'sending')"))
        .where(other.not_before > now, other.reason.is_distinct_from(PACED))
        .exists()
    )
    return (
        select(func.count())
        .select_from(OutboundRow)
        .outerjoin(Case, (Case.id == OutboundRow.case_id) & OutboundRow.to_case)
        .where(WAITING, OutboundRow.status == "pending", OutboundRow.op.in_(COUNTED))
        .where(func.coalesce(OutboundRow.group_id, Case.centre_id) == centre.id)
        .where(OutboundRow.reason.is_distinct_from(IN_TURN))
        .where(OutboundRow.lane != row.lane, ~stands_still)
        .where(
            or_(
                OutboundRow.urgency > urgency,
                (OutboundRow.urgency == urgency) & (OutboundRow.id < row.id),
            )
        )
    )
