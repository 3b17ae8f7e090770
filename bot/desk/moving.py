"""A case goes to another centre: a new topic there, and what was said before in it."""

from __future__ import annotations

from bot.cases.routing import By
from bot.channels.base import Card, Edit, EndTopic, Operation, Say
from bot.desk.appointments import withdraw
from bot.desk.bonds import unlink_all
from bot.desk.context import DeskTurn
from bot.desk.deadlines import start
from bot.desk.handing import hand_to
from bot.desk.history import history, said_by_person
from bot.i18n.catalogs import as_language
from bot.i18n.text import msg
from bot.storage.desk_tables import Transfer
from bot.storage.kept import messages_in_group
from bot.storage.lanes import put_behind, waiting_for
from bot.storage.mail import OutboundRow
from bot.storage.outbox import operation_of
from bot.storage.tables import Case
from bot.storage.transfers import forget_numbers


async def move_case(turn: DeskTurn, transfer: Transfer) -> None:
    """Move a case to the centre of whoever accepted it; its person is told where it is now."""
    session, out, case = turn.session, turn.out, transfer.case
    had = case.coordinator
    waiting = await _carried_over(turn, case)
    withdraw(out, case, turn.now)
    await unlink_all(session, out, case)
    await _leave(turn, transfer)
    case.centre, case.routed_by = transfer.to_centre, By.transfer
    case.topic = case.card = None
    await start(session, case, turn.now)
    case.offered_to = case.offered_at = None
    out.to_case(case, Card())
    await hand_to(out, case, turn.staff, turn.now)
    centre = transfer.from_centre.name(transfer.to_centre.language)
    came = msg("🔀 From {centre}. {name} asked.", centre=centre, name=transfer.coordinator.name)
    if had:
        came = msg("🔀 From {centre}. {name} had it.", centre=centre, name=had.name)
    for say in [Say(text=[came]), *await history(session, case)]:
        out.to_case(case, say)
    await put_behind(session, waiting)
    _tell_person(turn, case)


async def _carried_over(turn: DeskTurn, case: Case) -> list[OutboundRow]:
    """What the person said and nobody has seen yet; all else that waits is about the old group."""
    kept = []
    for row in await waiting_for(turn.session, case):
        operation = operation_of(row)
        if isinstance(operation, Say) and said_by_person(operation, row.source):
            said = operation.model_copy(update={"reply_to": None})
            row.body = said.model_dump(mode="json", exclude_defaults=True) | {"op": said.op}
            row.not_before = row.reason = None  # it was the old group that had to be waited for
            kept.append(row)
        else:
            await turn.session.delete(row)
    return kept


async def _leave(turn: DeskTurn, transfer: Transfer) -> None:
    """The old group sees where its case went; its topic ends."""
    case, old = transfer.case, transfer.from_centre
    centre = transfer.to_centre.name(old.language)
    gone = msg(
        "🔀 {code} went to {centre}: {name} has it.",
        code=case.code,
        centre=centre,
        name=turn.staff.name,
    )
    said: list[Operation] = [Say(text=[gone], reply_to=None if case.topic else case.card)]
    if case.card:
        said.append(Edit(message=case.card, text=[gone]))
    if case.topic:
        said.append(EndTopic())
    for operation in said:
        turn.out.to_group(old, operation, thread=case.topic or None)
    transfer.topic = case.topic or None
    transfer.left = [] if case.topic else await messages_in_group(turn.session, case)
    await forget_numbers(turn.session, case)


def _tell_person(turn: DeskTurn, case: Case) -> None:
    person = case.person
    if person is None or case.centre is None:
        return
    person.talking_case_id = case.id
    centre = case.centre.name(as_language(person.language))
    gone = msg("🔀 {centre} has your request {code} now.", centre=centre, code=case.code)
    read = msg("Write here: they will read it.")
    turn.out.to_person(person, Say(text=[gone, read]), case=case)
