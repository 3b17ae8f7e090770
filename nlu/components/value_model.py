"""Which papers, trades, problems and times a message names, also when it does not say the name.

"Mon frigo est mort et le lait a tourné" names a problem of equipment in a food shop, in words
that no list holds. So a linear model judges each value from the views of the message and from
what the lists find in it. Towns are left to the lists: they are names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.svm import LinearSVC

from nlu.components.features import rarity, views, written
from nlu.components.intent_model import Linear
from nlu.text.gazetteer import find_entities

Pair = tuple[str, str]

# Chosen on the development set (docs/nlu.md).
_PENALTY = 0.5
_FEWEST = 5  # a value with fewer examples cannot be learned


@dataclass(frozen=True)
class ValueModel:
    """A trained model.

    Attributes:
        pairs: The (entity, value) pairs it judges.
        rare: How rare each n-gram is in the training texts (4, 65536).
        judge: A column of weights for each pair.
    """

    pairs: Sequence[Pair]
    rare: np.ndarray
    judge: Linear

    def scores(self, texts: Sequence[str]) -> np.ndarray:
        """Return how much each text speaks for each pair (texts, pairs); above 0 rather yes."""
        return self.judge.scores(_rows(texts, self.rare, self.pairs))

    def find(self, text: str, least: Mapping[str, float]) -> list[Pair]:
        """Return the pairs that `text` names.

        Args:
            text: A message.
            least: For each entity, the score from which a value counts; other entities are not
                looked for. Of a message's times and problems only the likeliest counts.
        """
        scores = dict(zip(self.pairs, self.scores([text])[0], strict=True))
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
            )


def train(texts: Sequence[str], marks: Sequence[frozenset[Pair]]) -> ValueModel:
    """Return a model trained on `texts` and the pairs that each names.

    A problem is learned only from the texts that name one: what a mention of illness is in other
    messages says nothing about a business.

    Raises:
        ValueError: No pair has enough examples.
    """
    counts: dict[Pair, int] = {}
    for pair in (pair for named in marks for pair in named if pair[0] != "city"):
        counts[pair] = counts.get(pair, 0) + 1
    pairs = sorted(pair for pair, count in counts.items() if count >= _FEWEST)
    if not pairs:
        raise ValueError("no entity value has enough examples to learn from")
    rare = rarity(views(tuple(texts)))
    rows = _rows(texts, rare, pairs)
    of_a_problem = np.array([any(entity == "problem" for entity, _ in named) for named in marks])
    everywhere = np.ones(len(texts), dtype=bool)

    def learn(pair: Pair) -> Linear:
        among = of_a_problem if pair[0] == "problem" else everywhere
        named = np.array([pair in of_text for of_text in marks])[among]
        weight = "balanced" if pair[0] == "problem" else None  # one of the eleven is always right
        machine = LinearSVC(C=_PENALTY, class_weight=weight, random_state=0)
        return Linear.of(machine.fit(rows[among], named))

    with ThreadPoolExecutor(2) as pool:  # learning holds no lock of Python's
        learned = list(pool.map(learn, pairs))
    return ValueModel(
        pairs,
        rare,
        Linear(
            np.hstack([model.weights for model in learned]),
            np.concatenate([model.bias for model in learned]),
        ),
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
