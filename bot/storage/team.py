"""The people of a centre, and what each has to do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.matching import Load, is_away
from bot.cases.states import Status
from bot.storage.tables import Case, Centre, Coordinator


async def team_of(session: AsyncSession, centre_id: int | None) -> list[Coordinator]:
    """The active coordinators of a centre."""
    active = select(Coordinator).where(Coordinator.centre_id == centre_id, Coordinator.active)
    return list(await session.scalars(active.order_by(Coordinator.id)))


async def loads_of(session: AsyncSession, centre_id: int | None) -> dict[int, Load]:
    """How much each coordinator of a centre has to do, by their id; who has nothing is absent."""
    got = func.coalesce(Case.taken_at, Case.opened_at)
    taken = func.count().filter(Case.status == Status.taken)
    rows = await session.execute(
        select(Case.coordinator_id, taken, func.max(got))
        .where(Case.centre_id == centre_id, Case.coordinator_id.is_not(None))
        .group_by(Case.coordinator_id)
    )
    return {staff: Load(open=count, last=last) for staff, count, last in rows}


async def on_duty(session: AsyncSession, centre: Centre, now: datetime) -> Coordinator | None:
    """Who gets a centre's dangers now; None if nobody said so."""
    staff = await team_of(session, centre.id)
    duty = [one for one in staff if one.duty_since and not is_away(one, now)]
    return max(duty, key=lambda one: one.duty_since or now, default=None)
