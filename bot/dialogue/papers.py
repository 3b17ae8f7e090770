"""Papers that a coordinator asked the person for."""

from __future__ import annotations

from bot.cases.papers import State, in_state
from bot.cases.states import Status
from bot.desk.arrivals import lacking
from bot.dialogue.context import Turn
from bot.dialogue.menu import SHOW_MENU, ask_open_question
from bot.i18n.text import msg
from bot.storage.casebook import case_by_code
from bot.storage.people import cases_of
from bot.storage.tables import Case


async def without_paper(turn: Turn, value: str) -> bool:
    """They do not have it: the coordinators are told. False when it is not asked for any more."""
    code, _, paper = value.partition(":")
    case = await case_by_code(turn.session, code)
    if case is None or case.person_id != turn.person.id or case.status == Status.closed:
        return False
    if not lacking(case, paper, turn.out):
        return False
    turn.acknowledge()
    await turn.out.redraw_card(case)
    turn.say(msg("👌 No problem. They know it, and look for another way."), buttons=[[SHOW_MENU]])
    ask_open_question(turn)
    return True


async def awaits_paper(turn: Turn) -> Case | None:
    """The person's newest open case that a paper was asked for in."""
    cases = await cases_of(turn.session, turn.person, open_only=True)
    return next((case for case in cases if in_state(case.papers, State.asked)), None)
