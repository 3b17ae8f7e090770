"""Towns, papers, trades, problems and times, from the lists in `nlu/data/gazetteers`."""

from __future__ import annotations

from typing import Any

from rasa.engine.graph import GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.fingerprint import fingerprint_of
from nlu.text.gazetteer import Entity, find_entities, load_gazetteer


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class GazetteerExtractor(GraphComponent, EntityExtractorMixin):
    """Adds what `nlu.text.gazetteer` finds to the entities of a message.

    It comes right after the intent classifier: a `problem` counts only with its meaning.
    """

    @classmethod
    def create(cls, *_: Any, **__: Any) -> GazetteerExtractor:
        """Return the extractor; reads the lists now, so that a bad one stops the start."""
        load_gazetteer()
        return cls()

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the entities of each message, with the offsets of the text as written."""
        for message in messages:
            found = find_entities(message.get(TEXT) or "")
            kept = [entity._asdict() for entity in found if _counts(entity, message)]
            known = message.get(ENTITIES, [])
            message.set(ENTITIES, known + self.add_extractor_name(kept), add_to_output=True)
        return messages

    @classmethod
    def fingerprint_addon(cls, _: dict[str, Any]) -> str:
        """Return a hash of the lists and of the code that reads them."""
        return fingerprint_of("data/gazetteers", "text")


def _counts(entity: Entity, message: Message) -> bool:
    # "I am ill" is a problem of a business only when a business is spoken of.
    intent = message.get(INTENT) or {}
    return entity.entity != "problem" or intent.get("name") == "report_project_problem"
