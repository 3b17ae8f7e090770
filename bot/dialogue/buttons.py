"""The buttons that the bot answers by itself: one function for each kind.

Each returns whether the button still means something; one that does not is answered, so that
nobody taps in vain.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.channels.base import Say
from bot.dialogue import onboarding
from bot.dialogue.adding import add_to, begin_new
from bot.dialogue.after import rate, reopen_by_person
from bot.dialogue.alarm import false_alarm
from bot.dialogue.appointments import another_time, cannot, come
from bot.dialogue.context import Turn
from bot.dialogue.discreet import hide, show
from bot.dialogue.erase import ERASED, erase
from bot.dialogue.menu import PERSON, ask_open_question, show_menu, show_services
from bot.dialogue.onboarding import READY
from bot.dialogue.papers import without_paper
from bot.dialogue.privacy import privacy
from bot.dialogue.requests import hand_over
from bot.dialogue.wishes import ask_for_woman
from bot.i18n.text import msg
from bot.storage.mail import OutboundRow

_BEFORE_READY = {"again", "erase", "calm", "start"}
"""Buttons that need no consent and no centre first."""


async def press(turn: Turn, data: str) -> None:
    """Do what a button says; `data` is its kind and a value, with `:` between."""
    if await onboarding.step(turn, data):
        return
    if turn.person.stage == "region" and data == PERSON.data:
        turn.acknowledge()
        await hand_over(turn)  # whoever cannot say where they live needs a person most
        return
    kind, _, value = data.partition(":")
    if turn.person.stage != READY and kind not in _BEFORE_READY:
        turn.acknowledge(msg("One thing first."))
        onboarding.ask(turn)
        return
    do = _DO.get(kind)
    if do is None or not await do(turn, value):
        turn.acknowledge(msg("This question is over."))
        go_on(turn)


def go_on(turn: Turn) -> None:
    """Ask what is open: a step of onboarding, the form's question, or what they need."""
    if turn.person.stage != READY:
        onboarding.ask(turn)
    elif turn.dialogue.form:
        ask_open_question(turn)
    else:
        show_menu(turn)


async def _menu(turn: Turn, _: str) -> bool:
    turn.acknowledge()
    turn.dialogue = turn.dialogue.without_form()
    show_menu(turn)
    return True


async def _service(turn: Turn, _: str) -> bool:
    turn.acknowledge()
    show_services(turn)
    return True


async def _back(turn: Turn, _: str) -> bool:
    state = turn.dialogue
    if not state.form:
        return False
    turn.acknowledge()
    if last := turn.forms.last_answered(state.form, state.slots):
        del state.slots[last]
        state.requested = last
        turn.dialogue = state
    ask_open_question(turn)
    return True


async def _again(turn: Turn, row_id: str) -> bool:
    """Send once more what may not have reached the person, because they say so."""
    row = await turn.session.get(OutboundRow, int(row_id)) if row_id.isdigit() else None
    if row is None or row.person_id != turn.person.id or row.status != "unknown":
        return False
    turn.out.again(row)
    turn.acknowledge()
    return True


async def _phone(turn: Turn, _: str) -> bool:
    turn.acknowledge(keep=True)  # under the keyboard that follows there can be no buttons
    turn.say(msg("Press the button below to leave your number."), ask_for="phone")
    return True


async def _start(turn: Turn, _: str) -> bool:
    """They came back by the button; `speak` has said welcome."""
    turn.acknowledge()
    go_on(turn)
    return True


async def _erase(turn: Turn, answer: str) -> bool:
    if answer == "yes":
        await erase(turn, Say(text=[ERASED]))
        return True
    turn.acknowledge()
    turn.say(msg("Nothing was erased."))
    onboarding.ask(turn) if turn.person.stage != READY else show_menu(turn)
    return True


_DO: dict[str, Callable[[Turn, str], Awaitable[bool]]] = {
    "menu": _menu,
    "service": _service,
    "back": _back,
    "again": _again,
    "phone": _phone,
    "erase": _erase,
    "start": _start,
    "privacy": privacy,
    "calm": false_alarm,
    "more": add_to,
    "fresh": begin_new,
    "rate": rate,
    "reopen": reopen_by_person,
    "come": come,
    "cannot": cannot,
    "othertime": another_time,
    "nopaper": without_paper,
    "show": show,
    "hide": hide,
    "woman": ask_for_woman,
}
