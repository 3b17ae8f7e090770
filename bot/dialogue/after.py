"""After a request was closed: how it was, a word about it, and the way back."""

from __future__ import annotations

from datetime import timedelta

from bot.cases.ratings import BAD, RATINGS
from bot.cases.states import REOPEN_DAYS, Status, may_reopen
from bot.channels.base import Button, Edit, Inbound, Say
from bot.desk.casework import pass_on
from bot.desk.closing import closing_words, redraw_closed, reopen, reopen_button
from bot.dialogue.adding import listen
from bot.dialogue.context import Turn
from bot.dialogue.menu import MY_CASES, PERSON, SHOW_MENU, ask_open_question, show_menu
from bot.dialogue.state import AwaitedWord, Dialogue
from bot.i18n.text import Text, msg
from bot.storage.casebook import case_by_code, case_by_id
from bot.storage.tables import Case, Person

WORD_TIME = timedelta(hours=1)
"""How long a message is taken for a word about it: later ones are about something new."""
_SKIP = Button(label=msg("⏭️ Skip"), data="menu")
_THANKS = msg("🙏 Thank you.")


async def rate(turn: Turn, value: str) -> bool:
    """Note how it was; a second tap changes it. False unless it is a closed case of theirs."""
    code, _, tapped = value.partition(":")
    rating = next((number for number in RATINGS if str(number) == tapped), None)
    case = await _theirs(turn, code)
    if rating is None or case is None or case.status != Status.closed:
        return False
    case.rating = rating
    turn.acknowledge(msg("✓ {choice}", choice=RATINGS[rating]))
    if turn.inbound.message:
        told = closing_words(case)
        edit = Edit(message=turn.inbound.message, text=told.text, buttons=told.buttons)
        turn.out.to_person(turn.person, edit)
    await redraw_closed(turn.out, case)
    _ask_for_a_word(turn, case)
    return True


def _ask_for_a_word(turn: Turn, case: Case) -> None:
    """Nothing is asked of somebody who is answering, or talking with a person."""
    if turn.dialogue.form or turn.person.talking_case_id:
        turn.say(_THANKS, buttons=[[SHOW_MENU, MY_CASES]])
        ask_open_question(turn)
        return
    turn.dialogue = turn.dialogue.model_copy(
        update={"word": AwaitedWord(code=case.code, until=turn.now + WORD_TIME)}
    )
    again = [[reopen_button(case)]] if case.rating == BAD else []
    turn.say(_THANKS, msg("✍️ Write a word, or 🎤 say it."), buttons=[*again, [_SKIP, PERSON]])


def awaited_word(person: Person, inbound: Inbound) -> str | None:
    """The code of the case that a message is a word about: a pure function.

    A form's question, a person in charge, a button or a phone number come first.
    """
    state = Dialogue.model_validate(person.dialogue or {})
    if state.word is None or state.form or person.talking_case_id:
        return None
    if inbound.press or inbound.contact or inbound.edited or inbound.event:
        return None
    late = inbound.at is not None and inbound.at > state.word.until
    return None if late else state.word.code


def end_wait(turn: Turn) -> str | None:
    """The code as `awaited_word`; whatever they do, the next message is none any more."""
    if turn.inbound.event or turn.inbound.edited or not turn.dialogue.word:
        return None
    code = awaited_word(turn.person, turn.inbound)
    turn.dialogue = turn.dialogue.model_copy(update={"word": None})
    return code


async def hear_word(turn: Turn, code: str) -> None:
    """Pass on the word to where the coordinators worked on the case; then the menu."""
    if case := await _theirs(turn, code):
        turn.out.to_case(case, Say(text=[msg("💬 How it was, in their words:")]))
        await pass_on(turn.session, turn.out, case, turn.inbound)
    show_menu(turn, msg("🙏 Thank you. They will read it."))


async def reopen_by_person(turn: Turn, code: str) -> bool:
    """Open a request again; what they write next goes to it."""
    case = await _theirs(turn, code)
    turn.acknowledge()
    if case is None:
        _not_again(turn, msg("This request is not one of yours."))
    elif case.merged_into_id and (other := await case_by_id(turn.session, case.merged_into_id)):
        _not_again(turn, msg("🧩 It goes on as {code}.", code=other.code))
    elif case.status == Status.closed and not may_reopen(case.status, case.closed_at, turn.now):
        late = msg("It was closed more than {days} days ago: it stays closed.", days=REOPEN_DAYS)
        _not_again(turn, late)
    else:
        if case.status == Status.closed:
            await reopen(turn.session, turn.out, case, turn.now)
        turn.dialogue = turn.dialogue.without_form()
        listen(turn, case, msg("🔁 {code} is open again.", code=case.code))
    return True


def _not_again(turn: Turn, why: Text) -> None:
    if turn.dialogue.form:
        turn.say(why)
        ask_open_question(turn)
    else:
        show_menu(turn, why, msg("🆕 You can make a new request."))


async def _theirs(turn: Turn, code: str) -> Case | None:
    case = await case_by_code(turn.session, code)
    return case if case and case.person_id == turn.person.id else None
