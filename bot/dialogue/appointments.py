"""What the person says to an appointment, by one tap: they come, they cannot, another time."""

from __future__ import annotations

from sqlalchemy import select

from bot.cases.appointments import LIVE, State
from bot.channels.base import Button, Say
from bot.dialogue.context import Turn
from bot.dialogue.menu import SHOW_MENU, ask_open_question
from bot.i18n.text import Moment, msg
from bot.storage.casebook import case_by_id
from bot.storage.tables import Appointment, Case


async def come(turn: Turn, number: str) -> bool:
    """They come. False when the time is not proposed to them any more."""
    case = await _theirs(turn, number)
    if case is None or case.appointment is None:
        return False
    turn.acknowledge()
    if case.appointment.state != State.accepted:
        case.appointment.state = State.accepted
        await _tell(turn, case, "✅")
    cannot_after_all = Button(label=msg("❌ I cannot"), data=f"cannot:{number}")
    turn.say(
        msg("✅ Good. You will be reminded before."), buttons=[[cannot_after_all], [SHOW_MENU]]
    )
    ask_open_question(turn)
    return True


async def cannot(turn: Turn, number: str) -> bool:
    """They cannot; the centre is told, and nobody waits for them."""
    case = await _theirs(turn, number)
    if case is None or case.appointment is None:
        return False
    turn.acknowledge()
    case.appointment.state = State.declined
    await _tell(turn, case, "❌")
    another = Button(label=msg("🔁 Another time"), data=f"othertime:{number}")
    turn.say(msg("👌 They know it. Nobody waits for you then."), buttons=[[another], [SHOW_MENU]])
    ask_open_question(turn)
    return True


async def another_time(turn: Turn, number: str) -> bool:
    """They want another time: what they write next goes to the coordinator."""
    case = await _theirs(turn, number, also=State.declined)
    if case is None or case.appointment is None:
        return False
    turn.acknowledge()
    case.appointment.state = State.declined
    turn.dialogue = turn.dialogue.without_form()
    turn.person.talking_case_id = case.id
    await _tell(turn, case, "🔁")
    turn.say(msg("🕐 Write here which day and time suit you: they will read it."))
    return True


async def _theirs(turn: Turn, number: str, *, also: State | None = None) -> Case | None:
    """The locked case of a person's appointment that they may still answer to."""
    visit_id = int(number) if number.isdigit() else 0
    of_visit = select(Appointment.case_id).where(Appointment.id == visit_id)
    case_id = await turn.session.scalar(of_visit)
    case = await case_by_id(turn.session, case_id) if case_id else None
    visit = case.appointment if case else None
    if case is None or visit is None or case.person_id != turn.person.id:
        return None
    open_to_answer = visit.state in {*LIVE, also} and visit.at > turn.now
    return case if str(visit.id) == number and open_to_answer else None


async def _tell(turn: Turn, case: Case, sign: str) -> None:
    assert case.appointment
    at = Moment(at=case.appointment.at)
    words = {
        "✅": msg("✅ {moment}: they come.", moment=at),
        "❌": msg("❌ {moment}: they cannot come.", moment=at),
        "🔁": msg("🔁 {moment} does not suit them: they ask for another time.", moment=at),
    }
    again = [[Button(label=msg("📅 Another appointment"), data=f"visit:{case.code}:new")]]
    buttons = [] if sign == "✅" else again
    turn.out.to_case(case, Say(text=[words[sign]], buttons=buttons))
    case.moved_at = turn.now
    await turn.out.redraw_card(case)
