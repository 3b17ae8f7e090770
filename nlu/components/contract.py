"""What the channel takes and gives: the shapes, and why a request is refused."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from rasa.shared.core.constants import DEFAULT_SLOT_NAMES
from rasa.shared.core.domain import Domain

LONGEST_TEXT = 4096
"""Characters; the longest text message Telegram delivers."""

_COMMAND_PREFIX = re.compile(r"^[\s/]+")


class ContractError(ValueError):
    """The request does not keep the contract. The message says why and quotes no text."""


@dataclass(frozen=True)
class State:
    """A conversation between two turns.

    Attributes:
        form: The form being filled, or None.
        requested: The slot the open question asks for; None exactly when `form` is.
        slots: The filled slots of the domain, by name.
    """

    form: str | None
    requested: str | None
    slots: Mapping[str, str]

    def without_form(self) -> State:
        """Return the state with the form put aside and its slots kept."""
        return State(None, None, self.slots)

    def as_json(self) -> dict[str, Any]:
        """Return the state in the shape of the request."""
        return {"form": self.form, "requested": self.requested, "slots": dict(self.slots)}


@dataclass(frozen=True)
class Message:
    """What a person sent.

    Attributes:
        text: Their words, or the value of the button that answers a question; may be empty.
        intent: The meaning of a button; None for words that are yet to be understood.
    """

    text: str
    intent: str | None


def read_state(body: Any, domain: Domain) -> State:
    """Return the state that a request brings.

    Raises:
        ContractError: It is not an object, or names a form or a slot that `domain` lacks.
    """
    state = _object(body, "state")
    form, requested = state.get("form"), state.get("requested")
    if form is not None and form not in domain.form_names:
        raise ContractError("state.form: no such form")
    if (form is None) != (requested is None):
        raise ContractError("state.requested: must be set exactly when state.form is")
    if form is not None and requested not in domain.required_slots_for_form(form):
        raise ContractError("state.requested: the form has no such slot")
    slots = _object(state.get("slots", {}), "state.slots")
    known = declared_slots(domain)
    for name, value in slots.items():
        if name not in known:
            raise ContractError("state.slots: no such slot")
        _text(value, f"state.slots.{name}")
    return State(form, requested, slots)


def read_message(body: Any, domain: Domain) -> Message:
    """Return the message that a request brings, its text without leading slashes and spaces.

    Raises:
        ContractError: It has neither text nor intent, or an intent that `domain` lacks.
    """
    message = _object(body, "message")
    text, intent = message.get("text"), message.get("intent")
    if text is None and intent is None:
        raise ContractError("message: needs a text or an intent")
    if intent is not None and intent not in domain.intents:
        raise ContractError("message.intent: no such intent")
    return Message(clean("" if text is None else _text(text, "message.text")), intent)


def read_texts(body: Any) -> list[str]:
    """Return the texts of a request to understand several at once.

    Raises:
        ContractError: It is not a list of strings.
    """
    texts = _object(body, "request").get("texts")
    if not isinstance(texts, list):
        raise ContractError("texts: must be a list")
    return [clean(_text(text, "texts")) for text in texts]


def declared_slots(domain: Domain) -> Collection[str]:
    """Return the names of the slots that `domain.yml` declares itself."""
    return {slot.name for slot in domain.slots} - DEFAULT_SLOT_NAMES


def clean(text: str) -> str:
    """Return `text` without what Rasa would obey as a command (`/restart`)."""
    return _COMMAND_PREFIX.sub("", text).rstrip()


def _object(value: Any, name: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ContractError(f"{name}: must be an object")
    return value


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise ContractError(f"{name}: must be a string")
    if len(value) > LONGEST_TEXT:
        raise ContractError(f"{name}: longer than {LONGEST_TEXT} characters")
    return value
