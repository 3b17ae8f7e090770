"""Somebody may be in danger: people are called at once, and a false alarm costs one tap.

No conversation about it: the assistant says a fixed, calm message and a person takes over.
"""

from __future__ import annotations

from dataclasses import replace

from bot.cases.needs import BY_KEY, COMPLAINT
from bot.cases.states import Status
from bot.cases.urgency import Urgency
from bot.channels.base import Button, Say
from bot.desk.alerts import alert
from bot.desk.casework import Request
from bot.desk.deadlines import moved
from bot.dialogue.context import Turn
from bot.dialogue.menu import ask_open_question, show_menu
from bot.dialogue.requests import gathered, open_for, pass_on_file
from bot.dialogue.state import Dialogue, joined
from bot.dialogue.when import when_answered
from bot.i18n.text import Text, msg, verbatim
from bot.storage.calendars import calendar_of
from bot.storage.casebook import case_by_code
from bot.storage.tables import Case


async def raise_alarm(turn: Turn, words: str | None) -> Case:
    """An urgent case at once, an alert to the centre's people, and a calm word.

    Danger does not wait for the form, the centre or the consent: it is a matter of life. An open
    form is kept aside, for the case that it was a false alarm.
    """
    state = turn.dialogue
    before = gathered(turn, "danger")
    if before.need.key == COMPLAINT:
        before = Request(before.need, source=turn.source)  # not for the centre to read
    story = joined(before.story, words)
    request = replace(before, need=BY_KEY["danger"], story=story, urgency=Urgency.now)
    case = await open_for(turn, request)
    await pass_on_file(turn, case)
    await alert(turn.session, turn.out, case, turn.now)
    turn.dialogue = Dialogue(interrupted=state if state.form else None)
    turn.person.talking_case_id = case.id
    mistaken = Button(label=msg("🙂 It is not a danger"), data=f"calm:{case.code}")
    turn.say(*await _calm_words(turn, case), buttons=[[mistaken]])
    return case


async def false_alarm(turn: Turn, code: str) -> bool:
    """The person says that it was none: the urgency falls, a person still reads it.

    False when the button is not theirs, or the case is no open alarm any more.
    """
    case = await case_by_code(turn.session, code)
    if case is None or case.person_id != turn.person.id or case.status == Status.closed:
        return False
    turn.acknowledge()
    case.urgency = int(Urgency.soon)
    await moved(turn.session, case, turn.now)
    if turn.person.talking_case_id == case.id and case.status == Status.open:
        turn.person.talking_case_id = None
    notice = msg("🙂 They say that it is not a danger. Please look at it all the same.")
    turn.out.to_case(case, Say(text=[notice]))
    await turn.out.redraw_card(case)
    turn.say(msg("Good. A person will still read it, without hurry."))
    if interrupted := turn.dialogue.interrupted:
        turn.dialogue = interrupted
        ask_open_question(turn)
    else:
        show_menu(turn)
    return True


async def _calm_words(turn: Turn, case: Case) -> list[Text]:
    """The centre's own words where it has some; never a number that nobody configured."""
    said = [
        msg("I hear you. You are not alone."),
        msg("I am alerting the people of your centre now. Stay here and write to them."),
    ]
    if case.centre is None:
        return said
    if own := case.centre.contact.get(f"danger_{turn.language}"):
        said = [verbatim(str(own))]
    if phone := case.centre.contact.get("phone"):
        said.append(msg("📞 You can also call: {phone}", phone=str(phone)))
    if when := when_answered(await calendar_of(turn.session, case.centre), turn.now):
        said.append(when)
    return said
