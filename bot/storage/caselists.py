"""The cases of a centre as its coordinators look at them, and as supervisors count them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer, raiseload

from bot.cases.appointments import LIVE
from bot.cases.calendar import MOROCCO
from bot.cases.deadlines import is_late
from bot.cases.figures import Fact, Stand
from bot.cases.phones import in_full
from bot.cases.states import Status
from bot.storage.sealed import vault
from bot.storage.tables import Appointment, Case, Centre, Coordinator, Person

PAGE = 10
"""Cases of one page."""
SHORTEST = 2
"""Characters of a code that are looked for at least."""
_WAITING = and_(
    Case.status == Status.taken,
    Case.answered_at.is_not(None),
    or_(Case.heard_at.is_(None), Case.answered_at > Case.heard_at),
)


@dataclass(frozen=True)
class CaseLists:
    """The open cases of a centre at a time, in lists; `mine` are those of `staff`."""

    session: AsyncSession
    centre: Centre
    now: datetime
    staff: Coordinator | None = None

    async def counts(self) -> dict[str, int]:
        """How many there are in each list, and in `all`."""
        lists = {name: func.count().filter(which) for name, which in self._lists().items()}
        counted = select(*lists.values()).select_from(Case).where(*self._open)
        return dict(zip(lists, (await self.session.execute(counted)).one(), strict=True))

    async def page(self, name: str, first: int = 0, most: int = PAGE) -> list[Case]:
        """Some of a list: the late ones, then the most urgent, then the oldest."""
        since = func.coalesce(Case.reopened_at, Case.opened_at)
        order = (self._late.desc(), Case.urgency.desc(), since, Case.id)
        some = _shown().where(*self._open, self._lists()[name]).order_by(*order)
        return await _all(self.session, some.offset(first).limit(most))

    async def expected(self, day: date) -> list[Case]:
        """Those whose person is expected at the centre on a day, the earliest first."""
        start = datetime.combine(day, time(), MOROCCO)
        on_day = Appointment.at.between(start, start + timedelta(days=1))
        coming = _shown().join(Appointment, Appointment.id == Case.appointment_id)
        coming = coming.where(*self._open, Appointment.state.in_(LIVE), on_day)
        return await _all(self.session, coming.order_by(Appointment.at, Case.id))

    @property
    def _open(self) -> tuple[ColumnElement[bool], ...]:
        return Case.centre_id == self.centre.id, Case.status != Status.closed

    @property
    def _late(self) -> ColumnElement[bool]:
        due = func.least(Case.first_due, Case.next_due, Case.end_due)
        return func.coalesce(due <= self.now, false())

    def _lists(self) -> dict[str, ColumnElement[bool]]:
        unclaimed = Case.status == Status.open
        return {
            "all": true(),
            "mine": Case.coordinator_id == self.staff.id if self.staff else false(),
            "unclaimed": unclaimed,
            "late": self._late,
            "waiting": _WAITING,
            "fresh": and_(unclaimed, ~self._late),
        }


async def find_cases(
    session: AsyncSession, centre: Centre, words: str
) -> tuple[Sequence[Case], int]:
    """The cases of a centre, open or closed, with a part of a code or a person's number.

    The open ones come first, then the newest. Returns a page of them, and how many there are.
    """
    ways = []
    part = "".join(filter(str.isalnum, words)).upper()
    if part.isascii() and len(part) >= SHORTEST:
        ways.append(func.replace(Case.code, "-", "").contains(part))
    if number := in_full(words):
        # As it was shared, before numbers were written in one way.
        spellings = [vault().index("phone", way) for way in (number, number.removeprefix("+"))]
        has_it = select(Person.id).where(Person.phone_index.in_(spellings))
        ways.append(Case.person_id.in_(has_it))
    which = Case.centre_id == centre.id, or_(false(), *ways)
    found = _shown().where(*which).order_by(Case.status == Status.closed, Case.id.desc())
    total = await session.scalar(select(func.count()).select_from(Case).where(*which))
    return await _all(session, found.limit(PAGE)), total or 0


async def facts(session: AsyncSession, since: datetime, now: datetime) -> dict[int, list[Fact]]:
    """By centre: what is open, or was opened or closed since."""
    first_answer = func.least(Case.taken_at, Case.answered_at)
    rows = await session.execute(
        select(Case.centre_id, Case.need, Case.status, _WAITING.label("waits"), Case.opened_at)
        .add_columns(first_answer.label("answered_at"), Case.closed_at, Case.rating)
        .add_columns(Case.first_due, Case.next_due, Case.end_due)
        .where(Case.centre_id.is_not(None))
        .where(or_(Case.status != Status.closed, Case.opened_at >= since, Case.closed_at >= since))
    )
    found: dict[int, list[Fact]] = {}
    for row in rows:
        fact = Fact(
            need=row.need,
            stand=_stand(row.status, waits=row.waits),
            late=is_late(row, now),
            opened_at=row.opened_at,
            answered_at=row.answered_at,
            closed_at=row.closed_at,
            rating=row.rating,
        )
        found.setdefault(row.centre_id, []).append(fact)
    return found


def _stand(status: str, *, waits: bool) -> Stand:
    if status == Status.closed:
        return Stand.closed
    if status == Status.open:
        return Stand.unclaimed
    return Stand.waiting if waits else Stand.in_hand


def _shown() -> Select[Any]:
    """Cases without what a list does not show: who it is, and what they said."""
    return select(Case).options(raiseload(Case.person), defer(Case.answers))


async def _all(session: AsyncSession, query: Select[Any]) -> list[Case]:
    return list((await session.scalars(query)).unique())
