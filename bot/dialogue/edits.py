"""A message that was changed: its new words replace the old ones wherever these are read."""

from __future__ import annotations

from bot.cases.needs import COMPLAINT
from bot.cases.states import Status
from bot.channels.base import Inbound
from bot.desk.casework import STORY, pass_on
from bot.dialogue import onboarding
from bot.dialogue.charge import case_in_charge
from bot.dialogue.context import Turn
from bot.dialogue.forms import Forms
from bot.dialogue.menu import PERSON, SHOW_MENU, ask_open_question
from bot.dialogue.onboarding import READY
from bot.dialogue.state import Dialogue
from bot.i18n.text import msg
from bot.storage.casebook import case_told
from bot.storage.people import cases_of
from bot.storage.tables import Case

UNCLEAR = "unclear_words"
"""The key in `Dialogue.said_in` of the last message that was not understood."""


def note(before: Dialogue, after: Dialogue, inbound: Inbound, *, clear: bool) -> None:
    """Note in `after` which message gave what; an answer by a button is nobody's words.

    Args:
        before: The state that the assistant started from.
        after: The state it came to, with the story where a form opened.
        inbound: What it answered.
        clear: Whether it was understood.
    """
    begins = after.form is not None and after.form != before.form
    said_in = {} if begins else dict(before.said_in)
    message = None if inbound.press else inbound.message
    given = {
        slot: message
        for slot, answer in after.slots.items()
        if begins or before.slots.get(slot) != answer
    }
    if begins:
        # Of several messages that were not understood no single one is the story.
        several = "\n" in (before.unclear_words or "")
        alone = None if several else before.said_in.get(UNCLEAR)
        given[STORY] = message or alone
    given[UNCLEAR] = None if clear else message
    said_in |= {key: by for key, by in given.items() if by}
    after.said_in = {key: by for key, by in said_in.items() if given.get(key, by)}


def replaced(state: Dialogue, forms: Forms, message: str, words: str) -> Dialogue | None:
    """The open form with what a message gave it replaced; None where it gave nothing.

    What was found in the words that opened the form is asked for instead: it may be another.
    """
    given = {key for key, by in state.said_in.items() if by == message}
    answers = given & state.slots.keys()
    opened = STORY in given and state.story is not None
    if not state.form or not (answers or opened):
        return None
    if not opened:
        return state.model_copy(update={"slots": state.slots | dict.fromkeys(answers, words)})
    slots = {slot: answer for slot, answer in state.slots.items() if slot not in answers}
    question = forms.next_open(state.form, slots)
    changed = {"story": words, "trade": None, "slots": slots}
    return state.model_copy(
        update=changed | {"requested": question.slot if question else state.requested}
    )


def is_unclear(state: Dialogue, inbound: Inbound) -> bool:
    """Whether a changed message is the one that was not understood: it is heard again."""
    return inbound.message is not None and state.said_in.get(UNCLEAR) == inbound.message


async def change(turn: Turn) -> None:
    """Replace an answer, or show the coordinators the new words where they saw the first ones."""
    inbound, state = turn.inbound, turn.dialogue
    if not (inbound.message and inbound.text):
        return
    if turn.person.stage != READY and not turn.person.talking_case_id:
        await onboarding.hear(turn)
    elif after := replaced(state, turn.forms, inbound.message, inbound.text):
        turn.dialogue = after
        turn.say(msg("✏️ Changed."))
        ask_open_question(turn)
    elif case := await _case_to_tell(turn):
        await pass_on(turn.session, turn.out, case, inbound)
    else:
        again = msg("I saw that you changed a message. Please write the new words here.")
        turn.say(again, buttons=[] if state.form else [[SHOW_MENU, PERSON]])
        ask_open_question(turn)


async def _case_to_tell(turn: Turn) -> Case | None:
    """The case whose people saw the first words, or should see the new ones.

    A change of what nobody saw as a message may belong to a complaint: it goes there, if one is
    open, and not to whoever is talking.
    """
    case = await case_told(turn.session, turn.person, turn.source)
    if case is None and not turn.dialogue.form:
        in_charge = await case_in_charge(turn)
        others = await cases_of(turn.session, turn.person, open_only=True)
        complaints = [case for case in others if case.need == COMPLAINT]
        case = next(filter(None, [*complaints, in_charge, *others]), None)
    return case if case and case.status != Status.closed else None
