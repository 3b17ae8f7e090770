"""How many parts of SMS each number of ours may send in a day, counted in the database.

Operators block a SIM that sends more than a person would; several processes share the count.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import literal, update
from sqlalchemy.dialects.postgresql import insert

from bot.cases.calendar import MOROCCO
from bot.channels.base import RetryLater
from bot.storage.database import Database
from bot.storage.mail import SmsDay

OVER = "over quota"


@dataclass(frozen=True)
class Quota:
    """Counts what goes out.

    Attributes:
        database: Where it is counted.
        limit: Parts a day and number; None: as many as it takes, counted all the same.
        clock: The time.
    """

    database: Database
    limit: int | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)

    async def take(self, numbers: Sequence[str], parts: int) -> str:
        """The first of some numbers that has room for so many parts, which it gives.

        Raises:
            RetryLater: None has, until the day is over.
        """
        for number in numbers:
            if await self._add(number, parts):
                return number
        raise RetryLater(OVER, self._rest_of_day())

    async def give_back(self, number: str, parts: int) -> None:
        """They did not go after all."""
        back = update(SmsDay).where(SmsDay.number == number, SmsDay.day == self._day())
        async with self.database.transaction() as session:
            await session.execute(back.values(parts=SmsDay.parts - parts))

    async def _add(self, number: str, parts: int) -> bool:
        limit = self.limit
        if limit is not None and parts > limit:
            return False
        fits = literal(True) if limit is None else SmsDay.parts + parts <= limit
        count = (
            insert(SmsDay)
            .values(number=number, day=self._day(), parts=parts)
            .on_conflict_do_update(
                index_elements=[SmsDay.number, SmsDay.day],
                set_={"parts": SmsDay.parts + parts},
                where=fits,
            )
            .returning(SmsDay.parts)
        )
        async with self.database.transaction() as session:
            return await session.scalar(count) is not None

    def _day(self) -> object:
        return self.clock().astimezone(MOROCCO).date()

    def _rest_of_day(self) -> float:
        now = self.clock().astimezone(MOROCCO)
        midnight = datetime.combine(now.date() + timedelta(days=1), time(), MOROCCO)
        return (midnight - now).total_seconds()
