"""What becomes of a request: a case is opened, the person is told, and by whom it is read."""

from __future__ import annotations

from dataclasses import replace

from bot.cases.needs import BY_KEY
from bot.cases.urgency import Urgency
from bot.desk.casework import TRADE, Request, open_case, pass_on
from bot.dialogue.context import Turn
from bot.dialogue.menu import LEAVE_NUMBER, MY_CASES, SHOW_MENU
from bot.dialogue.state import Dialogue, joined
from bot.dialogue.when import when_answered
from bot.i18n.text import Text, msg
from bot.storage.calendars import calendar_of
from bot.storage.tables import Case


async def submit(turn: Turn) -> Case:
    """Open the case that the form was filled in for, and confirm it.

    Whoever talks with the person until then may be who they complain about: supervisors take over.
    """
    case = await open_for(turn, gathered(turn, "other"))
    turn.dialogue = Dialogue()
    takes_over = bool(turn.person.talking_case_id and case.centre and case.centre.supervises)
    if takes_over:
        turn.person.talking_case_id = case.id
    await confirm(turn, case, listening=takes_over)
    return case


async def hand_over(turn: Turn, need: str = "person", *, words: str | None = None) -> Case:
    """Give the conversation to a person, with all that was said so far.

    What is said next goes to the topic, until the case is closed or the person asks the
    assistant for something by a button.
    """
    request = gathered(turn, need)
    case = await open_for(turn, replace(request, story=joined(request.story, words)))
    await pass_on_file(turn, case)
    turn.dialogue = Dialogue()
    turn.person.talking_case_id = case.id
    await confirm(turn, case, listening=True)
    return case


async def pass_on_file(turn: Turn, case: Case) -> None:
    """The file of the message that opened a case; its words are on the card."""
    said = turn.inbound
    if not said.press and (said.media or said.location or said.contact or said.kind_name):
        await pass_on(turn.session, turn.out, case, said.model_copy(update={"text": None}))


def gathered(turn: Turn, need: str) -> Request:
    """What was gathered so far, also beside the form; `need` where it was not chosen yet."""
    state = turn.dialogue
    return Request(
        need=BY_KEY[state.need or need],
        answers=state.slots | ({TRADE: state.trade} if state.trade else {}),
        story=joined(state.story, state.unclear_words, state.unheard),
        said_urgency=state.urgency,
        media=state.media,
        places=state.places,
        form=state.form,
        source=turn.source,
    )


async def open_for(turn: Turn, request: Request) -> Case:
    """Open a case for the person of this turn."""
    return await open_case(turn.session, turn.out, turn.person, request)


async def confirm(turn: Turn, case: Case, *, listening: bool = False) -> None:
    """Say the code, who answers and when; never the need, in case others see the screen."""
    said = [msg("✅ Received. Your number: {code}", code=case.code)]
    if case.centre and case.centre.supervises:
        said.append(msg("A supervisor will answer you here, not the people of your centre."))
    elif case.centre:
        said.append(
            msg(
                "The people of {centre} will answer you here.",
                centre=case.centre.name(turn.language),
            )
        )
        if when := when_answered(await calendar_of(turn.session, case.centre), turn.now):
            said.append(when)
    said.append(_what_comes(case))
    if listening:
        said.append(msg("You can go on writing here: they will read it."))
    first = [MY_CASES] if turn.person.phone else [MY_CASES, LEAVE_NUMBER]
    turn.say(*said, buttons=[first, [SHOW_MENU]])


def _what_comes(case: Case) -> Text:
    """What the person can expect, and nothing that the centre may not be able to keep."""
    if case.need == "project_progress":
        return msg("🌟 They will be glad to read it.")
    if case.urgency >= Urgency.today:
        return msg("🔴 It is read among the first.")
    return msg("👣 They may ask you more first, then tell you the next step.")
