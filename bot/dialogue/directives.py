"""What the assistant asks the bot to do: one function for each directive of `domain.yml`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.cases.needs import meaning
from bot.channels.base import Button
from bot.dialogue import onboarding
from bot.dialogue.adding import add_buttons, listen
from bot.dialogue.alarm import raise_alarm
from bot.dialogue.assistant import Reply
from bot.dialogue.context import Turn
from bot.dialogue.erase import ask_to_erase
from bot.dialogue.menu import PERSON, SHOW_MENU, show_menu
from bot.dialogue.my_requests import show_cases
from bot.dialogue.privacy import show_privacy
from bot.dialogue.requests import hand_over, submit
from bot.dialogue.state import Dialogue, joined
from bot.dialogue.when import hours_in_words, when_answered
from bot.i18n.text import msg
from bot.storage.calendars import calendar_of
from bot.storage.people import cases_of

CHOICES = 3
# Two ways to say it, in turn: the same sentence twice would say that nobody listens.
_UNSURE = (
    msg("I am not sure I understood. Is it one of these?"),
    msg("Perhaps I misunderstood. Which one is it?"),
)
_LOST = (
    msg("I did not understand. Talk to a person, or choose from the menu."),
    msg("I could not follow. A person can help you, or choose from the menu."),
)


async def _show_menu(turn: Turn, _: Reply) -> None:
    show_menu(turn)


async def _open_case(turn: Turn, _: Reply) -> None:
    await submit(turn)


async def _cancelled(turn: Turn, _: Reply) -> None:
    turn.dialogue = Dialogue()
    show_menu(turn, msg("Stopped. Nothing was sent."))


async def _talk_to_human(turn: Turn, _: Reply) -> None:
    await hand_over(turn, words=turn.inbound.text)


async def _danger(turn: Turn, _: Reply) -> None:
    await raise_alarm(turn, turn.inbound.text)


async def _clarify(turn: Turn, reply: Reply) -> None:
    """Offer the likeliest meanings; a person when none is likely, or it is the third time."""
    state = turn.dialogue
    state.unclear += 1
    said_before = None if turn.inbound.edited else state.unclear_words
    state.unclear_words = joined(said_before, turn.inbound.text)
    choices: dict[str, Button] = {}
    for ranked in reply.understood.ranking:
        label, data = meaning(ranked["name"]), f"mean:{ranked['name']}"
        if label and label != SHOW_MENU.label and data != PERSON.data:  # offered anyway
            button = Button(label=label, data=data)
            choices.setdefault(label.model_dump_json(), button)
    buttons = [[button] for button in list(choices.values())[:CHOICES]]
    if state.unclear == 1:
        lost = reply.understood.action == "offer_person" or not buttons
        words = (_LOST if lost else _UNSURE)[state.reworded]
        state.reworded = not state.reworded
        turn.dialogue = state
        turn.say(words, buttons=[*([] if lost else buttons), [SHOW_MENU, PERSON]])
        return
    turn.dialogue = state
    if state.unclear == 2:
        show_menu(turn, msg("Sorry, I still do not understand. Choose here, or ask for a person."))
    else:
        await hand_over(turn, "other")  # with all that was not understood


async def _add_information(turn: Turn, _: Reply) -> None:
    cases = await cases_of(turn.session, turn.person, open_only=True)
    if not cases:
        show_menu(turn, msg("You have no open request. What is it about?"))
        return
    if len(cases) == 1:
        listen(turn, cases[0])
    else:
        turn.say(msg("To which request?"), buttons=[*add_buttons(cases), [SHOW_MENU, PERSON]])


async def _show_centre(turn: Turn, _: Reply) -> None:
    centre = turn.person.centre
    if centre is None:
        turn.person.stage = "region"
        onboarding.ask(turn)
        return
    said = [msg("📍 Your centre: {centre}", centre=centre.name(turn.language))]
    said += hours_in_words(centre.hours)
    if address := centre.contact.get(f"address_{turn.language}"):
        said.append(msg("🗺️ {address}", address=str(address)))
    if phone := centre.contact.get("phone"):
        said.append(msg("📞 {phone}", phone=str(phone)))
    if when := when_answered(await calendar_of(turn.session, centre), turn.now):
        said.append(when)
    turn.say(*said, buttons=[[SHOW_MENU, PERSON]])


async def _change_language(turn: Turn, _: Reply) -> None:
    onboarding.ask_language(turn)


async def _change_centre(turn: Turn, _: Reply) -> None:
    turn.person.stage = "region"
    onboarding.ask(turn)


async def _erase(turn: Turn, _: Reply) -> None:
    ask_to_erase(turn)


_DO: dict[str, Callable[[Turn, Reply], Awaitable[None]]] = {
    "show_menu": _show_menu,
    "open_case": _open_case,
    "cancelled": _cancelled,
    "clarify": _clarify,
    "talk_to_human": _talk_to_human,
    "show_cases": show_cases,
    "add_information": _add_information,
    "show_centre": _show_centre,
    "change_language": _change_language,
    "change_centre": _change_centre,
    "erase": _erase,
    "show_privacy": show_privacy,
    "danger": _danger,
}


async def follow(turn: Turn, reply: Reply) -> None:
    """Do what the assistant asked; KeyError for a directive nobody knows."""
    for directive in reply.directives:
        await _DO[directive](turn, reply)
