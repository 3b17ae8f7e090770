"""Appointments as coordinators make them: a day, a time, and what came of it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.cases.appointments import LIVE, OpenOn, State, days, open_on, slots
from bot.channels.base import Button, Say
from bot.desk.card import back_button
from bot.desk.context import TOO_OLD, DeskTurn
from bot.desk.taking import out_of_reach, speak
from bot.i18n.catalogs import MOROCCO, as_language
from bot.i18n.text import Moment, Text, msg, verbatim
from bot.storage.calendars import calendar_of
from bot.storage.outbox import Outbox
from bot.storage.tables import Appointment, Case

_DAY, _TIME = "%y%m%d", "%y%m%d%H%M"


async def choose_day(turn: DeskTurn, case: Case, how: str) -> Text | None:
    """Offer the next days; where an appointment stands already, what can be done with it."""
    if problem := out_of_reach(case):
        return problem
    if how != "new" and expected(case, turn.now):
        change = Button(label=msg("🔁 Change it"), data=f"visit:{case.code}:new")
        cancel = Button(label=msg("✖️ Cancel it"), data=f"unvisit:{case.code}")
        await turn.offer(case, [[change], [cancel], [back_button(case)]])
        return None
    buttons = [
        Button(
            label=_shown(Moment(at=_noon(day), show="day")),
            data=f"visitday:{case.code}:{day:{_DAY}}",
        )
        for day in days(await _open_on(turn), turn.now)
    ]
    if not buttons:
        return msg("The opening hours of the centre are not known: no day can be offered.")
    await turn.offer(case, [*_rows(buttons, 2), [back_button(case)]])
    return msg("On which day?")


async def choose_time(turn: DeskTurn, case: Case, day: str) -> Text:
    """Offer the times of a day that are left."""
    free = slots(await _open_on(turn), _parsed(day, _DAY).date(), turn.now)
    if not free:
        return TOO_OLD
    buttons = [
        Button(
            label=_shown(Moment(at=at, show="time")),
            data=f"visitat:{case.code}:{at:{_TIME}}",
        )
        for at in free
    ]
    await turn.offer(case, [*_rows(buttons, 4), [_to_days(case)]])
    return msg("At what time?")


async def confirm(turn: DeskTurn, case: Case, when: str) -> None:
    """Show what would be proposed, before anybody hears of it."""
    at = Moment(at=_parsed(when, _TIME))
    propose_it = Button(label=msg("📤 {moment}", moment=at), data=f"visitgo:{case.code}:{when}")
    await turn.offer(case, [[propose_it], [_to_days(case)]])


async def propose(turn: DeskTurn, case: Case, when: str) -> Text:
    """Propose a time to the person, in the place of one that stood."""
    at = _parsed(when, _TIME)
    if problem := out_of_reach(case):
        return problem
    if at <= turn.now:
        return TOO_OLD
    person = await speak(turn, case)
    before = expected(case, turn.now)
    if before:
        before.state = State.changed
    made = Appointment(
        case_id=case.id, at=at.astimezone(UTC), state=State.proposed, made_at=turn.now
    )
    turn.session.add(made)
    await turn.session.flush()
    case.appointment = made
    title = msg("🔁 The appointment changes:") if before else msg("📅 An appointment for you:")
    language = as_language(person.language)
    say = Say(text=[title, *where_and_when(case, language)], buttons=reply_buttons(made))
    turn.out.to_person(person, say, case=case)
    told = msg("📅 Proposed to them: {moment}", moment=Moment(at=at))
    turn.out.to_case(case, Say(text=[told]))
    if turn.inbound.message != case.card:
        turn.replace_pressed()
    await turn.out.redraw_card(case)
    return msg("Sent.")


async def cancel(turn: DeskTurn, case: Case, _: str) -> Text:
    """Take back an appointment; the person is told."""
    if not withdraw(turn.out, case, turn.now):
        return TOO_OLD
    await turn.out.redraw_card(case)
    return msg("Cancelled.")


async def note_visit(turn: DeskTurn, case: Case, detail: str) -> Text:
    """Note whether the person came; `detail` is the appointment and the new state."""
    number, _, state = detail.partition(".")
    visit = await turn.session.get(Appointment, int(number)) if number.isdigit() else None
    if visit is None or visit.case_id != case.id or state not in {State.came, State.missed}:
        return TOO_OLD
    visit.state = state
    word = msg("✔️ They came") if state == State.came else msg("⚠️ They did not come")
    if press := turn.inbound.press:
        by = msg("{word} · {name}", word=word, name=turn.staff.name)
        turn.replace_pressed(verbatim(press.shown), by)
    await turn.out.redraw_card(case)
    return word


def expected(case: Case, now: datetime) -> Appointment | None:
    """The appointment at which somebody is still expected."""
    visit = case.appointment
    return visit if visit and visit.state in LIVE and visit.at > now else None


def withdraw(out: Outbox, case: Case, now: datetime) -> bool:
    """Cancel what is still to come, and tell the person; whether there was anything."""
    visit = expected(case, now)
    if visit is None:
        return False
    visit.state = State.cancelled
    if case.person:
        gone = msg("✖️ The appointment of {moment} is cancelled.", moment=Moment(at=visit.at))
        out.to_person(case.person, Say(text=[gone]), case=case)
    return True


def where_and_when(case: Case, language: str) -> list[Text]:
    """When somebody is expected, and where."""
    assert case.appointment
    lines = [msg("🗓️ {moment}", moment=Moment(at=case.appointment.at))]
    if case.centre:
        lines.append(msg("📍 {centre}", centre=case.centre.name(language)))
        if address := case.centre.contact.get(f"address_{language}"):
            lines.append(msg("🗺️ {address}", address=str(address)))
    return lines


def reply_buttons(visit: Appointment) -> list[list[Button]]:
    """What the person can say to a time that is proposed."""
    return [
        [Button(label=msg("✅ I come"), data=f"come:{visit.id}")],
        [Button(label=msg("❌ I cannot"), data=f"cannot:{visit.id}")],
        [Button(label=msg("🔁 Another time"), data=f"othertime:{visit.id}")],
    ]


async def _open_on(turn: DeskTurn) -> OpenOn:
    return open_on(await calendar_of(turn.session, turn.centre))


def _shown(moment: Moment) -> Text:
    return Text(id="{moment}", args={"moment": moment})


def _to_days(case: Case) -> Button:
    return Button(label=msg("⬅️ Back"), data=f"visit:{case.code}:new")


def _parsed(written: str, how: str) -> datetime:
    return datetime.strptime(written, how).replace(tzinfo=MOROCCO)


def _noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=MOROCCO)


def _rows(buttons: list[Button], width: int) -> list[list[Button]]:
    return [buttons[at : at + width] for at in range(0, len(buttons), width)]
