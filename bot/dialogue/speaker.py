"""Who speaks now: the order of one beneficiary's turn (`docs/adr/0004`).

Events · buttons · danger · a project's code · commands · onboarding · a word about what was
closed · a person in charge · the assistant.
"""

from __future__ import annotations

import re

from bot.cases.needs import BY_INTENT
from bot.cases.phones import in_full
from bot.channels.base import BLANK, Inbound, Say
from bot.desk.casework import pass_on
from bot.dialogue import onboarding
from bot.dialogue.adding import offer, open_about
from bot.dialogue.after import awaited_word, end_wait, hear_word
from bot.dialogue.alarm import raise_alarm
from bot.dialogue.assistant import Heard, Reply
from bot.dialogue.back import welcome_back
from bot.dialogue.buttons import go_on, press
from bot.dialogue.charge import case_in_charge, not_understood_now, to_a_person
from bot.dialogue.context import Turn
from bot.dialogue.directives import follow
from bot.dialogue.edits import change, is_unclear, note
from bot.dialogue.erase import ask_to_erase, asks_to_erase
from bot.dialogue.hurried import keep
from bot.dialogue.joining import bring, code_of
from bot.dialogue.menu import ask_open_question, show_menu
from bot.dialogue.onboarding import READY
from bot.dialogue.pace import Pace
from bot.dialogue.projects import recall
from bot.dialogue.state import ATTACHED, Dialogue
from bot.dialogue.stopping import asks_to_start, asks_to_stop, stopped_or_started
from bot.i18n.text import Text, msg
from bot.storage.people import cases_of
from bot.storage.sealed import vault
from bot.storage.tables import Person
from nlu.text.danger import is_danger

_COMMAND = re.compile(r"^/(start|menu|help)\b", re.IGNORECASE)
_ANY_COMMAND = re.compile(r"^/[a-z]\w*(@\w+)?$", re.IGNORECASE)
# Directives that put a question of their own: the form's waits until it is answered.
_OWN_QUESTION = {"change_language", "change_centre", "erase", "clarify"}


def heard_by_assistant(person: Person | None, inbound: Inbound) -> Heard | None:
    """What the assistant must understand in this turn; None when the turn is not its own.

    A pure function of the conversation's state, so that it can be decided before the
    transaction (Rasa is a network call) and checked again within it.
    """
    if person is None or person.stage != READY or inbound.event:
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
    if inbound.edited and not is_unclear(state, inbound):
        return True
    if asks_to_stop(inbound, questioned=bool(state.form)) or (
        person.stopped_at and asks_to_start(inbound)
    ):
        return True
    if text is None:
        return False
    ours = asks_to_erase(text) or _command(inbound) or code_of(inbound) is not None
    return is_danger(text) or ours or _wordless(inbound)


def dialogue_for(person: Person, heard: Heard) -> Dialogue:
    """The state the assistant starts from: a need chosen by button leaves the open form.

    Not so a person or a danger: they get what was said in it.
    """
    state = Dialogue.model_validate(person.dialogue or {})
    need = BY_INTENT.get(heard.intent or "")
    if need and need.form and heard.text is None:
        return state.without_form()
    return state.model_copy(update={"word": None})


async def speak(turn: Turn, heard: Heard | None, reply: Reply | None) -> None:
    """Handle one thing a beneficiary did.

    Args:
        turn: The turn, in its transaction.
        heard: What the assistant was given; None when the turn is not the assistant's.
        reply: What it answered.
    """
    inbound = turn.inbound
    word_about = end_wait(turn)
    if inbound.event:
        await _event(turn)
    elif await stopped_or_started(turn):
        pass  # there was nothing else to it
    elif inbound.press and not (heard and reply):
        await press(turn, inbound.press.data)
    elif inbound.text and is_danger(inbound.text):
        await _danger(turn)
    elif asks_to_erase(inbound.text):
        ask_to_erase(turn)
    elif code := code_of(inbound):
        await bring(turn, code)
    else:
        await _hear(turn, heard, reply, word_about)


async def _hear(
    turn: Turn, heard: Heard | None, reply: Reply | None, word_about: str | None
) -> None:
    """What they say, when it is none of what goes before everything."""
    inbound, person = turn.inbound, turn.person
    if not (inbound.edited or _command(inbound)):
        await welcome_back(turn)
    if inbound.edited and not heard:
        await change(turn)
    elif turn.pace is not Pace.steady and not word_about:
        await keep(turn)
    elif _command(inbound):
        _start_over(turn)
    elif person.stage != READY and not person.talking_case_id:
        await onboarding.hear(turn)
    elif word_about:
        await hear_word(turn, word_about)
    elif heard and reply:
        await _assistant(turn, heard, reply)
    elif inbound.contact:
        await _contact(turn)
    elif _wordless(inbound) and not await case_in_charge(turn):
        go_on(turn)
    else:
        await to_a_person(turn)


def _start_over(turn: Turn) -> None:
    """Show the menu, as its button does: what is written under it answers no older question."""
    if turn.person.stage != READY:
        onboarding.ask(turn)
        return
    if turn.dialogue.form:
        turn.dialogue = turn.dialogue.without_form()
    show_menu(turn)


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


async def _danger(turn: Turn) -> None:
    """A danger in any state; while a person is already on it, they see it in the topic."""
    case = await case_in_charge(turn)
    if case and case.need == "danger":
        await pass_on(turn.session, turn.out, case, turn.inbound)
    else:
        await raise_alarm(turn, turn.inbound.text)


async def _contact(turn: Turn) -> None:
    """A phone number: their own is kept for the coordinators, another's is passed on."""
    contact = turn.inbound.contact
    if contact is None or not contact.own:
        await to_a_person(turn)
        return
    turn.person.phone = contact.phone
    turn.person.phone_index = vault().index("phone", in_full(contact.phone) or contact.phone)
    for case in await cases_of(turn.session, turn.person, open_only=True):
        await turn.out.redraw_card(case)
    turn.say(msg("📞 Thank you. They can call you on this number."), ask_for="remove")
    ask_open_question(turn)


async def _assistant(turn: Turn, heard: Heard, reply: Reply) -> None:
    """Say what the assistant says, do what it asks, and put the form's open question."""
    before = dialogue_for(turn.person, heard)
    turn.acknowledge()
    state = reply.dialogue
    begins = bool(state.form and state.form != before.form)
    known: list[Text] = []
    if begins:
        _begin(state, heard, reply)
        known = await recall(turn, state)
    if heard.intent == "answer" and turn.inbound.media:
        state.media.append(turn.inbound.media)
    if heard.intent == "answer" and turn.inbound.location:
        state.places.append(turn.inbound.location)
    clear = "clarify" not in reply.directives
    note(before, state, turn.inbound, clear=clear)
    if clear:
        state.unclear = 0
        if "talk_to_human" not in reply.directives:
            state.unclear_words = None  # whoever is called reads what was not understood
    if not state.form and "open_case" in reply.directives:
        state.form = before.form
    turn.dialogue = state
    questions = {q.text.id for qs in turn.forms.questions.values() for q in qs}
    words = [Text(id=said) for said in reply.says if said not in questions]
    if words:
        turn.say(*words)
    if reply.away and not reply.directives and not reply.says and not state.form:
        await not_understood_now(turn)
        return
    if state.form and before.form:
        reply.directives = [d for d in reply.directives if d != "show_menu"]
    await follow(turn, reply)
    if turn.dialogue.form and not _OWN_QUESTION & set(reply.directives):
        case = await open_about(turn, turn.dialogue.need) if begins else None
        offer(turn, case) if case else ask_open_question(turn, *known)


def _begin(state: Dialogue, heard: Heard, reply: Reply) -> None:
    """A form opens: remember what it is about, and the words that opened it."""
    need = BY_INTENT.get(reply.understood.intent or heard.intent or "")
    state.need = need.key if need else "other"
    state.story = heard.text or state.unclear_words
    state.urgency = reply.understood.entity("urgency")
    state.trade = reply.understood.entity("trade")
    state.media, state.places = [], []


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


def _wordless(inbound: Inbound) -> bool:
    """Nothing that anybody could read: a command of other bots, or invisible characters."""
    command = inbound.text and not inbound.media and _ANY_COMMAND.match(inbound.text.strip())
    return bool(command) or inbound.kind_name == BLANK
