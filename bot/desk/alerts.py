"""Alerts of a danger: called out in the centre's group until somebody takes the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.matching import present
from bot.cases.states import Status
from bot.cases.urgency import Urgency
from bot.channels.base import Button, Say
from bot.desk.names import called, leads_to
from bot.i18n.text import Text, msg
from bot.storage.calendars import calendar_of
from bot.storage.casebook import supervision_over
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Centre, Coordinator
from bot.storage.team import on_duty, team_of

CALLS = tuple(timedelta(minutes=minutes) for minutes in (5, 10, 20, 40, 80, 160))
"""How long after its opening an alert that nobody took is called out again. Five minutes is what
the mission allows a danger to wait; later calls come ever more slowly, so that they are read."""
CLIMBS_FROM = 2
"""The call from which on the supervisors hear of it too: the one after ten minutes."""
MOST_RUNG = 5
"""How many telephones ring at once where nobody is on duty. Telegram tells of no more than a few
of the people whom one message names."""


async def alert(
    session: AsyncSession, out: Outbox, case: Case, now: datetime, waited: timedelta | None = None
) -> None:
    """Call out a case in its centre's group, where everybody sees it; one tap takes it.

    The telephone of whoever is on duty rings, else of all who are there. Where nobody can be
    expected to hear it, because the centre is closed and nobody is on duty, supervisors hear of
    it at once.
    """
    centre = case.centre
    if centre is None:
        return
    take = Button(label=msg("✋ Take"), data=f"alert:{case.code}")
    words = msg("🆘 {code}: somebody may be in danger. Who takes it now?", code=leads_to(case))
    if waited:
        minutes = int(waited.total_seconds() // 60)
        words = msg(
            "🆘 {code}: nobody has taken it for {minutes} min. Who takes it now?",
            code=leads_to(case),
            minutes=minutes,
        )
    duty = await on_duty(session, centre, now)
    rings = _rings([duty] if duty else present(await team_of(session, centre.id), now))
    out.to_group(centre, Say(text=[words, *rings], buttons=[[take]]), alarm=True)
    if duty or waited or (await calendar_of(session, centre)).is_open(now):
        return
    if above := await supervision_over(session, case):
        _tell_at_once(out, case, above)


def _rings(staff: Sequence[Coordinator]) -> list[Text]:
    """The line that makes telephones ring."""
    if not staff:
        return []
    names = {f"name{number}": called(one) for number, one in enumerate(staff[:MOST_RUNG])}
    words = Text(id=" ".join(f"{{{name}}}" for name in names), args=dict(names))
    return [msg("🔔 {names}", names=words)]


def _tell_at_once(out: Outbox, case: Case, above: Centre) -> None:
    """Tell supervisors of a danger that nobody may hear."""
    if case.centre is None:
        return
    words = msg(
        "🆘 {code}: a danger at {centre}. It is closed now and nobody is on duty. "
        "Please call them.",
        code=case.code,
        centre=case.centre.name(above.language),
    )
    out.to_group(above, Say(text=[words]), alarm=True)


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
    out.to_group(above, Say(text=[words]), alarm=True)


async def call_out(session: AsyncSession, out: Outbox, now: datetime) -> int:
    """Call out again what nobody took and is due (`bot.desk.watch.Look`)."""
    since = func.coalesce(Case.reopened_at, Case.opened_at)
    waiting = (
        select(Case)
        .where(Case.need == "danger", Case.status == Status.open, Case.urgency == Urgency.now)
        .where(Case.calls < len(CALLS), since <= now - CALLS[0])
        .with_for_update(of=Case, key_share=True, skip_locked=True)
    )
    called = 0
    for case in (await session.scalars(waiting)).unique():
        waited = now - case.waits_since
        due = sum(waited >= after for after in CALLS)
        if due > case.calls:
            case.calls = due
            await alert(session, out, case, now, waited)
            if due >= CLIMBS_FROM and (above := await supervision_over(session, case)):
                climb(out, case, above, waited)
            called += 1
    return called
