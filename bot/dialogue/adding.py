"""Adding to a request that is open already, instead of making another of the same."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cases.states import Status
from bot.channels.base import Button
from bot.desk.casework import pass_on
from bot.dialogue.context import Turn
from bot.dialogue.menu import MY_CASES, PERSON, SHOW_MENU, ask_open_question
from bot.dialogue.state import Dialogue, joined
from bot.i18n.text import Text, msg
from bot.storage.casebook import case_by_code
from bot.storage.people import cases_of
from bot.storage.tables import Case

MOST_OFFERED = 3
"""Buttons for requests under one message: more would push the others off a small screen."""


async def open_about(turn: Turn, need: str | None) -> Case | None:
    """The person's newest open case about a need."""
    cases = await cases_of(turn.session, turn.person, open_only=True)
    return next((case for case in cases if case.need == need), None)


def offer(turn: Turn, case: Case) -> None:
    """Ask whether what is told belongs to a request that they have; the form waits."""
    fresh = Button(label=msg("🆕 New request"), data="fresh")
    turn.say(
        msg("You already have a request about this: {code}.", code=case.code),
        buttons=[*add_buttons([case]), [fresh], [SHOW_MENU, PERSON]],
    )


def add_buttons(cases: Sequence[Case]) -> list[list[Button]]:
    """A button for each of the newest cases, to add to it."""
    return [
        [Button(label=msg("➕ Add to {code}", code=case.code), data=f"more:{case.code}")]
        for case in cases[:MOST_OFFERED]
    ]


async def add_to(turn: Turn, code: str) -> bool:
    """Add to a case: the words that were said before the choice, or those that follow.

    False when the case is not theirs, or not open any more.
    """
    case = await case_by_code(turn.session, code)
    if case is None or case.person_id != turn.person.id or case.status == Status.closed:
        return False
    turn.acknowledge()
    state = turn.dialogue
    turn.dialogue = state.without_form()
    if state.story and state.need == case.need:
        turn.dialogue = Dialogue()
        story = joined(state.story, state.unheard)
        words = turn.inbound.model_copy(update={"text": story, "message": None})
        await pass_on(turn.session, turn.out, case, words)
        turn.say(msg("➕ Added to {code}.", code=case.code), buttons=[[SHOW_MENU, MY_CASES]])
    else:
        listen(turn, case)
    return True


def listen(turn: Turn, case: Case, *before: Text) -> None:
    """What they say from now on is added to the case."""
    turn.person.talking_case_id = case.id
    turn.say(
        *before,
        msg("Write it here, or send a photo or a voice note."),
        msg("It will be added to {code}.", code=case.code),
        buttons=[[SHOW_MENU, MY_CASES]],
    )


async def begin_new(turn: Turn, _: str) -> bool:
    """It is another request after all: the form goes on. False when none is open."""
    if not turn.dialogue.form:
        return False
    turn.acknowledge()
    ask_open_question(turn)
    return True
