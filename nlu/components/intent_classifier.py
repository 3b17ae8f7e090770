"""What a message means, for Rasa's pipeline."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.decision import DANGER
from nlu.components.fingerprint import fingerprint_of
from nlu.components.intent_model import IntentModel, train

_FILE = "intents.npz"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class DarijaIntentClassifier(GraphComponent, IntentClassifier):
    """Ranks meanings by what two models make of a text (see `intent_model`).

    Args:
        model_storage: Where Rasa keeps what components learn.
        resource: The place of this component in it.
        model: A trained model; None before training.
    """

    def __init__(
        self, model_storage: ModelStorage, resource: Resource, model: IntentModel | None = None
    ) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls, *, model_storage: ModelStorage, resource: Resource, **_: Any
    ) -> DarijaIntentClassifier:
        """Return an untrained classifier."""
        return cls(model_storage, resource)

    @classmethod
    def load(
        cls, *, model_storage: ModelStorage, resource: Resource, **_: Any
    ) -> DarijaIntentClassifier:
        """Return the classifier that `train` stored.

        Raises:
            ValueError: The model holds no such resource.
        """
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, IntentModel.load(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples and store the result."""
        examples = [
            (example.get(TEXT), example.get(INTENT))
            for example in training_data.intent_examples
            if example.get(TEXT)
        ]
        texts, meanings = zip(*examples, strict=True)
        self._model = train(texts, meanings)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the meaning of each message, all meanings from the likeliest down, and `suspicion`.

        The suspicion (0 to 1) is how much of a danger there is in it, whatever else it means.
        """
        if self._model is None:
            raise RuntimeError("the intent classifier is not trained")
        names = [str(name) for name in self._model.classes]
        votes = self._model.votes([message.get(TEXT) or "" for message in messages])
        suspicions = votes.suspicion(names.index(DANGER))
        for message, row, suspicion in zip(
            messages, votes.probabilities(), suspicions, strict=True
        ):
            ranking = [
                {"name": names[place], "confidence": float(row[place])}
                for place in row.argsort()[::-1]
            ]
            message.set("suspicion", float(suspicion), add_to_output=True)
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the data unchanged: nothing later in the pipeline learns from it."""
        return training_data

    @classmethod
    def fingerprint_addon(cls, _: dict[str, Any]) -> str:
        """Return a hash of the encoder and of the code that makes the views."""
        return fingerprint_of("text", "encoder", "components")
