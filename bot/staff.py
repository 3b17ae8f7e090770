"""Registering the people who may answer for a centre."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.needs import BY_KEY
from bot.storage.sealed import vault
from bot.storage.tables import Centre, Coordinator

ROLES = ("coordinator", "deputy", "supervisor")
NEEDS = tuple(BY_KEY)


class UnknownCentre(ValueError):
    """No centre has that code."""


class UnknownCoordinator(ValueError):
    """Nobody with that address is registered at that centre."""


class UnknownWord(ValueError):
    """A word that is none of those known; the message lists them."""


@dataclass(frozen=True)
class Skills:
    """What is said of a coordinator; None leaves it as it is.

    Attributes:
        role: One of `ROLES`.
        needs: Keys of needs; an empty list for all of them.
        languages: Those they speak; an empty list for both.
        woman: Whether they may answer who asks for a woman.
    """

    role: str | None = None
    needs: list[str] | None = None
    languages: list[str] | None = None
    woman: bool | None = None


def one_of(word: str, known: Collection[str], what: str) -> str:
    """A word as we write it; UnknownWord if it is none of those known."""
    plain = word.strip().casefold()
    if plain not in known:
        raise UnknownWord(f"no {what} {word.strip()!r}; known: {', '.join(known)}")
    return plain


def some_of(words: str, known: Collection[str], what: str) -> list[str]:
    """The words of a list such as `housing,job`; UnknownWord if one is none of those known."""
    return [one_of(word, known, what) for word in words.split(",") if word.strip()]


async def add_coordinator(
    session: AsyncSession,
    centre_code: str,
    address: str,
    name: str,
    skills: Skills = Skills(),
) -> Coordinator:
    """Register someone, or bring them back; UnknownCentre if the centre is not there."""
    centre = await _centre(session, centre_code)
    staff = await _coordinator(session, centre, address)
    if staff is None:
        staff = Coordinator(
            centre_id=centre.id, address=address, address_index=vault().index("telegram", address)
        )
        session.add(staff)
    if not staff.active:
        staff.away_since = staff.away_until = None
    staff.name, staff.active = name, True
    for field, said in vars(skills).items():
        if said is not None:
            setattr(staff, field, said)
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
    staff.active, staff.duty_since = False, None


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
