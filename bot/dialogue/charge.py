"""The person in charge: whoever talks with the beneficiary, and what reaches them."""

from __future__ import annotations

from bot.cases.needs import COMPLAINT
from bot.cases.states import Status
from bot.desk.casework import pass_on
from bot.dialogue.context import Turn
from bot.dialogue.menu import MY_CASES, SHOW_MENU
from bot.dialogue.papers import awaits_paper
from bot.dialogue.requests import hand_over
from bot.i18n.text import msg
from bot.storage.casebook import case_by_id
from bot.storage.people import cases_of
from bot.storage.tables import Case


async def case_in_charge(turn: Turn) -> Case | None:
    """The case whose coordinator is talking; None once it is closed."""
    if turn.person.talking_case_id is None:
        return None
    case = await case_by_id(turn.session, turn.person.talking_case_id)
    if case is None or case.status == Status.closed:
        turn.person.talking_case_id = None
        return None
    return case


async def newest_open(turn: Turn) -> Case | None:
    """The person's newest open case."""
    cases = await cases_of(turn.session, turn.person, open_only=True)
    return cases[0] if cases else None


async def _that_a_file_is_for(turn: Turn) -> Case | None:
    """The case a file goes to while nobody is in charge: where a paper was asked for, first."""
    if turn.inbound.media and (case := await awaits_paper(turn)):
        return case
    return None if turn.inbound.text else await newest_open(turn)


async def to_a_person(turn: Turn) -> None:
    """Pass on to whoever is in charge, else to the newest open case, else open one."""
    if case := await case_in_charge(turn):
        await pass_on(turn.session, turn.out, case, turn.inbound)
    elif case := await _that_a_file_is_for(turn):
        await _add_to(turn, case)
    else:
        await hand_over(turn, "other", words=turn.inbound.text)


async def not_understood_now(turn: Turn) -> None:
    """What cannot be understood, because understanding is away, is read by a person.

    After a complaint that is its supervisor: it may go on about the people of the centre.
    """
    case = await newest_open(turn)
    if case and case.need == COMPLAINT:
        await _add_to(turn, case)
    else:
        await hand_over(turn, "other", words=turn.inbound.text)


async def _add_to(turn: Turn, case: Case) -> None:
    await pass_on(turn.session, turn.out, case, turn.inbound)
    turn.say(msg("➕ Added to {code}.", code=case.code), buttons=[[SHOW_MENU, MY_CASES]])
