"""The cases of whoever is away, or not there any more, go on with colleagues."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.matching import DANGER, Match, match_next
from bot.cases.states import Status
from bot.cases.urgency import Urgency
from bot.channels.base import Say
from bot.desk.alerts import alert
from bot.desk.giving import give_to, waits, wanted_of
from bot.desk.handing import hand_to, release
from bot.desk.names import called, leads_to
from bot.desk.team import away_words, back_again
from bot.i18n.text import Text, msg, msgs
from bot.storage.audit import record
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Centre, Coordinator
from bot.storage.team import loads_of, team_of

LINES = 30
"""Cases in one message; Telegram takes 100 links in one."""


async def hand_on(session: AsyncSession, out: Outbox, now: datetime) -> int:
    """Who is back is back, and what those who are not there have goes on (`watch.Look`)."""
    back = await _come_back(session, out, now)
    gone = or_(
        not_(Coordinator.active),
        and_(
            Coordinator.away_since <= now,
            or_(Coordinator.away_until.is_(None), Coordinator.away_until > now),
        ),
    )
    left = (
        select(Case)
        .join(Coordinator, Coordinator.id == Case.coordinator_id)
        .where(Case.status == Status.taken, gone)
        .order_by(Case.urgency.desc(), Case.id)
        .with_for_update(of=Case, key_share=True, skip_locked=True)
    )
    by_staff: dict[int, list[Case]] = defaultdict(list)
    for case in (await session.scalars(left)).unique():
        assert case.coordinator
        by_staff[case.coordinator.id].append(case)
    for cases in by_staff.values():
        await _pass_round(session, out, cases, now)
    return back + sum(map(len, by_staff.values()))


async def _come_back(session: AsyncSession, out: Outbox, now: datetime) -> int:
    over = select(Coordinator).where(Coordinator.away_until <= now)
    back = list(await session.scalars(over.with_for_update(key_share=True, skip_locked=True)))
    for staff in back:
        staff.away_since = staff.away_until = None
        centre = await session.get_one(Centre, staff.centre_id)
        if staff.active:
            out.to_group(centre, Say(text=[back_again(staff)]))
    return len(back)


async def _pass_round(
    session: AsyncSession, out: Outbox, cases: Sequence[Case], now: datetime
) -> None:
    """Find somebody for each of one person's cases, and say so once to their colleagues."""
    before = cases[0].coordinator
    assert before
    lines: dict[int, list[Text]] = defaultdict(list)
    for case in cases:
        line = await _goes_on(session, out, case, now)
        if case.centre_id:
            lines[case.centre_id].append(line)
    for centre_id, said in lines.items():
        centre = await session.get_one(Centre, centre_id)
        for at in range(0, len(said), LINES):
            title = [_title(before, now), _count(len(said))] if at == 0 else []
            out.to_group(centre, Say(text=[*title, *said[at : at + LINES]]))


async def _goes_on(session: AsyncSession, out: Outbox, case: Case, now: datetime) -> Text:
    team, loads = await team_of(session, case.centre_id), await loads_of(session, case.centre_id)
    found = match_next(team, wanted_of(case), loads, now)
    before = case.coordinator
    assert before
    if found:
        hand = give_to if waits(case) else _hand_on
        await hand(out, case, found, now)
        next_one = called(found.staff)
        words = msg("👉 {name} is not there: {next} goes on.", name=before.name, next=next_one)
        line = msg("{code} → {name}", code=leads_to(case), name=found.staff.name)
    else:
        await release(out, case, now)
        if case.need == DANGER and case.urgency == Urgency.now:
            case.calls, case.reopened_at = 0, now
            await alert(session, out, case, now)
        words = msg("👉 {name} is not there: whoever can takes it.", name=before.name)
        record(case, "released", now)
        line = msg("{code} → everybody", code=leads_to(case))
    out.to_case(case, Say(text=[words]))
    return line


async def _hand_on(out: Outbox, case: Case, found: Match[Coordinator], now: datetime) -> None:
    await hand_to(out, case, found.staff, now)
    record(case, "handed on", now, found.staff)


def _title(staff: Coordinator, now: datetime) -> Text:
    if staff.active:
        return away_words(staff, now)
    return msg("👋 {name} does not work here any more.", name=staff.name)


def _count(n: int) -> Text:
    return msgs("{n} request goes on:", "{n} requests go on:", n)
