"""What happens about appointments by itself: reminders, and asking who came."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.appointments import LIVE, State, Step, due_step
from bot.cases.states import Status
from bot.channels.base import Button, Say
from bot.desk.appointments import reply_buttons, where_and_when
from bot.i18n.catalogs import as_language
from bot.i18n.text import Moment, msg
from bot.storage.outbox import Outbox
from bot.storage.tables import Appointment, Case

_AHEAD = timedelta(days=2)


async def remind(session: AsyncSession, out: Outbox, now: datetime) -> int:
    """Take the steps about appointments that are due (`bot.desk.watch.Look`)."""
    coming = (
        select(Case)
        .join(Appointment, Appointment.id == Case.appointment_id)
        .where(Appointment.state.in_(LIVE), Appointment.told < Step.afterwards)
        .where(Appointment.at <= now + _AHEAD, Case.status != Status.closed)
        .with_for_update(of=Case, key_share=True, skip_locked=True)
    )
    done = 0
    for case in (await session.scalars(coming)).unique():
        visit = case.appointment
        assert visit
        step = due_step(visit.at, visit.made_at, visit.state, visit.told, now)
        if step is None:
            continue
        visit.told = step
        if step is Step.afterwards:
            _ask_who_came(out, case, visit)
        else:
            _remind(out, case, visit, step)
        done += 1
    return done


def _remind(out: Outbox, case: Case, visit: Appointment, step: Step) -> None:
    person = case.person
    if person is None:
        return
    today = step is Step.morning
    title = msg("⏰ Today you are expected:") if today else msg("⏰ Tomorrow you are expected:")
    buttons = reply_buttons(visit)
    if visit.state == State.accepted:
        buttons = buttons[1:]
    text = [title, *where_and_when(case, as_language(person.language))]
    out.to_person(person, Say(text=text, buttons=buttons), case=case)


def _ask_who_came(out: Outbox, case: Case, visit: Appointment) -> None:
    question = msg("📅 {moment}: did they come?", moment=Moment(at=visit.at))
    data = f"visited:{case.code}:{visit.id}"
    buttons = [
        [Button(label=msg("✔️ They came"), data=f"{data}.{State.came}")],
        [Button(label=msg("⚠️ They did not come"), data=f"{data}.{State.missed}")],
        [Button(label=msg("📅 Another appointment"), data=f"visit:{case.code}:new")],
    ]
    out.to_case(case, Say(text=[question], buttons=buttons))
