"""What the people of another centre answer to a case that is offered to them."""

from __future__ import annotations

from collections.abc import Mapping

from bot.cases.access import may_work_on
from bot.cases.states import Status
from bot.channels.base import Button, Say
from bot.desk.case_list import ListAction
from bot.desk.context import NOT_OURS, TOO_OLD, DeskTurn
from bot.desk.ending import LONGEST_PLACE, WRITING_TIME
from bot.desk.moving import move_case
from bot.desk.names import called
from bot.desk.offering import (
    REASONS,
    offer_buttons,
    offer_words,
    reason_words,
    show_settled,
)
from bot.i18n.text import Text, msg
from bot.storage.audit import record
from bot.storage.desk_tables import Transfer
from bot.storage.transfers import ACCEPTED, DECLINED, OFFERED, offers_awaiting, transfer_of


async def accept(turn: DeskTurn, number: str, _: str) -> Text:
    """Take a case over: it is this centre's now, and of whoever accepts."""
    transfer = await _offered(turn, number)
    if isinstance(transfer, Text):
        return transfer
    _settle(turn, transfer, ACCEPTED)
    record(transfer.case, "accept", turn.now, turn.staff, transfer.from_centre.code)
    await move_case(turn, transfer)
    await show_settled(turn.session, turn.out, transfer, turn.inbound.message)
    return msg("It is yours.")


async def decline(turn: DeskTurn, number: str, _: str) -> Text:
    """Ask why not: a ready reason, or one to write."""
    transfer = await _offered(turn, number)
    if isinstance(transfer, Text):
        return transfer
    data = f"declined:{transfer.id}"
    ready = [[Button(label=word, data=f"{data}:{key}")] for key, word in REASONS.items()]
    own = Button(label=msg("✍️ Write why"), data=f"{data}:words")
    buttons = [*ready, [own], [_back(transfer)]]
    turn.replace_pressed(*offer_words(transfer), msg("✖️ Why not?"), buttons=buttons)
    return msg("Why not?")


async def leave(turn: DeskTurn, number: str, _: str) -> Text | None:
    """Leave it open after all whether to accept."""
    transfer = await _offered(turn, number)
    if isinstance(transfer, Text):
        return transfer
    turn.replace_pressed(*offer_words(transfer), buttons=offer_buttons(transfer))
    return None


async def say_why(turn: DeskTurn, number: str, key: str) -> Text:
    """Decline for a ready reason, or ask whoever pressed to write it."""
    transfer = await _offered(turn, number)
    if isinstance(transfer, Text):
        return transfer
    if key in REASONS:
        await _decline(turn, transfer, key, turn.inbound.message)
        return msg("Declined.")
    until = int((turn.now + WRITING_TIME).timestamp())
    transfer.awaited = f"{turn.staff.id}:{until}"
    ask = msg("✍️ {name}, write here in one message why not.", name=turn.staff.name)
    turn.replace_pressed(*offer_words(transfer), ask, buttons=[[_back(transfer)]])
    return msg("Why not?")


async def hear_why(turn: DeskTurn) -> bool:
    """Take what a coordinator writes in the group for the word that was asked of them."""
    inbound = turn.inbound
    if inbound.thread or inbound.edited or not inbound.text:
        return False
    for offered in await offers_awaiting(turn.session, turn.centre, turn.staff):
        transfer = await transfer_of(turn.session, str(offered.id))
        if transfer is None or transfer.state != OFFERED or not transfer.awaited:
            continue
        if turn.now.timestamp() > int(transfer.awaited.partition(":")[2]):
            continue
        turn.row.case_id = transfer.case_id
        await _decline(turn, transfer, inbound.text.strip()[:LONGEST_PLACE], None)
        told = msg("✖️ {centre} is told.", centre=transfer.from_centre.name(turn.centre.language))
        turn.out.to_group(turn.centre, Say(text=[told], reply_to=inbound.message))
        return True
    return False


async def _offered(turn: DeskTurn, number: str) -> Transfer | Text:
    """The offer that was pressed on, or why it cannot be answered (any more)."""
    transfer = await transfer_of(turn.session, number)
    if transfer is None:
        return TOO_OLD
    if not may_work_on(turn.staff, transfer.to_centre_id):
        return NOT_OURS
    turn.row.case_id = transfer.case_id
    transfer.awaited = None
    if transfer.state == OFFERED and transfer.case.status != Status.closed:
        return transfer
    await show_settled(turn.session, turn.out, transfer, turn.inbound.message)
    by = transfer.settled_by
    if by and transfer.state == ACCEPTED:
        return msg("Too late: {name} has accepted it.", name=by.name)
    if by and transfer.state == DECLINED:
        return msg("Too late: {name} has declined it.", name=by.name)
    centre = transfer.from_centre.name(turn.centre.language)
    return msg("Too late: {centre} took its offer back.", centre=centre)


async def _decline(turn: DeskTurn, transfer: Transfer, word: str, pressed: str | None) -> None:
    """The case stays where it is, and those who asked are told why."""
    case = transfer.case
    transfer.word = word
    _settle(turn, transfer, DECLINED)
    record(case, "decline", turn.now, turn.staff, word if word in REASONS else None)
    await show_settled(turn.session, turn.out, transfer, pressed)
    case.offered_to = case.offered_at = None
    centre = transfer.to_centre.name(transfer.from_centre.language)
    told = msg("✖️ {centre} declined: {word}", centre=centre, word=reason_words(transfer))
    rings = msg("🔔 {names}", names=called(case.coordinator or transfer.coordinator))
    turn.out.to_case(case, Say(text=[told, rings]))
    await turn.out.redraw_card(case)


def _settle(turn: DeskTurn, transfer: Transfer, state: str) -> None:
    transfer.state, transfer.awaited = state, None
    transfer.settled_at, transfer.settled_by = turn.now, turn.staff


def _back(transfer: Transfer) -> Button:
    return Button(label=msg("⬅️ Back"), data=f"offered:{transfer.id}")


OFFERS: Mapping[str, ListAction] = {
    "accept": accept,
    "decline": decline,
    "offered": leave,
    "declined": say_why,
}
"""What the buttons under an offer do; its case is not yet one of the centre that presses."""
