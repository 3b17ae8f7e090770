"""Alerts of a danger: called out in the centre's group until somebody takes the case."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.states import Status
from bot.cases.urgency import Urgency
from bot.channels.base import Button, Say
from bot.i18n.text import msg
from bot.storage.casebook import supervision_over
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Centre

CALLS = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 80, 160))
"""How long after its opening an alert that nobody took is called out again. Five minutes is what
the mission allows a danger to wait; later calls come ever more slowly, so that they are read."""
CLIMBS_FROM = 2
"""The call from which on the supervisors hear of it too: the one after ten minutes."""


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


async def call_out(session: AsyncSession, out: Outbox, now: datetime) -> int:
    """Call out again what nobody took and is due (`bot.desk.watch.Look`)."""
    since = func.coalesce(Case.reopened_at, Case.opened_at)
    waiting = (
        select(Case)
        .where(Case.need == "danger", Case.status == Status.open, Case.urgency == Urgency.now)
        .where(Case.calls < len(CALLS), since <= now - CALLS[0])
        .with_for_update(of=Case, skip_locked=True)
    )
    called = 0
    for case in (await session.scalars(waiting)).unique():
        waited = now - case.waits_since
        due = sum(waited >= after for after in CALLS)
        if due > case.calls:
            case.calls = due
            alert(out, case, waited)
            if due >= CLIMBS_FROM and (above := await supervision_over(session, case)):
                climb(out, case, above, waited)
            called += 1
    return called
