"""Offers of cases to other centres, as they are stored."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.routing import distance_km
from bot.storage.casebook import case_by_id, readable_centres
from bot.storage.desk_tables import Transfer
from bot.storage.mail import OutboundRow
from bot.storage.tables import Case, Centre, Coordinator

OFFERED, ACCEPTED, DECLINED, WITHDRAWN = "offered", "accepted", "declined", "withdrawn"


async def offer_of(session: AsyncSession, case: Case) -> Transfer | None:
    """The offer of a case that nobody has answered yet."""
    live = select(Transfer).where(Transfer.case_id == case.id, Transfer.state == OFFERED)
    return (await session.scalars(live.order_by(Transfer.id.desc()))).first()


async def transfer_of(session: AsyncSession, number: str) -> Transfer | None:
    """The offer with a number; its case is locked, so that only one answers it."""
    if not number.isdecimal():
        return None
    offered = select(Transfer.case_id).where(Transfer.id == int(number))
    case = await case_by_id(session, await session.scalar(offered) or 0)
    return await session.get(Transfer, int(number)) if case else None


async def offers_awaiting(
    session: AsyncSession, centre: Centre, staff: Coordinator
) -> Sequence[Transfer]:
    """The offers to a centre about which somebody of it is to write why not, the last first."""
    asked = select(Transfer).where(
        Transfer.to_centre_id == centre.id,
        Transfer.state == OFFERED,
        Transfer.awaited.startswith(f"{staff.id}:"),
    )
    return list(await session.scalars(asked.order_by(Transfer.id.desc())))


async def centres_for(session: AsyncSession, case: Case) -> list[Centre]:
    """The other centres that can read a case, the nearest to its own first."""
    others = [
        centre
        for centre in await readable_centres(session)
        if centre.id != case.centre_id and not centre.supervises
    ]
    here = case.centre
    return sorted(others, key=lambda other: distance_km(here, other)) if here else others


async def offer_message(session: AsyncSession, transfer: Transfer) -> OutboundRow | None:
    """The message by which a case was offered last; locked, unless it is just being sent."""
    rows = select(OutboundRow).where(
        OutboundRow.case_id == transfer.case_id,
        OutboundRow.group_id == transfer.to_centre_id,
        OutboundRow.op == "say",
    )
    found: OutboundRow | None = await session.scalar(
        rows.order_by(OutboundRow.id.desc())
        .limit(1)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return found


async def left_behind(session: AsyncSession, case: Case) -> Sequence[Transfer]:
    """The moves of a case out of groups that still hold what was said there."""
    gone = select(Transfer).where(Transfer.case_id == case.id, Transfer.state == ACCEPTED)
    return list(await session.scalars(gone))


async def forget_group(session: AsyncSession, centre: Centre) -> None:
    """A group is another one now: what was in the old one cannot be found any more."""
    await session.execute(
        update(Transfer).where(Transfer.from_centre_id == centre.id).values(topic=None, left=[])
    )


async def forget_numbers(session: AsyncSession, case: Case) -> None:
    """A case leaves its group: numbers of messages there mean others in the next one.

    What a coordinator wrote there and is not with the person yet is not marked there any more;
    that it is a coordinator's word (`relayed` is not null) stays.
    """
    of_case = update(OutboundRow).where(OutboundRow.case_id == case.id)
    await session.execute(of_case.where(OutboundRow.to_case).values(message=None))
    unsent = OutboundRow.status.in_(["pending", "sending", "held", "unknown"])
    await session.execute(
        of_case.where(OutboundRow.relayed.is_not(None))
        # What followed by itself (no cause) cannot be told from what is said in the next group.
        .where(or_(unsent, OutboundRow.cause_id.is_(None)))
        .values(relayed="")
    )
