"""A coordinator gives a case to a colleague, or back to everybody; and opens one again."""

from __future__ import annotations

from bot.cases.access import may_work_on
from bot.cases.matching import DANGER, Load, is_away
from bot.cases.states import REOPEN_DAYS, NotAllowed, Status, may_reopen, move
from bot.cases.urgency import Urgency
from bot.channels.base import Button, Say
from bot.desk.alerts import alert
from bot.desk.card import back_button
from bot.desk.closing import reopen
from bot.desk.context import TOO_OLD, DeskTurn
from bot.desk.giving import waits
from bot.desk.handing import hand_to, release
from bot.desk.names import called
from bot.desk.offering import withdraw_offer
from bot.desk.taking import tell_of_taking
from bot.i18n.text import Text, msg, msgs
from bot.storage.tables import Case, Coordinator
from bot.storage.team import loads_of, team_of


async def choose_colleague(turn: DeskTurn, case: Case, _: str) -> Text:
    """Show the coordinators of the centre, who is away, and how much each has."""
    move("hand", Status(case.status))
    loads = await loads_of(turn.session, case.centre_id)
    rows = [
        [_choice(turn, case, one, loads.get(one.id, Load()).open)]
        for one in await team_of(turn.session, case.centre_id)
    ]
    await turn.out.redraw_card(case, [*rows, [back_button(case)]])
    return msg("To whom?")


async def assign(turn: DeskTurn, case: Case, choice: str) -> Text:
    """Give a case to a colleague, whose telephone rings.

    Raises:
        NotAllowed: It is closed, or somebody else took it since the list was shown.
    """
    number, _, had = choice.partition(".")
    staff = await turn.session.get(Coordinator, int(number)) if number.isdecimal() else None
    if staff is None or not may_work_on(staff, case.centre_id):
        return TOO_OLD
    if had != _held_by(case):
        raise NotAllowed("it changed hands")
    first = waits(case)
    await withdraw_offer(turn.session, turn.out, case, turn.now)
    await hand_to(turn.out, case, staff, turn.now)
    if staff.id != turn.staff.id:
        by = turn.staff.name
        yours = msg("👉 {name}, it is yours: {by} gave it to you.", name=called(staff), by=by)
        turn.out.to_case(case, Say(text=[yours]))
    if first:
        tell_of_taking(turn.out, case)
    return msg("✋ {name} has it", name=staff.name)


async def give_back(turn: DeskTurn, case: Case, _: str) -> Text:
    """Give a case back to everybody; a danger is called out again."""
    await release(turn.out, case, turn.now)
    back = msg("↩️ {name} gave it back: whoever can takes it.", name=turn.staff.name)
    turn.out.to_case(case, Say(text=[back]))
    if case.need == DANGER and case.urgency == Urgency.now:
        case.calls, case.reopened_at = 0, turn.now
        await alert(turn.session, turn.out, case, turn.now)
    return msg("Given back.")


async def open_again(turn: DeskTurn, case: Case, _: str) -> Text:
    """Open a closed case again; the person is told, and what they write goes to it.

    Raises:
        NotAllowed: It is open.
    """
    move("reopen", Status(case.status))
    merged = case.merged_into_id is not None
    if case.person is None or merged:
        return TOO_OLD
    if not may_reopen(case.status, case.closed_at, turn.now, merged=merged):
        return msg("It was closed more than {days} days ago: it stays closed.", days=REOPEN_DAYS)
    await reopen(turn.session, turn.out, case, turn.now, turn.staff)
    case.person.talking_case_id = case.person.talking_case_id or case.id
    again = msg("🔁 Your request {code} is open again.", code=case.code)
    read = msg("Write here: they will read it.")
    turn.out.to_person(case.person, Say(text=[again, read]), case=case)
    return msg("Open again.")


def _choice(turn: DeskTurn, case: Case, staff: Coordinator, load: int) -> Button:
    count = msgs("{n} open", "{n} open", load)
    label = msg("👤 {name} · {open}", name=staff.name, open=count)
    if is_away(staff, turn.now):
        label = msg("🌴 {name} · {open}", name=staff.name, open=count)
    return Button(label=label, data=f"hand:{case.code}:{staff.id}.{_held_by(case)}")


def _held_by(case: Case) -> str:
    """Who has it, as a button remembers it."""
    return "-" if waits(case) else str(case.coordinator_id)
