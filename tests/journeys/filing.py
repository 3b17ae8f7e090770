"""What the stories of lists and digests share: cases that are simply there, and a moved clock."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import func, select, update

from bot.cases.calendar import MOROCCO
from bot.desk.digests import daily
from bot.desk.watch import Look, Watch
from bot.desk.weekly import weekly
from bot.storage.database import Database
from bot.storage.tables import Case, Centre, Coordinator
from tests.stage import Stage

CODES = "ACDEFGHJKMNPQRTUXY"


async def filed(
    stage: Stage, count: int = 1, *, at: str = "fes", by: str | None = None, **columns: Any
) -> list[str]:
    """Put cases into a centre's files, taken `by` somebody if so said; returns their codes.

    Today's digests count as said: no real clock is to speak in a story.
    """
    database = Database(str(stage.settings.database_url))
    async with database.transaction() as session:
        today = datetime.now(MOROCCO).date()
        for told in (Centre.digest_on, Centre.weekly_on):
            await session.execute(update(Centre).where(told.is_(None)).values({told: today}))
        centre = (await session.scalars(select(Centre).where(Centre.code == at))).one()
        staff = list(await session.scalars(select(Coordinator)))
        owner = next((one for one in staff if one.name == by), None)
        known = await session.scalar(select(func.count(Case.id))) or 0
        status = "taken" if owner else "open"
        common = {"need": "housing", "urgency": 1, "status": status, "language": "ar"} | columns
        cases = [
            Case(code=_code(n), centre=centre, coordinator=owner, **common)
            for n in range(known, known + count)
        ]
        session.add_all(cases)
    await database.close()
    return [case.code for case in cases]


def _code(number: int) -> str:
    return f"R-{CODES[number % len(CODES)]}{CODES[number // len(CODES)]}77"


def day_after(weekday: int, weeks: int = 0) -> date:
    """The next such day (Monday is 0) after today, or some weeks later."""
    today = datetime.now(MOROCCO).date()
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1, weeks=weeks)


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), MOROCCO)


async def awake(stage: Stage) -> None:
    """Wait until Sanad answers in Fès' group."""
    await stage.karim.says("/help")
    await stage.karim.sees("/cases", topic="General")


def watch(stage: Stage, now: datetime, looks: Sequence[Look] = (daily, weekly)) -> Watch:
    """A watch whose clock stands still, once Sanad is awake."""
    assert stage.sanad
    assert stage.sanad.database
    assert stage.sanad.queue
    return Watch(stage.sanad.database, stage.sanad.queue, lambda: now.astimezone(UTC), looks)
