"""Towns, papers, trades, problems and times, for Rasa's pipeline."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.components.fingerprint import fingerprint_of
from nlu.components.value_model import Pair, ValueModel, train
from nlu.text.gazetteer import Entity, find_entities

_FILE = "values.npz"
_OWNER_OF_PROBLEM = "report_project_problem"
_NEED = "request_"
_ALSO_URGENT = frozenset(
    {_OWNER_OF_PROBLEM, "ask_case_status", "talk_to_human", "change_centre", "delete_my_data"}
)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class ValueExtractor(GraphComponent, EntityExtractorMixin):
    """Adds what a message names: towns by the lists, the rest by `value_model`.

    It comes after the intent classifier: a problem counts only with the problem of a business,
    a time only where something is wanted that can wait or not (the contract).

    Args:
        config: `least`, the score from which a value of an entity counts.
        model_storage: Where Rasa keeps what components learn.
        resource: The place of this component in it.
        model: A trained model; None before training.
    """

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """Return scores that find what is likelier than not."""
        return {"least": {"document": 0.0, "trade": 0.0, "urgency": 0.0, "problem": -9.0}}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: ValueModel | None = None,
    ) -> None:
        self._least = config["least"]
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls, *, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, **_: Any
    ) -> ValueExtractor:
        """Return an untrained extractor."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, *, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, **_: Any
    ) -> ValueExtractor:
        """Return the extractor that `train` stored.

        Raises:
            ValueError: The model holds no such resource.
        """
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, ValueModel.load(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the marks of the examples and store the result."""
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        self._model = train(
            [example.get(TEXT) for example in examples],
            [frozenset(_marked(example)) for example in examples],
            [example.get(INTENT) for example in examples],
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message, with the offsets of the text as written."""
        if self._model is None:
            raise RuntimeError("the value extractor is not trained")
        texts = [message.get(TEXT) or "" for message in messages]
        found = self._model.find(texts, [self._counting(message) for message in messages])
        for message, text, pairs in zip(messages, texts, found, strict=True):
            known = message.get(ENTITIES, [])
            entities = [entity._asdict() for entity in _placed(text, pairs)]
            message.set(ENTITIES, known + self.add_extractor_name(entities), add_to_output=True)
        return messages

    def _counting(self, message: Message) -> dict[str, float]:
        ranking = message.get("intent_ranking") or [{"name": ""}]
        meaning = ranking[0]["name"]
        left_out = set()
        if meaning != _OWNER_OF_PROBLEM:
            left_out.add("problem")
        if not (meaning.startswith(_NEED) or meaning in _ALSO_URGENT):
            left_out.add("urgency")
        return {entity: least for entity, least in self._least.items() if entity not in left_out}

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the data unchanged: nothing later in the pipeline learns from it."""
        return training_data

    @classmethod
    def fingerprint_addon(cls, _: dict[str, Any]) -> str:
        """Return a hash of the lists, of the encoder and of the code that makes the views."""
        return fingerprint_of("data/gazetteers", "text", "encoder", "components")


def _marked(example: Message) -> list[Pair]:
    return [(mark["entity"], mark["value"]) for mark in example.get(ENTITIES, [])]


def _placed(text: str, pairs: list[Pair]) -> list[Entity]:
    """Return the pairs with their places; told by the story, it is the whole text."""
    listed = find_entities(text)
    named = {(found.entity, found.value): found for found in reversed(listed)}
    towns = [found for found in listed if found.entity == "city"]
    told = [named.get(pair, Entity(*pair, 0, len(text))) for pair in pairs]
    return sorted([*towns, *told], key=lambda entity: (entity.start, entity.entity))
