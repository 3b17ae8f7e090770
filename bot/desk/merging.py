"""Two requests of one person become one: this one closes, and all goes on in the other."""

from __future__ import annotations

from bot.channels.base import Button, Say
from bot.desk.appointments import expected
from bot.desk.bonds import MOST, case_name, sibling, siblings, unlink_all
from bot.desk.card import back_button
from bot.desk.context import TOO_OLD, DeskTurn
from bot.desk.deadlines import heard, moved
from bot.desk.ending import close
from bot.desk.giving import waits
from bot.desk.handing import hand_to
from bot.desk.history import history
from bot.desk.names import leads_to
from bot.i18n.text import Text, msg
from bot.storage.tables import Case


async def choose_merge(turn: DeskTurn, case: Case, _: str) -> Text:
    """Show the person's other open cases here."""
    others = await siblings(turn.session, case, open_only=True)
    if not others:
        return msg("They have no other open request here.")
    rows = [
        [Button(label=case_name(other), data=f"mergein:{case.code}:{other.id}")]
        for other in others[:MOST]
    ]
    await turn.out.redraw_card(case, [*rows, [back_button(case)]])
    return msg("Into which?")


async def ask_merge(turn: DeskTurn, case: Case, other_id: str) -> Text:
    """Ask once: it cannot be undone."""
    other = await _open_sibling(turn, case, other_id)
    if other is None:
        return TOO_OLD
    label = msg("🧩 Close {code}: it goes on as {other}", code=case.code, other=other.code)
    yes = Button(label=label, data=f"mergego:{case.code}:{other.id}")
    await turn.out.redraw_card(case, [[yes], [back_button(case)]])
    return msg("It cannot be undone.")


async def merge(turn: DeskTurn, case: Case, other_id: str) -> Text:
    """Close a case into another, which gets what was said in it and what it was waiting for."""
    other = await _open_sibling(turn, case, other_id)
    if other is None:
        return TOO_OLD
    session, out, had = turn.session, turn.out, None if waits(case) else case.coordinator
    told = await history(session, case)
    await unlink_all(session, out, case)
    urgency = other.urgency
    _carry_over(turn, case, other)
    if other.urgency != urgency:
        await moved(session, other, turn.now)
    if case.first_due or case.next_due:  # it was our turn, and still is
        await heard(session, out, other, turn.now)
    out.to_case(case, Say(text=[msg("🧩 It goes on as {code}.", code=leads_to(other))]))
    case.merged_into_id = other.id
    await close(turn, case, "merged")
    other.moved_at = turn.now
    if had and waits(other):
        await hand_to(out, other, had, turn.now)
    await out.redraw_card(other)
    came = msg("🧩 {code} goes on here: {name} joined them.", code=case.code, name=turn.staff.name)
    for say in [Say(text=[came]), *told]:
        out.to_case(other, say)
    _tell_person(turn, case, other)
    return msg("Joined.")


def _carry_over(turn: DeskTurn, case: Case, other: Case) -> None:
    """What was asked for or agreed on is not lost; what the other has itself stays."""
    other.urgency = max(other.urgency, case.urgency)
    other.papers = [list(pair) for pair in (dict(case.papers) | dict(other.papers)).items()]
    visit = expected(case, turn.now)
    if visit and not expected(other, turn.now):
        case.appointment, other.appointment = None, visit
        visit.case_id = other.id


async def _open_sibling(turn: DeskTurn, case: Case, number: str) -> Case | None:
    other = await sibling(turn.session, case, number)
    return other if other and {case.status, other.status}.isdisjoint({"closed"}) else None


def _tell_person(turn: DeskTurn, case: Case, other: Case) -> None:
    person = case.person
    if person is None:
        return
    if person.talking_case_id in {None, case.id}:
        person.talking_case_id = other.id
    both = msg("🧩 {code} and {other} go on together.", code=case.code, other=other.code)
    goes_on = msg("Your number now: {code}", code=other.code)
    read = msg("Write here: they will read it.")
    turn.out.to_person(person, Say(text=[both, goes_on, read]), case=other)
