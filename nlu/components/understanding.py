"""What a message means, and when words reply to the open question instead of opening another."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.core.processor import MessageProcessor
from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.trackers import DialogueStateTracker

from nlu.components.contract import Message, State

ANSWER = "answer"
_RANKED = 10  # as many as anybody will read

INTERRUPTING = frozenset(
    {
        "ask_capabilities",
        "ask_case_status",
        "ask_centre_info",
        "ask_privacy",
        "cancel",
        "change_centre",
        "change_language",
        "delete_my_data",
        "greet",
        "report_danger",
        "talk_to_human",
    }
)
"""Meanings that hold in the middle of a form.

A need or a complaint written there describes the case that is being opened, yes, no and thanks
reply to "anything to add?", and what is not understood is read by the coordinator all the same.
"""

SURE = 0.6
"""Confidence from which words interrupt. Taking an answer for a question loses what the person
wrote, taking a question for an answer only delays it until a person reads it; so an
interruption must be likelier than everything else together."""

_ENTITY_OF_SLOT = {"document": "document", "problem_kind": "problem"}


def understand(processor: MessageProcessor, *texts: str) -> list[dict[str, Any]]:
    """Return Rasa's parse of each text; an empty one is not understood.

    Rasa's own `parse_message` reads one text at a time; the encoder reads many at once faster.

    Args:
        processor: The loaded model.
        texts: Cleaned texts, each at most `LONGEST_TEXT` characters.
    """
    read = iter(_read(processor, [UserMessage(text) for text in texts if text]))
    nothing = _meaning("", DEFAULT_NLU_FALLBACK_INTENT_NAME, 0.0) | {"action": "offer_person"}
    return [
        {"entities": []} | next(read).as_dict(only_output_properties=True) if text else nothing
        for text in texts
    ]


def _read(processor: MessageProcessor, messages: list[UserMessage]) -> list[Any]:
    if not messages:
        return []
    target = processor.model_metadata.nlu_target
    inputs = {
        PLACEHOLDER_MESSAGE: messages,
        PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("", []),
    }
    read: list[Any] = processor.graph_runner.run(inputs, [target])[target]
    return read


def stated(message: Message) -> dict[str, Any]:
    """Return a parse for a button, whose meaning is known."""
    return _meaning(message.text, message.intent, 1.0)


def as_reply(parse: dict[str, Any], state: State) -> dict[str, Any]:
    """Return the parse that the dialogue acts on, given the open question.

    Words that do not clearly interrupt become the intent `answer`. When they name exactly one
    value of what is asked for ("ma carte nationale"), the value stands for the words.

    Args:
        parse: What the words mean by themselves; left unchanged.
        state: The conversation; without an open question `parse` is returned as it is.
    """
    intent = parse["intent"]
    interrupts = intent["name"] in INTERRUPTING and intent["confidence"] >= SURE
    if state.requested is None or interrupts or not parse["text"]:
        return parse
    wanted = _ENTITY_OF_SLOT.get(state.requested)
    values = {found["value"] for found in parse["entities"] if found["entity"] == wanted}
    text = values.pop() if len(values) == 1 else parse["text"]
    return _meaning(text, ANSWER, 1.0)


def report(parse: dict[str, Any]) -> dict[str, Any]:
    """Return the part of a parse that the bot is told, without the text.

    The ranking holds real meanings only, likeliest first, so that the first three can be
    offered when nothing was understood.
    """
    ranking = [
        {"name": ranked["name"], "confidence": float(ranked["confidence"])}
        for ranked in parse.get("intent_ranking", [])
        if ranked["name"] != DEFAULT_NLU_FALLBACK_INTENT_NAME
    ]
    return {
        "intent": parse["intent"]["name"],
        "confidence": float(parse["intent"]["confidence"]),
        "action": parse.get("action", "act"),
        "danger": bool(parse.get("danger")),
        "ranking": ranking[:_RANKED],
        "entities": [
            {key: found[key] for key in ("entity", "value", "start", "end")}
            for found in parse["entities"]
        ],
    }


def _meaning(text: str, intent: str | None, confidence: float) -> dict[str, Any]:
    return {
        "text": text,
        "intent": {"name": intent, "confidence": confidence},
        "intent_ranking": [],
        "entities": [],
    }
