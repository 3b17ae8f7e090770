"""A turn in a centre's group: buttons, notes, and what is passed on to the person."""

from __future__ import annotations

import re
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.access import may_work_on
from bot.channels.base import Acknowledge, Inbound, Mark, Say
from bot.desk.accepting import hear_why
from bot.desk.actions import press
from bot.desk.commands import obey
from bot.desk.context import DeskTurn
from bot.desk.ending import hear_awaited
from bot.desk.groups import move_group
from bot.desk.membership import hear_event
from bot.desk.mirror import change_passed_on, was_passed_on
from bot.desk.passing import passed_on
from bot.desk.projects import hear_grant
from bot.desk.taking import out_of_reach, speak
from bot.i18n.text import Text, msg
from bot.storage.audit import record
from bot.storage.casebook import case_at, centre_of_group, coordinator_at
from bot.storage.inbox import said_before
from bot.storage.mail import InboundRow
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Centre

NOTE = "//"
ALBUM = 12
"""How many messages back to look for the words of an album, which holds ten pictures at most."""
_NO_REQUEST = msg("I do not know which request this is about: nobody gets it.")
_ASKS_ID = re.compile(r"^/id\b")


async def desk_turn(
    session: AsyncSession, out: Outbox, row: InboundRow, inbound: Inbound, now: datetime
) -> None:
    """Handle one thing that happened in a group.

    Only the coordinators of the group's centre are obeyed. What is said outside a case's
    topic, and not in reply to a case, is the coordinators' own talk: nobody answers it.
    """
    centre = await centre_of_group(session, inbound.channel, inbound.chat)
    if centre is None:
        _unknown_group(out, row, inbound)
    elif inbound.event:
        if inbound.event == "migrated" and inbound.moved_to:
            await move_group(session, out, centre, inbound.moved_to)
        else:
            await hear_event(session, out, centre, inbound, now)
    elif inbound.sender:
        staff = await coordinator_at(session, centre, inbound.channel, inbound.sender)
        allowed = staff if may_work_on(staff, centre.id) else None
        turn = DeskTurn(session, row, inbound, out, centre, allowed, now) if allowed else None
        if inbound.press:
            await _press(turn, out, centre, inbound)
        elif not (turn and await obey(turn)):
            await _message(turn, session, out, row, centre)


async def tell_failure(session: AsyncSession, out: Outbox, inbound: Inbound) -> None:
    """Say in the group that a message could not be passed on."""
    centre = await centre_of_group(session, inbound.channel, inbound.chat)
    if centre:
        _reply(out, centre, inbound, msg("⚠️ This could not be passed on. Please write it again."))


async def _press(turn: DeskTurn | None, out: Outbox, centre: Centre, inbound: Inbound) -> None:
    if turn:
        await press(turn)
    elif inbound.press:
        refusal = msg("Only the coordinators of this centre can do that.")
        out.to_group(centre, Acknowledge(press=inbound.press.id, text=refusal, stop=True))


async def _message(
    turn: DeskTurn | None, session: AsyncSession, out: Outbox, row: InboundRow, centre: Centre
) -> None:
    inbound = Inbound.model_validate(row.body)
    case = await case_at(session, centre, inbound)
    if case is None:
        if turn and not _is_note(inbound) and await hear_why(turn):
            return
        if turn and not _is_note(inbound) and (inbound.thread or inbound.reply_to_us):
            _reply(out, centre, inbound, _NO_REQUEST)
        return
    row.case_id = case.id
    if turn is None:
        refusal = msg("Only the coordinators of this centre can answer. This was not passed on.")
        _reply(out, centre, inbound, refusal)
    elif _is_note(inbound) or await in_album_of_note(session, row, inbound):
        await _keep_note(turn, case)
    elif await hear_awaited(turn, case):
        record(case, "close", turn.now, turn.staff, case.outcome)
    elif await hear_grant(turn, case):
        record(case, "pgrant", turn.now, turn.staff)
    elif problem := _cannot_pass_on(case, inbound):
        turn.answer(case, problem)
    elif inbound.edited and await change_passed_on(turn, case):
        record(case, "change", turn.now, turn.staff)
    else:
        await _pass_on(turn, case)


async def _keep_note(turn: DeskTurn, case: Case) -> None:
    """A note stays in the group; what was passed on before cannot become one."""
    inbound = turn.inbound
    record(case, "note", turn.now, turn.staff)
    if inbound.edited and await was_passed_on(turn, case):
        turn.answer(case, msg("⚠️ They have got this already: it cannot become a note any more."))
    elif inbound.message:
        turn.out.to_case(case, Mark(message=inbound.message, mark="note"))


def _cannot_pass_on(case: Case, inbound: Inbound) -> Text | None:
    if problem := out_of_reach(case):
        return problem
    if inbound.kind_name:
        return msg("This kind of message cannot be passed on. Send it as a text, photo or file.")
    return None


async def _pass_on(turn: DeskTurn, case: Case) -> None:
    """What a coordinator writes arrives at the person; writing to a waiting case takes it."""
    record(case, "write", turn.now, turn.staff)
    person = await speak(turn, case)
    inbound = turn.inbound.model_copy(update={"edited": False})
    *first, last = passed_on(inbound)
    for say in first:
        turn.out.to_person(person, say, case=case)
    turn.out.to_person(person, last, case=case, relayed=inbound.message)


def _is_note(inbound: Inbound) -> bool:
    return bool(inbound.text and inbound.text.lstrip().startswith(NOTE))


async def in_album_of_note(session: AsyncSession, row: InboundRow, inbound: Inbound) -> bool:
    """Whether a picture belongs to an album whose words are a note: only one picture has them."""
    if inbound.album is None or inbound.text:
        return False
    return any(
        _is_note(said) and said.album == inbound.album
        for said in await said_before(session, row, ALBUM)
    )


def _reply(out: Outbox, centre: Centre, inbound: Inbound, text: Text) -> None:
    out.to_group(centre, Say(text=[text], reply_to=inbound.message), thread=inbound.thread)


def _unknown_group(out: Outbox, row: InboundRow, inbound: Inbound) -> None:
    """Whoever sets a centre up needs its group's number, and has no other way to see it."""
    if inbound.event == "added" or _ASKS_ID.match(inbound.text or ""):
        text = msg(
            "The number of this group is {chat}. Put it as group_chat_id in the list of centres.",
            chat=inbound.chat,
        )
        out.to_place(row.id, inbound.chat, "fr", Say(text=[text]))
