"""Alerts of a danger: called out in the centre's group until somebody takes the case."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError

from bot.cases.states import Status
from bot.channels.base import Button, Say
from bot.i18n.text import msg
from bot.jobs import Queue
from bot.storage.casebook import supervision_over
from bot.storage.database import Database
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Centre

log = structlog.get_logger()

CALLS = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 80, 160))
"""How long after its opening an alert that nobody took is called out again. Five minutes is what
the mission allows a danger to wait; later calls come ever more slowly, so that they are read."""
CLIMBS_FROM = 2
"""The call from which on the supervisors hear of it too: the one after ten minutes."""
LOOK_SECONDS = 10.0


def alert(out: Outbox, case: Case, waited: timedelta | None = None) -> None:
    """Call out a case in its centre's group, where everybody sees it; one tap takes it."""
    if case.centre is None:
        return
    take = Button(label=msg("✋ Take"), data=f"alert:{case.code}")
    words = msg("🆘 {code}: somebody may be in danger. Who takes it now?", code=case.code)
    if waited:
        minutes = int(waited.total_seconds() // 60)
        words = msg(
            "🆘 {code}: nobody has taken it for {minutes} min. Who takes it now?",
            code=case.code,
            minutes=minutes,
        )
    out.to_group(case.centre, Say(text=[words], buttons=[[take]]))


def climb(out: Outbox, case: Case, above: Centre, waited: timedelta) -> None:
    """Tell supervisors that nobody of a centre has taken a danger; they know whom to call."""
    if case.centre is None:
        return
    words = msg(
        "🆘 {code}: nobody at {centre} has taken a danger for {minutes} min. Please call them.",
        code=case.code,
        centre=case.centre.name(above.language),
        minutes=int(waited.total_seconds() // 60),
    )
    out.to_group(above, Say(text=[words]))


class Alerts:
    """Calls out again what nobody took; each call once, whatever restarts in between."""

    def __init__(
        self,
        database: Database,
        queue: Queue,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._database = database
        self._queue = queue
        self._clock = clock

    async def watch(self) -> None:
        """Look again and again until cancelled."""
        while True:
            try:
                await self.look()
            except (DBAPIError, OSError) as error:
                log.warning("alerts_interrupted", error=type(error).__name__)
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> int:
        """Call out what is due; returns how many."""
        now = self._clock()
        since = func.coalesce(Case.reopened_at, Case.opened_at)
        waiting = (
            select(Case)
            .where(Case.need == "danger", Case.status == Status.open, Case.urgency == 3)
            .where(Case.calls < len(CALLS), since <= now - CALLS[0])
            .with_for_update(of=Case, skip_locked=True)
        )
        async with self._database.transaction() as session:
            out, called = Outbox(session), 0
            for case in (await session.scalars(waiting)).unique():
                waited = now - case.waits_since
                due = sum(waited >= after for after in CALLS)
                if due > case.calls:
                    case.calls = due
                    alert(out, case, waited)
                    if due >= CLIMBS_FROM and (above := await supervision_over(session, case)):
                        climb(out, case, above, waited)
                    called += 1
            await out.flush(self._queue)
        return called
