"""What comes faster than anybody reads answers: all of it is kept, and only the first is told."""

from __future__ import annotations

from bot.channels.base import Button
from bot.desk.casework import pass_on
from bot.dialogue.charge import case_in_charge, newest_open, to_a_person
from bot.dialogue.context import Turn
from bot.dialogue.menu import PERSON, SHOW_MENU
from bot.dialogue.onboarding import READY
from bot.dialogue.pace import Pace
from bot.dialogue.papers import awaits_paper
from bot.dialogue.state import joined
from bot.i18n.text import Text, msg


async def keep(turn: Turn) -> None:
    """Pass on to whoever reads now; else keep it for whoever will.

    Before the first steps are done nobody agreed to anything being kept.
    """
    inbound, state = turn.inbound, turn.dialogue
    if not state.form and (case := await case_in_charge(turn)):
        await pass_on(turn.session, turn.out, case, inbound)
        return
    if turn.person.stage != READY:
        _tell(turn, msg("Please wait a moment 🙏"), [])
        return
    if inbound.media and not state.form:
        case = await awaits_paper(turn) or await newest_open(turn)
        if case is None:
            await to_a_person(turn)  # which happens once: the next ones are passed on
            return
        await pass_on(turn.session, turn.out, case, inbound)
    else:
        if inbound.media:
            state.media.append(inbound.media)
        state.unheard = joined(state.unheard, inbound.text)
        turn.dialogue = state
    _tell(turn, msg("I got all of it. Please wait a moment 🙏"), [[SHOW_MENU, PERSON]])


def _tell(turn: Turn, word: Text, buttons: list[list[Button]]) -> None:
    if turn.pace is Pace.hurried:
        turn.say(word, buttons=buttons)
