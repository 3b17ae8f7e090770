"""A new case is given to somebody at once, where their centre recorded who does what."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.matching import Match, Wanted, match_new
from bot.cases.needs import BY_KEY
from bot.cases.states import Status
from bot.desk.handing import hand_to
from bot.desk.names import called
from bot.i18n.text import Text, msg, msgs
from bot.storage.audit import record
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Coordinator
from bot.storage.team import loads_of, team_of

_WOMAN, _NEED = "woman", "need"


def wanted_of(case: Case) -> Wanted:
    """What a case asks of whoever gets it."""
    woman = case.person is not None and case.person.wants_woman
    return Wanted(case.need, case.language, woman)


async def give(session: AsyncSession, out: Outbox, case: Case, now: datetime) -> bool:
    """Give a waiting case to who does such ones; False leaves it for everybody to see.

    The person hears nothing of it before that coordinator takes it or speaks.
    """
    if case.status != Status.open:
        return False
    staff, loads = await team_of(session, case.centre_id), await loads_of(session, case.centre_id)
    found = match_new(staff, wanted_of(case), loads, now)
    if found is None:
        return False
    await give_to(out, case, found, now)
    return True


async def give_to(out: Outbox, case: Case, found: Match[Coordinator], now: datetime) -> None:
    """Put a case in the hands of who was found for it."""
    why = _WOMAN if wanted_of(case).woman else _NEED
    await hand_to(out, case, found.staff, now)
    case.given_for, case.taken_at = f"{why}:{found.open}", None
    record(case, "given", now, found.staff, why)


def waits(case: Case) -> bool:
    """Whether nobody has taken it: it is open, or given to somebody who has not spoken yet."""
    given = case.status == Status.taken and case.given_for is not None
    return given or case.status == Status.open


def given_line(case: Case) -> Text | None:
    """To whom a case was given and why, until they take it or speak."""
    if not (case.given_for and case.coordinator and waits(case)):
        return None
    why, _, had = case.given_for.partition(":")
    return msg(
        "👉 Given to {name}: {why} · {open}",
        name=called(case.coordinator),
        why=msg("a woman") if why == _WOMAN else msg("does {need}", need=BY_KEY[case.need].label),
        open=msgs("{n} open", "{n} open", int(had)),
    )
