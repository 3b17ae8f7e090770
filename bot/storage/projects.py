"""Finding projects, moving them from stage to stage, and counting codes that nobody has."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.codes import LENGTH, PROJECT_PREFIX, new_code
from bot.cases.projects import ENDED, PAUSE, Standing
from bot.storage.casebook import TRIES_PER_LENGTH
from bot.storage.project_tables import Grant, Project, StageChange, WrongCodes
from bot.storage.tables import Centre, Coordinator, Person


async def unused_project_code(session: AsyncSession) -> str:
    """A code no project has; one letter longer when the short ones grow scarce."""
    length = LENGTH
    while True:
        for _ in range(TRIES_PER_LENGTH):
            code = new_code(length, PROJECT_PREFIX)
            if await session.scalar(select(Project.id).where(Project.code == code)) is None:
                return code
        length += 1


async def project_by_code(session: AsyncSession, code: str) -> Project | None:
    """The project with a code, locked."""
    found = select(Project).where(Project.code == code).with_for_update(of=Project)
    return (await session.scalars(found)).first()


async def projects_of(session: AsyncSession, person: Person) -> Sequence[Project]:
    """The projects of a person, the oldest first."""
    return list(
        await session.scalars(
            select(Project).where(Project.person_id == person.id).order_by(Project.id)
        )
    )


async def project_of(
    session: AsyncSession, person: Person, *, lock: bool = False
) -> Project | None:
    """The project that a person works on: the newest, one that has not ended before others."""
    mine = (
        select(Project)
        .where(Project.person_id == person.id)
        .order_by(Project.stage.in_(ENDED), Project.id.desc())
        .limit(1)
    )
    return (await session.scalars(mine.with_for_update(of=Project) if lock else mine)).first()


async def projects_at(session: AsyncSession, centre: str | None = None) -> Sequence[Project]:
    """All projects, or those of the centre with a code, by centre."""
    found = select(Project).join(Centre).order_by(Centre.code, Project.id)
    if centre:
        found = found.where(Centre.code == centre)
    return list(await session.scalars(found))


def standing_of(project: Project) -> Standing:
    """Where a project stands."""
    return Standing(
        project.stage, project.since, project.granted_on, project.started_on,
        project.outcome, project.outcome_on,
    )  # fmt: skip


async def begin(
    session: AsyncSession,
    project: Project,
    at: Standing,
    now: datetime,
    staff: Coordinator | None = None,
) -> None:
    """Keep a new project, which stands somewhere already; `staff` as in `put`."""
    _stand(project, at)
    session.add(project)
    await session.flush()
    put(session, project, at, now, staff)


def put(
    session: AsyncSession,
    project: Project,
    at: Standing,
    now: datetime,
    staff: Coordinator | None = None,
) -> None:
    """Write down where a project stands from now on, and who said so (None: a list)."""
    _stand(project, at)
    by = staff.id if staff else None
    change = StageChange(
        project_id=project.id, stage=at.stage, on=at.since, at=now, coordinator_id=by
    )
    session.add(change)


def _stand(project: Project, at: Standing) -> None:
    for field, value in vars(at).items():
        setattr(project, field, value)


async def forget_projects(session: AsyncSession, person: Person, now: datetime) -> None:
    """Delete all that tells who holds a person's projects; they stay as figures without words."""
    mine = Project.person_id == person.id
    ids = select(Project.id).where(mine).scalar_subquery()
    await session.execute(update(Grant).where(Grant.project_id.in_(ids)).values(item=None))
    nobody = dict.fromkeys(
        ("person_id", "holder", "phone", "phone_index", "sex", "birth_year", "town")
    )
    await session.execute(update(Project).where(mine).values(**nobody, erased_at=now))


async def wrong_codes(session: AsyncSession, address_index: str) -> WrongCodes | None:
    """How many wrong codes in a row came from an address lately."""
    return await session.get(WrongCodes, address_index)


async def note_wrong_code(session: AsyncSession, address_index: str, now: datetime) -> int:
    """Count one more wrong code from an address, and return how many; old ones are forgotten."""
    await session.execute(delete(WrongCodes).where(WrongCodes.last_at < now - PAUSE))
    row = await session.get(WrongCodes, address_index, populate_existing=True)
    if row is None:
        row = WrongCodes(address_index=address_index, tries=0, last_at=now)
        session.add(row)
    row.tries, row.last_at = row.tries + 1, now
    await session.flush()
    return row.tries
