"""By whom somebody wants to be answered."""

from __future__ import annotations

from bot.cases.matching import NOT_GIVEN
from bot.channels.base import Say
from bot.desk.giving import give
from bot.dialogue.context import Turn
from bot.dialogue.menu import SHOW_MENU, woman_button
from bot.i18n.text import msg
from bot.storage.people import cases_of

_WISHES = {"on": True, "off": False}


async def ask_for_woman(turn: Turn, switch: str) -> bool:
    """Note whether a woman is to answer, now and later; False for a button nobody knows.

    What waits is given to a woman if there is one; whoever has the rest reads it on the card.
    """
    if switch not in _WISHES:
        return False
    turn.acknowledge()
    person = turn.person
    changed, person.wants_woman = person.wants_woman != _WISHES[switch], _WISHES[switch]
    if changed:
        await _tell_desk(turn)
    if person.wants_woman:
        said = msg("👩 A woman will answer you, where your centre has one.")
    else:
        said = msg("👥 Whoever is there will answer you.")
    turn.say(said, buttons=[[woman_button(person)], [SHOW_MENU]])
    return True


async def _tell_desk(turn: Turn) -> None:
    asked = msg("👩 They ask that a woman answers them.")
    withdrawn = msg("👥 Anybody may answer them again.")
    for case in await cases_of(turn.session, turn.person, open_only=True):
        told = asked if turn.person.wants_woman else withdrawn
        turn.out.to_case(case, Say(text=[told]))
        await turn.out.redraw_card(case)
        if turn.person.wants_woman and case.need not in NOT_GIVEN:
            await give(turn.session, turn.out, case, turn.now)
