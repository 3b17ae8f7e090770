"""What a turn needs from whoever understands: Rasa, or the forms alone while it is away."""

from __future__ import annotations

from typing import Any, Protocol

from pydantic import BaseModel

from bot.cases.needs import BY_INTENT
from bot.dialogue.forms import Forms
from bot.dialogue.state import Dialogue


class Heard(BaseModel, frozen=True):
    """What the person said, for the assistant: words, or the meaning of a button.

    With intent `answer`, `text` is the value for the open question.
    """

    text: str | None = None
    intent: str | None = None


class Understood(BaseModel):
    """How a message was understood.

    Attributes:
        intent: The meaning that the dialogue goes by; `nlu_fallback` when it is unsure.
        confidence: In that meaning, 0 to 1.
        action: What is done about it: act, confirm (ask with buttons) or offer_person.
        danger: Whether it is taken for a danger, whatever the ranking says.
        ranking: Meanings by confidence.
        entities: What is named, with the place in the text.
    """

    intent: str | None = None
    confidence: float = 0.0
    action: str = "act"
    danger: bool = False
    ranking: list[dict[str, Any]] = []
    entities: list[dict[str, Any]] = []

    def entity(self, name: str) -> str | None:
        """The first value of an entity."""
        return next((e["value"] for e in self.entities if e["entity"] == name), None)


class Reply(BaseModel):
    """The assistant's answer to a turn.

    Attributes:
        says: English source strings to say, in order.
        directives: What the bot must do after saying them (`custom` of `domain.yml`).
        understood: How the message was understood.
        dialogue: The new state.
        away: Nobody understood: Rasa did not answer, and words must go to a person.
    """

    says: list[str] = []
    directives: list[str] = []
    understood: Understood = Understood()
    dialogue: Dialogue
    away: bool = False


class Away(Exception):
    """Rasa does not answer now."""


class Understander(Protocol):
    """Rasa, as the assistant sees it."""

    async def turn(self, dialogue: Dialogue, heard: Heard) -> Reply:
        """One turn; raises Away."""


class Assistant:
    """Rasa when it answers; the forms of `domain.yml` when it does not."""

    def __init__(self, rasa: Understander, forms: Forms) -> None:
        self._rasa = rasa
        self.forms = forms

    async def reply(self, dialogue: Dialogue, heard: Heard) -> Reply:
        """Answer one message; never raises for an absent Rasa."""
        try:
            reply = await self._rasa.turn(dialogue, heard)
        except Away:
            return self._alone(dialogue, heard)
        return reply

    def _alone(self, dialogue: Dialogue, heard: Heard) -> Reply:
        """Buttons go on working; words answer the open question, or go to a person."""
        state = dialogue.model_copy(deep=True)
        need = BY_INTENT.get(heard.intent or "")
        if need and need.form:
            state.form, state.requested = need.form, None
        elif state.form and state.requested and heard.text and heard.intent in {None, "answer"}:
            state.slots[state.requested] = heard.text
        elif heard.intent in DIRECTIVE_OF:
            return Reply(directives=[DIRECTIVE_OF[heard.intent]], dialogue=state, away=True)
        else:
            return Reply(dialogue=state, away=True)
        question = self.forms.next_open(state.form, state.slots)
        if question is None:
            state.form = state.requested = None
            return Reply(directives=["open_case"], dialogue=state, away=True)
        state.requested = question.slot
        return Reply(dialogue=state, away=True)


# What the buttons outside a form mean, when there is no Rasa to say it.
DIRECTIVE_OF = {
    "greet": "show_menu",
    "affirm": "show_menu",
    "deny": "show_menu",
    "ask_capabilities": "show_menu",
    "talk_to_human": "talk_to_human",
    "ask_case_status": "show_cases",
    "add_information": "add_information",
    "ask_centre_info": "show_centre",
    "change_language": "change_language",
    "change_centre": "change_centre",
    "ask_privacy": "show_privacy",
    "delete_my_data": "erase",
    "report_danger": "danger",
    "cancel": "cancelled",
}
