"""What becomes of a request: a case is opened, the person is told, and by whom it is read."""

from __future__ import annotations

from dataclasses import replace

from bot.cases.needs import BY_KEY
from bot.cases.urgency import Urgency
from bot.channels.base import Button
from bot.desk.casework import Request, open_case, pass_on
from bot.dialogue.context import Turn
from bot.dialogue.menu import MY_CASES, SHOW_MENU
from bot.dialogue.state import Dialogue
from bot.dialogue.when import when_answered
from bot.i18n.text import msg
from bot.storage.tables import Case

LEAVE_NUMBER = Button(label=msg("📞 Leave my number"), data="phone")


async def submit(turn: Turn) -> Case:
    """Open the case that the form was filled in for, and confirm it."""
    case = await _open(turn, _request(turn, "other"))
    turn.dialogue = Dialogue()
    confirm(turn, case)
    return case


async def hand_over(turn: Turn, need: str = "person", *, words: str | None = None) -> Case:
    """Give the conversation to a person, with all that was said so far.

    What is said next goes to the topic, until the case is closed or the person asks the
    assistant for something by a button.
    """
    request = _request(turn, need)
    story = "\n".join(filter(None, [request.story, words])) or None
    case = await _open(turn, replace(request, story=story))
    await _pass_on_file(turn, case)
    turn.dialogue = Dialogue()
    turn.person.talking_case_id = case.id
    confirm(turn, case, listening=True)
    return case


async def _pass_on_file(turn: Turn, case: Case) -> None:
    """The file of the message that opened a case; its words are on the card."""
    said = turn.inbound
    if not said.press and (said.media or said.location or said.contact or said.kind_name):
        await pass_on(turn.session, turn.out, case, said.model_copy(update={"text": None}))


def _request(turn: Turn, need: str) -> Request:
    state = turn.dialogue
    return Request(
        need=BY_KEY[state.need or need],
        answers=state.slots,
        story=state.story,
        said_urgency=state.urgency,
        media=state.media,
        form=state.form,
        source=turn.source,
    )


async def _open(turn: Turn, request: Request) -> Case:
    return await open_case(turn.session, turn.out, turn.person, request)


def confirm(turn: Turn, case: Case, *, listening: bool = False) -> None:
    """Say the code, who answers and when; never the need, in case others see the screen."""
    said = [msg("✅ Received. Your number: {code}", code=case.code)]
    if case.centre:
        said.append(
            msg(
                "The people of {centre} will answer you here.",
                centre=case.centre.name(turn.language),
            )
        )
        if when := when_answered(case.centre.hours, turn.now):
            said.append(when)
    if listening:
        said.append(msg("You can go on writing here: they will read it."))
    first = [MY_CASES] if turn.person.phone else [MY_CASES, LEAVE_NUMBER]
    turn.say(*said, buttons=[first, [SHOW_MENU]])


async def raise_alarm(turn: Turn, words: str | None) -> Case:
    """Somebody may be in danger: an urgent case at once, and a calm word.

    No conversation about it: a person takes over. Danger does not wait for the form, the
    centre or the consent: it is a matter of life.
    """
    before = _request(turn, "danger")
    story = "\n".join(filter(None, [before.story, words])) or None
    request = replace(before, need=BY_KEY["danger"], story=story, urgency=Urgency.now)
    case = await _open(turn, request)
    await _pass_on_file(turn, case)
    turn.dialogue = Dialogue()
    turn.person.talking_case_id = case.id
    said = [
        msg("I hear you. You are not alone."),
        msg("I am alerting the people of your centre now. Stay here and write to them."),
    ]
    if case.centre and (phone := case.centre.contact.get("phone")):
        said.append(msg("📞 You can also call: {phone}", phone=str(phone)))
    if case.centre and (when := when_answered(case.centre.hours, turn.now)):
        said.append(when)
    turn.say(*said)
    return case
