"""The menu, and the buttons that are always one tap away."""

from __future__ import annotations

from bot.cases.needs import MENU, OTHER_MEANINGS
from bot.channels.base import Button
from bot.dialogue.context import Turn
from bot.i18n.text import Text, msg

PERSON = Button(label=msg("🙋 Talk to a person"), data="mean:talk_to_human")
MY_CASES = Button(label=OTHER_MEANINGS["ask_case_status"], data="mean:ask_case_status")
SHOW_MENU = Button(label=msg("📋 Menu"), data="menu")
BACK = Button(label=msg("⬅️ Back"), data="back")
CANCEL = Button(label=msg("✖️ Stop"), data="mean:cancel")


def pairs(buttons: list[Button]) -> list[list[Button]]:
    """Two buttons a row: wide enough for a thumb, short enough for a small screen."""
    return [buttons[i : i + 2] for i in range(0, len(buttons), 2)]


def menu_buttons() -> list[list[Button]]:
    """Every need, the person's requests, and a person."""
    needs = [Button(label=need.title, data=f"mean:{need.intent}") for need in MENU]
    return [*pairs(needs), [MY_CASES, PERSON]]


def show_menu(turn: Turn, *before: Text) -> None:
    """Offer the menu, after a word or two."""
    turn.say(
        *before, msg("What do you need? Write it as you speak, or choose."), buttons=menu_buttons()
    )


def ask_open_question(turn: Turn) -> None:
    """Ask the open question of the form, with its options and the ways out."""
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
    turn.say(question.text, buttons=[*rows, ways_out, [PERSON]])
