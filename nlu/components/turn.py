"""One turn as a function: a state and a message in; what to say and a new state out."""

from __future__ import annotations

import uuid
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.processor import MessageProcessor
from rasa.shared.core.constants import (
    ACTION_LISTEN_NAME,
    ACTION_SESSION_START_NAME,
    REQUESTED_SLOT,
)
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SessionStarted, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.components.contract import Message, State, declared_slots
from nlu.components.understanding import ANSWER, as_reply, report, stated, understand

_WITHIN_A_FORM = frozenset({ANSWER, "cancel"})
"""Meanings that an open form takes part in. Every other one is answered beside it, as if there
were no form: Rasa would repeat the open question at once, under an answer that may be "a person
will call you"."""


class TurnError(RuntimeError):
    """The dialogue came to no proper end; the caller must not take it for an answer."""


async def take_turn(processor: MessageProcessor, state: State, message: Message) -> dict[str, Any]:
    """Return the response to one message (`says`, `understood`, `state`).

    Args:
        processor: The loaded model, with a tracker store that shares live trackers.
        state: The conversation so far; after a finished or dropped form the caller empties it.
        message: What the person sent.

    Raises:
        TurnError: Nothing was said, or the dialogue did not end in listening: Rasa logs the
            errors of its actions and goes on, which would pass for silence.
    """
    parse = stated(message) if message.intent else understand(processor, message.text)[0]
    acted_on = parse if message.intent else as_reply(parse, state)
    within = acted_on["intent"]["name"] in _WITHIN_A_FORM
    tracker = _tracker(state if within else state.without_form(), processor.domain)
    await processor.tracker_store.save(tracker)
    spoken = CollectingOutputChannel()
    await processor.handle_message(
        UserMessage(acted_on["text"], spoken, tracker.sender_id, parse_data=acted_on)
    )
    if not spoken.messages or tracker.latest_action_name != ACTION_LISTEN_NAME:
        raise TurnError("the dialogue said nothing or did not end in listening")
    reached = state_of(tracker, processor.domain)
    # What is said beside a form leaves its question open, unless it opened a form of its own.
    after = reached if within or reached.form else state
    return {
        "says": [_say(said) for said in spoken.messages],
        "understood": report(parse),
        "state": after.as_json(),
    }


def history(state: State) -> list[Event]:
    """Return the events of a conversation that is in `state` and listens."""
    events = [
        ActionExecuted(ACTION_SESSION_START_NAME),
        SessionStarted(),
        ActionExecuted(ACTION_LISTEN_NAME),
        *(SlotSet(name, value) for name, value in state.slots.items()),
    ]
    if state.form:
        events += [
            ActionExecuted(state.form),
            ActiveLoop(state.form),
            SlotSet(REQUESTED_SLOT, state.requested),
            ActionExecuted(ACTION_LISTEN_NAME),
        ]
    return events


def state_of(tracker: DialogueStateTracker, domain: Domain) -> State:
    """Return the state that a conversation has reached."""
    form = tracker.active_loop_name
    filled = {name: tracker.get_slot(name) for name in sorted(declared_slots(domain))}
    return State(
        form=form,
        requested=tracker.get_slot(REQUESTED_SLOT) if form else None,
        slots={name: value for name, value in filled.items() if value is not None},
    )


def _tracker(state: State, domain: Domain) -> DialogueStateTracker:
    # A name of its own for each turn: two turns never meet in the store.
    tracker = DialogueStateTracker(uuid.uuid4().hex, domain.slots)
    tracker.update_with_events(history(state), domain)
    return tracker


def _say(message: dict[str, Any]) -> dict[str, Any]:
    if "custom" in message:
        return dict(message["custom"])
    return {"text": message["text"], "buttons": message.get("buttons", [])}
