"""Registering the people who may answer for a centre."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.storage.sealed import vault
from bot.storage.tables import Centre, Coordinator


class UnknownCentre(ValueError):
    """No centre has that code."""


class UnknownCoordinator(ValueError):
    """Nobody with that address is registered at that centre."""


async def add_coordinator(
    session: AsyncSession, centre_code: str, address: str, name: str
) -> Coordinator:
    """Register someone, or bring them back; UnknownCentre if the centre is not there."""
    centre = await _centre(session, centre_code)
    staff = await _coordinator(session, centre, address)
    if staff is None:
        staff = Coordinator(
            centre_id=centre.id, address=address, address_index=vault().index("telegram", address)
        )
        session.add(staff)
    staff.name, staff.active = name, True
    return staff


async def remove_coordinator(session: AsyncSession, centre_code: str, address: str) -> None:
    """Take the right away; what they did stays theirs.

    Raises:
        UnknownCentre: No centre has that code.
        UnknownCoordinator: They were not registered there.
    """
    staff = await _coordinator(session, await _centre(session, centre_code), address)
    if staff is None or not staff.active:
        raise UnknownCoordinator(f"{address} is not a coordinator of {centre_code}")
    staff.active = False


async def list_coordinators(session: AsyncSession) -> list[tuple[Coordinator, Centre]]:
    """Everybody who may answer now, by centre."""
    rows = await session.execute(
        select(Coordinator, Centre)
        .join(Centre, Centre.id == Coordinator.centre_id)
        .where(Coordinator.active)
        .order_by(Centre.code, Coordinator.id)
    )
    return [(staff, centre) for staff, centre in rows]


async def _centre(session: AsyncSession, code: str) -> Centre:
    centre = await session.scalar(select(Centre).where(Centre.code == code))
    if centre is None:
        known = ", ".join(await session.scalars(select(Centre.code).order_by(Centre.code)))
        raise UnknownCentre(f"no centre {code!r}; known: {known or 'none, import some first'}")
    return centre


async def _coordinator(session: AsyncSession, centre: Centre, address: str) -> Coordinator | None:
    return (
        await session.scalars(
            select(Coordinator).where(
                Coordinator.centre_id == centre.id,
                Coordinator.address_index == vault().index("telegram", address),
            )
        )
    ).first()
