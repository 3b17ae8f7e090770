"""What happens on the desk by itself, because time passed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.desk.absence import hand_on
from bot.desk.alerts import call_out
from bot.desk.digests import daily
from bot.desk.late import climb_late
from bot.desk.reminders import remind
from bot.desk.weekly import weekly
from bot.jobs import Queue
from bot.storage.database import Database
from bot.storage.outbox import Outbox

log = structlog.get_logger()

LOOK_SECONDS = 10.0
Look = Callable[[AsyncSession, Outbox, datetime], Awaitable[int]]
"""Does what is due at a time, each thing once, and returns how much that was.

Whatever it reads it locks with SKIP LOCKED, since several processes may look at once; that a
thing is done is written in the same transaction as what goes out.
"""
LOOKS: Sequence[Look] = (hand_on, call_out, climb_late, remind, daily, weekly)


class Watch:
    """Looks again and again at what is due; each thing happens once, whatever restarts.

    Args:
        database: Where what is due is written.
        queue: Wakes the deliveries of what goes out.
        clock: The time.
        looks: What to look at.
    """

    def __init__(
        self,
        database: Database,
        queue: Queue,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        looks: Sequence[Look] = LOOKS,
    ) -> None:
        self._database = database
        self._queue = queue
        self._clock = clock
        self._looks = looks

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                await self.look()
            except (DBAPIError, OSError) as error:
                log.warning("watch_interrupted", error=type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> int:
        """Do what is due; returns how much that was."""
        done = 0
        for look in self._looks:
            async with self._database.transaction() as session:
                out = Outbox(session)
                done += await look(session, out, self._clock())
                await out.flush(self._queue)
        return done
