"""The menu, and the buttons that are always one tap away."""

from __future__ import annotations

from bot.cases.needs import BY_KEY, MENU, OTHER_MEANINGS
from bot.channels.base import Button
from bot.dialogue.context import Turn
from bot.i18n.text import Text, msg
from bot.storage.tables import Person

PERSON = Button(label=msg("🙋 Talk to a person"), data="mean:talk_to_human")
MY_CASES = Button(label=OTHER_MEANINGS["ask_case_status"], data="mean:ask_case_status")
MORE = Button(label=msg("⚙️ More"), data="service")
SHOW_MENU = Button(label=msg("📋 Menu"), data="menu")
BACK = Button(label=msg("⬅️ Back"), data="back")
LEAVE_NUMBER = Button(label=msg("📞 Leave my number"), data="phone")
CANCEL = Button(label=msg("✖️ Stop"), data="mean:cancel")
_WOMAN = Button(label=msg("👩 A woman answers me"), data="woman:on")
_ANYBODY = Button(label=msg("👥 Anybody may answer me"), data="woman:off")
_SERVICES = (
    "ask_capabilities",
    "ask_privacy",
    "ask_centre_info",
    "change_centre",
    "change_language",
    "delete_my_data",
)


def pairs(buttons: list[Button]) -> list[list[Button]]:
    """Two buttons a row: wide enough for a thumb, short enough for a small screen."""
    return [buttons[i : i + 2] for i in range(0, len(buttons), 2)]


def menu_buttons() -> list[list[Button]]:
    """Every need, the person's requests, a person, and what else can be done."""
    needs = [Button(label=need.title, data=f"mean:{need.intent}") for need in MENU]
    return [*pairs(needs), [MY_CASES, PERSON], [MORE]]


def show_menu(turn: Turn, *before: Text) -> None:
    """Offer the menu, after a word or two."""
    turn.say(
        *before, msg("What do you need? Write it as you speak, or choose."), buttons=menu_buttons()
    )


def show_services(turn: Turn) -> None:
    """Offer what is no need: how it works, who reads, their centre, language and number."""
    services = [
        Button(label=OTHER_MEANINGS[meaning], data=f"mean:{meaning}") for meaning in _SERVICES
    ]
    complaint = Button(label=BY_KEY["complaint"].title, data=f"mean:{BY_KEY['complaint'].intent}")
    turn.say(
        msg("What else can I do for you?"),
        buttons=[
            *pairs([*services, LEAVE_NUMBER, complaint]),
            [woman_button(turn.person)],
            [SHOW_MENU, PERSON],
        ],
    )


def woman_button(person: Person) -> Button:
    """To ask for a woman, or to take that back."""
    return _ANYBODY if person.wants_woman else _WOMAN


def ask_open_question(turn: Turn, *before: Text) -> None:
    """Ask the open question of the form, with its options and the ways out, after a word or two."""
    state = turn.dialogue
    if not (state.form and state.requested):
        return
    question = turn.forms.question(state.form, state.requested)
    options = [
        Button(label=label, data=f"answer:{question.slot}:{value}")
        for value, label in question.options.items()
    ]
    first = turn.forms.last_answered(state.form, state.slots) is None
    ways_out = [CANCEL] if first else [BACK, CANCEL]
    rows = pairs(options) if len(options) > 4 else [[option] for option in options]
    turn.say(*before, question.text, buttons=[*rows, ways_out, [PERSON]])
