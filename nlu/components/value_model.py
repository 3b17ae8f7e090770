"""Which papers, trades, problems and times a message names, also when it does not say the name.

"Mon frigo est mort et le lait a tourné" names a problem of equipment in a food shop, in words
that no list holds. So two linear models judge each value: one the views of the message and what
the lists find in it, the other its vector. Towns are left to the lists: they are names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC
from threadpoolctl import threadpool_limits

from nlu.components.features import own_vectors, rarity, views, written
from nlu.components.intent_model import Linear, some_of_each
from nlu.text.gazetteer import find_entities

Pair = tuple[str, str]

# Chosen on the development set (docs/nlu.md).
_PENALTY = 0.5
_PENALTY_SENSE = 0.01
_VOTE_SENSE = 0.15
_FEWEST = 5  # a value with fewer examples cannot be learned


@dataclass(frozen=True)
class ValueModel:
    """A trained model.

    Attributes:
        pairs: The (entity, value) pairs it judges.
        rare: How rare each n-gram is in the training texts (4, 65536).
        judge: Judges what is written: a column of weights for each pair.
        sense: Judges the vectors of our own encoder likewise.
    """

    pairs: Sequence[Pair]
    rare: np.ndarray
    judge: Linear
    sense: Linear

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Return how much each text speaks for each pair (texts, pairs); above 0 rather yes."""
        by_writing = self.judge.scores(_rows(texts, self.rare, self.pairs))
        return by_writing + _VOTE_SENSE * self.sense.scores(own_vectors(tuple(texts)))

    def find(self, texts: Sequence[str], least: Sequence[Mapping[str, float]]) -> list[list[Pair]]:
        """Return the pairs that each text names.

        Args:
            texts: Messages.
            least: For each text and entity, the score from which a value counts; other entities
                are not looked for. Of a message's times and problems only the likeliest counts.
        """
        rows = self.scores(texts)
        return [self._named(row, known) for row, known in zip(rows, least, strict=True)]

    def _named(self, row: np.ndarray, least: Mapping[str, float]) -> list[Pair]:
        scores = dict(zip(self.pairs, row, strict=True))
        counting = [pair for pair in scores if scores[pair] >= least.get(pair[0], np.inf)]
        best = {
            entity: max((pair for pair in counting if pair[0] == entity), key=scores.__getitem__)
            for entity in ("urgency", "problem")
            if any(pair[0] == entity for pair in counting)
        }
        return [pair for pair in counting if best.get(pair[0], pair) == pair]

    def save(self, path: Path) -> None:
        """Write the model to `path`, a `.npz` file."""
        np.savez_compressed(
            path,
            pairs=np.array(self.pairs),
            rare=self.rare,
            **vars(self.judge),
            **{f"sense_{name}": array for name, array in vars(self.sense).items()},
        )

    @classmethod
    def load(cls, path: Path) -> ValueModel:
        """Read the model that `save` wrote; no code is loaded with it.

        Raises:
            FileNotFoundError: There is no such file.
        """
        with np.load(path, allow_pickle=False) as kept:
            return cls(
                pairs=[(str(entity), str(value)) for entity, value in kept["pairs"]],
                rare=kept["rare"],
                judge=Linear(kept["weights"], kept["bias"]),
                sense=Linear(kept["sense_weights"], kept["sense_bias"]),
            )


def train(
    texts: Sequence[str], marks: Sequence[frozenset[Pair]], meanings: Sequence[str]
) -> ValueModel:
    """Return a model trained on `texts`, the pairs that each names, and what each means.

    A problem is learned only from the texts that name one: what a mention of illness is in other
    messages says nothing about a business. Vectors are read of some texts of each meaning only.

    Raises:
        ValueError: No pair has enough examples.
    """
    part = some_of_each(meanings)
    counts = Counter(pair for at in part for pair in marks[at] if pair[0] != "city")
    pairs = sorted(pair for pair, count in counts.items() if count >= _FEWEST)
    if not pairs:
        raise ValueError("no entity value has enough examples to learn from")
    rare = rarity(views(tuple(texts)))
    rows = _rows(texts, rare, pairs)
    vectors = own_vectors(tuple(texts[at] for at in part))
    some = [marks[at] for at in part]

    def learn(pair: Pair) -> tuple[Linear, Linear]:
        weight = "balanced" if pair[0] == "problem" else None  # one of the eleven is always right
        writing = LinearSVC(C=_PENALTY, class_weight=weight, random_state=0)
        sense = LogisticRegression(C=_PENALTY_SENSE, class_weight=weight, max_iter=300)
        return _fitted(writing, rows, marks, pair), _fitted(sense, vectors, some, pair)

    # Learning holds no lock of Python's; two that use all cores each would wait for one another.
    with threadpool_limits(1), ThreadPoolExecutor(2) as pool:
        writing, sense = zip(*pool.map(learn, pairs), strict=True)
    return ValueModel(pairs, rare, _beside(writing), _beside(sense))


def _fitted(
    machine: LinearSVC | LogisticRegression,
    rows: csr_matrix | np.ndarray,
    marks: Sequence[frozenset[Pair]],
    pair: Pair,
) -> Linear:
    """Return what a machine learns of one pair; of a problem only among problems."""
    counts = [pair[0] != "problem" or any(name == "problem" for name, _ in of) for of in marks]
    among = np.array(counts)
    return Linear.of(machine.fit(rows[among], np.array([pair in of for of in marks])[among]))


def _beside(models: Iterable[Linear]) -> Linear:
    kept = list(models)
    return Linear(
        np.hstack([model.weights for model in kept]),
        np.concatenate([model.bias for model in kept]),
    )


def _rows(texts: Sequence[str], rare: np.ndarray, pairs: Sequence[Pair]) -> csr_matrix:
    seen = views(tuple(texts))
    return hstack([written(seen, rare), _listed(texts, pairs)], format="csr")


def _listed(texts: Sequence[str], pairs: Sequence[Pair]) -> csr_matrix:
    """Return which pairs the lists find in each text (texts, pairs), as 0 and 1."""
    column = {pair: place for place, pair in enumerate(pairs)}
    table = np.zeros((len(texts), len(pairs)), dtype=np.float32)
    for row, text in enumerate(texts):
        for found in find_entities(text):
            if (place := column.get((found.entity, found.value))) is not None:
                table[row, place] = 1.0
    return csr_matrix(table)
