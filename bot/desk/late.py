"""What is late climbs: who has the case, the deputy, the supervisors, the national centre."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.deadlines import Level, due, level_at, settles, term_of
from bot.cases.matching import DANGER, present
from bot.cases.needs import BY_KEY
from bot.cases.states import Status
from bot.cases.urgency import Urgency
from bot.channels.base import Say
from bot.desk.deadlines import time_of
from bot.desk.names import called, leads_to
from bot.i18n.catalogs import as_language
from bot.i18n.text import Moment, Text, msg
from bot.storage.casebook import national_centre, supervision_over
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Centre, Coordinator
from bot.storage.team import team_of

MOST_NAMED = 3
"""How many are called by name where nobody has a case."""


async def climb_late(session: AsyncSession, out: Outbox, now: datetime) -> int:
    """Tell who is to hear of what became late (`bot.desk.watch.Look`).

    A danger that nobody took is called out instead (`bot.desk.alerts`).
    """
    first = func.least(Case.first_due, Case.next_due, Case.end_due)
    late = (
        select(Case)
        .where(Case.status != Status.closed, Case.person_id.is_not(None))
        .where(first <= now, Case.reminded < Level.national)
        .with_for_update(of=Case, key_share=True, skip_locked=True)
    )
    told = 0
    for case in (await session.scalars(late)).unique():
        if (case.need, case.status, case.urgency) == (DANGER, Status.open, Urgency.now):
            continue
        passed = due(case)
        assert passed
        term = term_of(case, Urgency(case.urgency))
        level = level_at(passed, term, await time_of(session, case), now)
        if level > case.reminded:
            await _climb(session, out, case, level, now)
            told += 1
    return told


async def _climb(
    session: AsyncSession, out: Outbox, case: Case, level: Level, now: datetime
) -> None:
    """Tell everybody up to a level; where there is nobody on it, whoever is above."""
    heard = False
    for step in list(Level)[case.reminded + 1 :]:
        if step > level and heard:
            break
        heard = await _tell(session, out, case, step, now)
        case.reminded = step
    await out.redraw_card(case)


async def _tell(
    session: AsyncSession, out: Outbox, case: Case, level: Level, now: datetime
) -> bool:
    """Tell those of one level; False where there is nobody."""
    if case.centre is None:
        return False
    if level is Level.national:
        return _tell_group(out, case, await national_centre(session))
    team = await team_of(session, case.centre.id)
    if level is Level.owner:
        owner = [case.coordinator] if case.coordinator else present(team, now)[:MOST_NAMED]
        return _tell_topic(out, case, owner)
    named = _tell_topic(out, case, [one for one in team if one.role == level.name])
    if level is not Level.supervisor:
        return named
    return _tell_group(out, case, await supervision_over(session, case)) or named


def _tell_topic(out: Outbox, case: Case, staff: Sequence[Coordinator]) -> bool:
    if not staff:
        return False
    names = {f"name{number}": called(one) for number, one in enumerate(staff)}
    whom = Text(id=" ".join(f"{{{name}}}" for name in names), args=dict(names))
    since = Moment(at=due(case) or case.moved_at)
    if settles(case):
        words = msg("⏰ {names}: this should be settled since {moment}.", names=whom, moment=since)
    else:
        words = msg("⏰ {names}: an answer is due since {moment}.", names=whom, moment=since)
    out.to_case(case, Say(text=[words]))
    return True


def _tell_group(out: Outbox, case: Case, above: Centre | None) -> bool:
    """Tell a group above the centre, without a word of the person's."""
    if above is None or above.group is None or case.centre is None or above.id == case.centre.id:
        return False
    words = msg(
        "🔥 {code} · {need}: late at {centre} since {moment}. Please call them.",
        code=leads_to(case),
        need=BY_KEY[case.need].label,
        centre=case.centre.name(as_language(above.language)),
        moment=Moment(at=due(case) or case.moved_at),
    )
    out.to_group(above, Say(text=[words]))
    return True
