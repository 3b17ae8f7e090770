"""The buttons of a card: take, close with an outcome; and sending once more."""

from __future__ import annotations

from bot.cases.access import may_work_on
from bot.cases.states import NotAllowed, Status
from bot.channels.base import Card, Edit
from bot.desk.accepting import OFFERS
from bot.desk.answers import choose_answer, preview, put_away, send
from bot.desk.appointments import cancel, choose_day, choose_time, confirm, note_visit, propose
from bot.desk.assigning import assign, choose_colleague, give_back, open_again
from bot.desk.bonds import choose_link, link
from bot.desk.case_list import LISTS
from bot.desk.context import NOT_OURS, TOO_OLD, Action, DeskTurn
from bot.desk.ending import choose_outcome, end, refer
from bot.desk.merging import ask_merge, choose_merge, merge
from bot.desk.more import more_buttons
from bot.desk.offering import choose_centre, offer, take_back
from bot.desk.papers import ask_again, ask_for_paper, choose_paper, tick_off
from bot.desk.projects import ask_grant, change_stage, choose_stage, make_project, show_project
from bot.desk.taking import take
from bot.desk.team import TEAM
from bot.i18n.text import Text, msg
from bot.storage.audit import record
from bot.storage.casebook import case_by_code
from bot.storage.mail import OutboundRow
from bot.storage.tables import Case

_ON_CARD = {"take", "close", "more"}
"""Buttons that stand under a card from the start."""


async def press(turn: DeskTurn) -> None:
    """Do what the pressed button says, and tell the one who pressed."""
    assert turn.inbound.press is not None
    action, code, detail = (*turn.inbound.press.data.split(":"), "", "")[:3]
    if action == "again":
        turn.answer_press(await _again(turn, code))
        return
    if see := LISTS.get(action) or TEAM.get(action) or OFFERS.get(action):
        turn.answer_press(await see(turn, code, detail))
        return
    case = await case_by_code(turn.session, code)
    if case is None or not may_work_on(turn.staff, case.centre_id):
        turn.answer_press(NOT_OURS, stop=True)
        return
    turn.row.case_id = case.id
    record(case, action, turn.now, turn.staff, detail)
    # A card whose sending was cut off is there after all: somebody pressed on it.
    if action in _ON_CARD:
        case.card = case.card or turn.inbound.message
    case.awaited = None
    try:
        turn.answer_press(await _act(turn, case, action, detail))
    except NotAllowed:
        await turn.out.redraw_card(case)
        turn.answer_press(_too_late(case), stop=True)


async def _act(turn: DeskTurn, case: Case, action: str, detail: str) -> Text | None:
    do = _DO.get(action)
    return await do(turn, case, detail) if do else TOO_OLD


async def _take(turn: DeskTurn, case: Case, _: str) -> Text:
    await take(turn, case)
    return msg("It is yours.")


async def _take_called_out(turn: DeskTurn, case: Case, _: str) -> Text:
    await take(turn, case)
    if turn.inbound.message:
        _answered(turn, case, turn.inbound.message)
    return msg("It is yours.")


async def _more(turn: DeskTurn, case: Case, _: str) -> None:
    await turn.out.redraw_card(case, more_buttons(case))


async def _card(turn: DeskTurn, case: Case, _: str) -> None:
    if turn.inbound.message != case.card:
        turn.replace_pressed()
    await turn.out.redraw_card(case)


def _answered(turn: DeskTurn, case: Case, call: str) -> None:
    """An alert that was heard says who heard it, and has no button any more."""
    words = msg("✋ {code}: {name} has it", code=case.code, name=turn.staff.name)
    turn.out.to_group(turn.centre, Edit(message=call, text=[words]))


async def _again(turn: DeskTurn, row_id: str) -> Text:
    """Send once more what may not have arrived, because a coordinator decided so."""
    row = await turn.session.get(OutboundRow, int(row_id)) if row_id.isdigit() else None
    case = await turn.session.get(Case, row.case_id) if row and row.case_id else None
    if row is None or case is None or not may_work_on(turn.staff, case.centre_id):
        return NOT_OURS
    record(case, "again", turn.now, turn.staff)
    if row.status != "unknown" or (row.op == Card().op and case.card):
        return msg("It arrived, or is on its way.")
    if row.person_id and case.person and case.person.stopped_at:
        return msg("⏸️ They asked for no messages: this was not passed on.")
    turn.out.again(row)
    return msg("Sent again.")


def _too_late(case: Case) -> Text:
    if case.status == Status.taken and case.coordinator:
        return msg("{name} has it already.", name=case.coordinator.name)
    if case.status == Status.open:
        return msg("It is open: nobody has it.")
    return msg("This request is closed.")


_DO: dict[str, Action] = {
    "take": _take,
    "alert": _take_called_out,
    "close": choose_outcome,
    "outcome": end,
    "refer": refer,
    "more": _more,
    "card": _card,
    "answers": choose_answer,
    "answer": preview,
    "say": send,
    "unsay": put_away,
    "papers": choose_paper,
    "paper": ask_for_paper,
    "paperok": tick_off,
    "paperbad": ask_again,
    "visit": choose_day,
    "visitday": choose_time,
    "visitat": confirm,
    "visitgo": propose,
    "unvisit": cancel,
    "visited": note_visit,
    "project": show_project,
    "ptrade": choose_stage,
    "pnew": make_project,
    "pstage": change_stage,
    "pgrant": ask_grant,
    "release": give_back,
    "assign": choose_colleague,
    "hand": assign,
    "elsewhere": choose_centre,
    "offer": offer,
    "unoffer": take_back,
    "merge": choose_merge,
    "mergein": ask_merge,
    "mergego": merge,
    "links": choose_link,
    "link": link,
    "reopen": open_again,
}
"""What each kind of button does, with its case locked and its right to it settled."""
