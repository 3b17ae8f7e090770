"""How Rasa gets the examples: read once, and never copied.

Rasa's own reader goes through the files three times, and hashes and copies every example each time
it puts them together. With tens of thousands that takes longer than learning from them.
"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers.importer import TrainingDataImporter
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.corpus import Example, read_examples


class Read(Message):
    """An example as it was read: nothing changes it, so it is its own copy."""

    def __init__(self, example: Example) -> None:
        named = [{"entity": entity, "value": value} for entity, value in example.entities]
        super().__init__({TEXT: example.text, INTENT: example.intent, ENTITIES: named})
        self._hash = hashlib.sha256(repr(example).encode()).hexdigest()

    def __deepcopy__(self, _: dict[int, Any]) -> Read:
        return self

    def fingerprint(self) -> str:
        """Return the hash of what was read."""
        return self._hash


class Examples(TrainingDataImporter):
    """Brings the examples of `nlu/data/examples`; the rest is for Rasa's own importer."""

    def __init__(self, *_: Any) -> None:
        """Take what every importer is given: paths that this one does not need."""

    def get_nlu_data(self, language: str | None = None) -> TrainingData:  # noqa: ARG002
        """Return the examples.

        Raises:
            CorpusError: A file is not of the expected form.
        """
        return _examples()

    def get_domain(self) -> Domain:
        """Return nothing."""
        return Domain.empty()

    def get_stories(self, exclusion_percentage: int | None = None) -> StoryGraph:  # noqa: ARG002
        """Return nothing."""
        return StoryGraph([])

    def get_conversation_tests(self) -> StoryGraph:
        """Return nothing."""
        return StoryGraph([])

    def get_config(self) -> dict[str, Any]:
        """Return nothing."""
        return {}

    def get_config_file_for_auto_config(self) -> str | None:
        """Return nothing: our configuration is whole."""
        return None


@cache
def _examples() -> TrainingData:
    return TrainingData([Read(example) for example in read_examples()])
