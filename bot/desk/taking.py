"""Taking a case, which is also what speaking to the person of a waiting one does."""

from __future__ import annotations

from bot.cases.states import Status, move
from bot.channels.base import Say
from bot.desk.context import DeskTurn
from bot.desk.deadlines import answered
from bot.desk.giving import waits
from bot.i18n.text import Text, msg
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Person


async def take(turn: DeskTurn, case: Case, *, quietly: bool = False) -> None:
    """Take a case: the card shows who has it, the person learns that somebody reads.

    Taken `quietly`, the person hears of it by what the coordinator writes, and nothing else.

    Raises:
        NotAllowed: It is taken or closed already; what was given may be taken by anybody.
    """
    case.status = move("take", Status.open if waits(case) else Status(case.status))
    case.given_for = None
    case.coordinator, case.taken_at = turn.staff, turn.now
    case.moved_at = turn.now
    await turn.out.redraw_card(case)
    if case.person:
        case.person.talking_case_id = case.id
    if not quietly:
        tell_of_taking(turn.out, case)


def tell_of_taking(out: Outbox, case: Case) -> None:
    """The person learns that somebody reads, and what they write goes to them."""
    if case.person is None:
        return
    case.person.talking_case_id = case.id
    taken = msg("👤 A person has your request {code} now.", code=case.code)
    read = msg("Write here: they will read it.")
    out.to_person(case.person, Say(text=[taken, read]), case=case)


def out_of_reach(case: Case) -> Text | None:
    """Why nothing can be said to a case's person; None if it can."""
    if case.person is None:
        return msg("The person erased their data: this was not passed on.")
    if case.status == Status.closed:
        return msg("This request is closed: this was not passed on.")
    if case.person.stopped_at:
        return msg("⏸️ They asked for no messages: this was not passed on.")
    return None


async def speak(turn: DeskTurn, case: Case) -> Person:
    """Whoever says something to a person takes their waiting case, and is who they talk with.

    Only for a case that is not `out_of_reach`.
    """
    person = case.person
    assert person is not None
    if waits(case):
        await take(turn, case, quietly=person.discreet)
    person.talking_case_id = case.id
    case.moved_at = turn.now
    await answered(turn.session, turn.out, case, turn.now)
    return person
