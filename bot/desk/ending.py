"""Closing a case: with an outcome, and where somebody was sent on to, to whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from bot.cases.outcomes import ELSEWHERE, NOT_CHOSEN, OUTCOMES, other_outcomes, outcomes_for
from bot.cases.states import Status, move
from bot.channels.base import Button, EndTopic, Say
from bot.desk.appointments import withdraw
from bot.desk.card import back_button
from bot.desk.closing import closing_words
from bot.desk.context import TOO_OLD, DeskTurn
from bot.desk.deadlines import ended
from bot.desk.offering import withdraw_offer
from bot.i18n.text import Text, msg
from bot.storage.tables import Case

WRITING_TIME = timedelta(minutes=10)
"""How long what a coordinator writes is taken for where somebody was sent on to."""
LONGEST_PLACE = 200
_REFERRED = "referred"


async def close(turn: DeskTurn, case: Case, outcome: str, referred_to: str | None = None) -> None:
    """Close a case: the person is told, and the conversation is the assistant's again.

    Of what was merged into another case they are told by whoever merges it.

    Args:
        turn: The coordinator's turn.
        case: What is closed.
        outcome: A key of `OUTCOMES`.
        referred_to: A key of `ELSEWHERE`, or their words.

    Raises:
        NotAllowed: It is closed already.
    """
    case.status = move("close", Status(case.status))
    case.outcome, case.closed_at = outcome, turn.now
    case.given_for = None
    case.referred_to, case.awaited = referred_to, None
    case.moved_at = turn.now
    case.coordinator = case.coordinator or turn.staff
    ended(case)
    withdraw(turn.out, case, turn.now)
    await withdraw_offer(turn.session, turn.out, case, turn.now)
    await turn.out.redraw_card(case)
    turn.out.to_case(case, EndTopic())
    if case.person:
        if case.person.talking_case_id == case.id:
            case.person.talking_case_id = None
        if case.merged_into_id is None:
            turn.out.to_person(case.person, closing_words(case), case=case)


async def choose_outcome(turn: DeskTurn, case: Case, page: str) -> Text:
    """Ask how it ended: the likely outcomes, or on the other page all the rest."""
    move("close", Status(case.status))
    if page == "more":
        rows = [*_outcomes(case, other_outcomes(case.need)), [_to_close(case)]]
    else:
        rest = Button(label=msg("➕ More outcomes"), data=f"close:{case.code}:more")
        rows = [*_outcomes(case, outcomes_for(case.need)), [rest], [back_button(case)]]
    await turn.out.redraw_card(case, rows)
    return msg("How did it end?")


async def end(turn: DeskTurn, case: Case, outcome: str) -> Text:
    """Close with an outcome; where somebody was sent on, ask first to whom."""
    if outcome not in OUTCOMES or outcome in NOT_CHOSEN:
        return TOO_OLD
    if outcome == _REFERRED:
        move("close", Status(case.status))
        places = [
            [Button(label=label, data=f"refer:{case.code}:{key}")]
            for key, label in ELSEWHERE.items()
        ]
        own = Button(label=msg("✍️ Write to whom"), data=f"refer:{case.code}:words")
        await turn.out.redraw_card(case, [*places, [own], [_to_close(case)]])
        return msg("To whom?")
    await close(turn, case, outcome)
    return msg("Closed.")


async def refer(turn: DeskTurn, case: Case, place: str) -> Text:
    """Close a case as sent on to a place of the list, or ask for its name."""
    if place in ELSEWHERE:
        await close(turn, case, _REFERRED, place)
        return msg("Closed.")
    move("close", Status(case.status))
    until = int((turn.now + WRITING_TIME).timestamp())
    case.awaited = f"{_REFERRED}:{turn.staff.id}:{until}"
    ask = msg("✍️ To whom? Write it here. It is not passed on to the person.")
    leave = Button(label=msg("✖️ Leave it"), data=f"card:{case.code}")
    turn.out.to_case(case, Say(text=[ask], buttons=[[leave]]))
    await turn.out.redraw_card(case)
    return msg("To whom?")


async def hear_awaited(turn: DeskTurn, case: Case) -> bool:
    """Take a message for what was asked for; False where it is none, and is passed on."""
    inbound = turn.inbound
    if not case.awaited or case.status == Status.closed or not inbound.text or inbound.edited:
        return False
    what, staff, until = case.awaited.split(":")
    if what != _REFERRED or int(staff) != turn.staff.id or turn.now.timestamp() > int(until):
        return False
    await close(turn, case, _REFERRED, inbound.text.strip()[:LONGEST_PLACE])
    return True


def _outcomes(case: Case, keys: Iterable[str]) -> list[list[Button]]:
    return [[Button(label=OUTCOMES[key], data=f"outcome:{case.code}:{key}")] for key in keys]


def _to_close(case: Case) -> Button:
    return Button(label=msg("⬅️ Back"), data=f"close:{case.code}")
