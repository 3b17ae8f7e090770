"""Who speaks now: the order of one beneficiary's turn (`docs/adr/0004`).

Events · buttons · danger · commands · onboarding · a word about what was closed · a person in
charge · the assistant.
"""

from __future__ import annotations

import re

from bot.cases.needs import BY_INTENT
from bot.cases.states import Status
from bot.channels.base import Inbound, Say
from bot.desk.casework import pass_on
from bot.dialogue import onboarding
from bot.dialogue.adding import offer, open_about
from bot.dialogue.after import awaited_word, end_wait, hear_word
from bot.dialogue.alarm import raise_alarm
from bot.dialogue.assistant import Heard, Reply
from bot.dialogue.buttons import press
from bot.dialogue.context import Turn
from bot.dialogue.directives import follow
from bot.dialogue.erase import ask_to_erase, asks_to_erase
from bot.dialogue.menu import ask_open_question, show_menu
from bot.dialogue.onboarding import READY
from bot.dialogue.requests import hand_over
from bot.dialogue.state import ATTACHED, Dialogue
from bot.dialogue.stopping import asks_to_start, asks_to_stop, stopped_or_started
from bot.i18n.text import Text, msg
from bot.storage.casebook import case_by_id
from bot.storage.people import cases_of
from bot.storage.sealed import vault
from bot.storage.tables import Case, Person
from nlu.text.danger import is_danger

_COMMAND = re.compile(r"^/(start|menu|help)\b", re.IGNORECASE)
# Directives that put a question of their own: the form's waits until it is answered.
_OWN_QUESTION = {"change_language", "change_centre", "erase", "clarify"}


def heard_by_assistant(person: Person | None, inbound: Inbound) -> Heard | None:
    """What the assistant must understand in this turn; None when the turn is not its own.

    A pure function of the conversation's state, so that it can be decided before the
    transaction (Rasa is a network call) and checked again within it.
    """
    if person is None or person.stage != READY or inbound.event or inbound.edited:
        return None
    state = Dialogue.model_validate(person.dialogue or {})
    if inbound.press:
        return _heard_by_press(state, inbound.press.data)
    if inbound.contact or _needs_no_understanding(person, state, inbound):
        return None
    if awaited_word(person, inbound) or (not state.form and person.talking_case_id):
        return None
    if state.form and (inbound.media or inbound.location):
        return Heard(intent="answer", text=inbound.text or ATTACHED)
    return Heard(text=inbound.text) if inbound.text and not inbound.media else None


def _needs_no_understanding(person: Person, state: Dialogue, inbound: Inbound) -> bool:
    text = inbound.text
    if asks_to_stop(inbound, questioned=bool(state.form)) or (
        person.stopped_at and asks_to_start(inbound)
    ):
        return True
    return bool(text and (is_danger(text) or asks_to_erase(text) or _command(inbound)))


def dialogue_for(person: Person, heard: Heard) -> Dialogue:
    """The state the assistant starts from: a need chosen by button leaves the open form."""
    state = Dialogue.model_validate(person.dialogue or {})
    if heard.intent in BY_INTENT and heard.text is None:
        return Dialogue(unclear_words=state.unclear_words)
    return state.model_copy(update={"word": None})


async def speak(turn: Turn, heard: Heard | None, reply: Reply | None) -> None:
    """Handle one thing a beneficiary did.

    Args:
        turn: The turn, in its transaction.
        heard: What the assistant was given; None when the turn is not the assistant's.
        reply: What it answered.
    """
    inbound, person = turn.inbound, turn.person
    word_about = end_wait(turn)
    if inbound.event:
        await _event(turn)
    elif await stopped_or_started(turn):
        pass  # there was nothing else to it
    elif inbound.edited:
        await _edit(turn)
    elif inbound.press and not (heard and reply):
        await press(turn, inbound.press.data)
    elif inbound.text and is_danger(inbound.text):
        await _danger(turn)
    elif asks_to_erase(inbound.text):
        ask_to_erase(turn)
    elif _command(inbound):
        onboarding.ask(turn) if person.stage != READY else show_menu(turn)
    elif person.stage != READY and not person.talking_case_id:
        await onboarding.hear(turn)
    elif word_about:
        await hear_word(turn, word_about)
    elif heard and reply:
        await _assistant(turn, heard, reply)
    elif inbound.contact:
        await _contact(turn)
    else:
        await _to_a_person(turn)


async def _event(turn: Turn) -> None:
    """The person blocked the bot, or came back."""
    gone = turn.inbound.event == "blocked"
    for address in turn.person.addresses:
        if address.address_index == vault().index(turn.inbound.channel, turn.inbound.chat):
            address.dead_since = turn.now if gone else None
    notice = (
        msg("🚫 They blocked the chat: messages do not reach them now.")
        if gone
        else msg("👋 They are back: messages reach them again.")
    )
    for case in await cases_of(turn.session, turn.person, open_only=True):
        turn.out.to_case(case, Say(text=[notice]))


async def _edit(turn: Turn) -> None:
    """A message was changed: the coordinators see it where they saw the first one."""
    inbound = turn.inbound
    case = await _case_in_charge(turn)
    if case is None:
        open_cases = await cases_of(turn.session, turn.person, open_only=True)
        case = open_cases[0] if open_cases else None
    if case and inbound.message and inbound.text:
        await pass_on(turn.session, turn.out, case, inbound)
    elif turn.dialogue.form:
        turn.say(msg("I saw that you changed a message. Please write the new words here."))
        ask_open_question(turn)


async def _danger(turn: Turn) -> None:
    """A danger in any state; while a person is already on it, they see it in the topic."""
    case = await _case_in_charge(turn)
    if case and case.need == "danger":
        await pass_on(turn.session, turn.out, case, turn.inbound)
    else:
        await raise_alarm(turn, turn.inbound.text)


async def _contact(turn: Turn) -> None:
    """A phone number: their own is kept for the coordinators, another's is passed on."""
    contact = turn.inbound.contact
    if contact is None or not contact.own:
        await _to_a_person(turn)
        return
    turn.person.phone = contact.phone
    turn.person.phone_index = vault().index("phone", contact.phone)
    for case in await cases_of(turn.session, turn.person, open_only=True):
        await turn.out.redraw_card(case)
    turn.say(msg("📞 Thank you. They can call you on this number."), ask_for="remove")
    ask_open_question(turn)


async def _to_a_person(turn: Turn) -> None:
    """Pass on to whoever is in charge, else to the newest open case, else open one."""
    case = await _case_in_charge(turn)
    if case:
        await pass_on(turn.session, turn.out, case, turn.inbound)
        return
    open_cases = await cases_of(turn.session, turn.person, open_only=True)
    if open_cases and not turn.inbound.text:
        await pass_on(turn.session, turn.out, open_cases[0], turn.inbound)
        turn.say(msg("➕ Added to {code}.", code=open_cases[0].code))
        return
    await hand_over(turn, "other", words=turn.inbound.text)


async def _assistant(turn: Turn, heard: Heard, reply: Reply) -> None:
    """Say what the assistant says, do what it asks, and put the form's open question."""
    before = dialogue_for(turn.person, heard)
    turn.acknowledge()
    state = reply.dialogue
    begins = bool(state.form and state.form != before.form)
    if begins:
        _begin(state, heard, reply)
    if heard.intent == "answer" and turn.inbound.media:
        state.media.append(turn.inbound.media)
    if "clarify" not in reply.directives:
        state.unclear, state.unclear_words = 0, None
    if not state.form and "open_case" in reply.directives:
        state.form = before.form
    turn.dialogue = state
    questions = {q.text.id for qs in turn.forms.questions.values() for q in qs}
    words = [Text(id=said) for said in reply.says if said not in questions]
    if words:
        turn.say(*words)
    if reply.away and not reply.directives and not reply.says and not state.form:
        await hand_over(turn, "other", words=turn.inbound.text)
        return
    if state.form and before.form:
        reply.directives = [d for d in reply.directives if d != "show_menu"]
    await follow(turn, reply)
    if turn.dialogue.form and not _OWN_QUESTION & set(reply.directives):
        case = await open_about(turn, turn.dialogue.need) if begins else None
        offer(turn, case) if case else ask_open_question(turn)


def _begin(state: Dialogue, heard: Heard, reply: Reply) -> None:
    """A form opens: remember what it is about, and the words that opened it."""
    need = BY_INTENT.get(reply.understood.intent or heard.intent or "")
    state.need = need.key if need else "other"
    state.story = heard.text or state.unclear_words
    state.urgency = reply.understood.entity("urgency")
    state.trade = reply.understood.entity("trade")
    state.media = []


async def _case_in_charge(turn: Turn) -> Case | None:
    """The case whose coordinator is talking; None once it is closed."""
    if turn.person.talking_case_id is None:
        return None
    case = await case_by_id(turn.session, turn.person.talking_case_id)
    if case is None or case.status == Status.closed:
        turn.person.talking_case_id = None
        return None
    return case


def _heard_by_press(state: Dialogue, data: str) -> Heard | None:
    match data.split(":"):
        case ["mean", intent]:
            return Heard(intent=intent)
        case ["answer", slot, value] if state.form and slot == state.requested:
            return Heard(intent="answer", text=value)
        case _:
            return None


def _command(inbound: Inbound) -> bool:
    return bool(inbound.text and _COMMAND.match(inbound.text.strip()))
