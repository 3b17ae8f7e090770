"""What to do about a meaning: act on it, ask first, or offer a person."""

from __future__ import annotations

from typing import Any, Literal

from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.text.danger import is_danger

Action = Literal["act", "confirm", "offer_person"]

DANGER = "report_danger"
OUT_OF_SCOPE = "out_of_scope"


def decide(confidence: float, act: float, confirm: float) -> Action:
    """Return what to do about a meaning understood with `confidence` (0 to 1).

    Args:
        confidence: Of the likeliest meaning.
        act: From here on it is done without asking.
        confirm: From here on the likeliest meanings are offered as buttons; below, a person.
    """
    if confidence >= act:
        return "act"
    return "confirm" if confidence >= confirm else "offer_person"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class Decision(GraphComponent, IntentClassifier):
    """Turns confidence into an action, and a suspicion of danger into a danger.

    A message is a danger when the lexicon says so or when the classifier's suspicion is at least
    `danger`, however likely something else is: a false alarm costs one tap, a missed one may cost
    a life. The ranking stays as it was.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return thresholds at which nothing is certain; `nlu/config.yml` sets the real ones."""
        return {"act": 1.0, "confirm": 0.0, "danger": 1.0}

    def __init__(self, act: float, confirm: float, danger: float) -> None:
        self._act, self._confirm, self._danger = act, confirm, danger

    @classmethod
    def create(cls, config: dict[str, Any], *_: Any, **__: Any) -> Decision:
        """Return the component with the thresholds of the configuration."""
        return cls(float(config["act"]), float(config["confirm"]), float(config["danger"]))

    def process(self, messages: list[Message]) -> list[Message]:
        """Set `action` and `danger`, and the intent that the dialogue goes by."""
        for message in messages:
            ranking = message.get("intent_ranking")
            danger = message.get("suspicion") >= self._danger or is_danger(message.get(TEXT) or "")
            best = ranking[0]
            action = "act" if danger else decide(best["confidence"], self._act, self._confirm)
            if danger:
                message.set(INTENT, {"name": DANGER, "confidence": 1.0}, add_to_output=True)
            elif action != "act":
                unsure = {
                    "name": DEFAULT_NLU_FALLBACK_INTENT_NAME,
                    "confidence": best["confidence"],
                }
                message.set(INTENT, unsure, add_to_output=True)
            message.set("action", action, add_to_output=True)
            message.set("danger", danger, add_to_output=True)
        return messages
