"""Two linear models that vote on the meaning, kept as arrays of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from scipy.sparse import csr_matrix
from scipy.special import expit, logsumexp, softmax
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from nlu.components.features import own_vectors, rarity, views, written

# Chosen on the development set (docs/nlu.md): the penalties for accuracy, the weights of the two
# votes for the likelihood of the true meaning, which is what calibrates the confidence.
_PENALTY_WRITTEN = 0.3
_PENALTY_OWN = 0.01
_VOTE_WRITTEN = 5.0
_VOTE_OWN = 0.6
_SUSPECTS_WRITTEN = 2.0
_SUSPECTS_OWN = 0.5
_ENOUGH = 250
"""Examples of a meaning that the judge of the encoder's vectors learns from, about."""


@dataclass(frozen=True)
class Linear:
    """A linear model: one column of weights and one bias for each class.

    Columns, because scipy copies the whole of a transposed matrix for every message.
    """

    weights: np.ndarray
    bias: np.ndarray

    @classmethod
    def of(cls, machine: LinearSVC | LogisticRegression) -> Linear:
        """Return what a trained machine learned."""
        return cls(
            np.ascontiguousarray(machine.coef_.T, dtype=np.float32),
            machine.intercept_.astype(np.float32),
        )

    def scores(self, rows: np.ndarray | csr_matrix) -> np.ndarray:
        """Return the score of each class for each row of features."""
        return rows @ self.weights + self.bias


class Votes(NamedTuple):
    """The scores of the two models, each (texts, meanings), before they are mixed."""

    by_writing: np.ndarray
    by_sense: np.ndarray

    def probabilities(self) -> np.ndarray:
        """Return the probability of each meaning (texts, meanings); rows sum to 1."""
        return softmax(_VOTE_WRITTEN * self.by_writing + _VOTE_OWN * self.by_sense, axis=1)

    def suspicion(self, place: int) -> np.ndarray:
        """Return how much (0 to 1) there is of one meaning beside all others (texts,).

        Unlike its probability it does not fall because another meaning is as clear: who asks for
        a roof and is being hunted says both.
        """
        others = logsumexp(np.delete(self.by_sense, place, axis=1), axis=1)
        by_sense = self.by_sense[:, place] - others
        return expit(_SUSPECTS_WRITTEN * self.by_writing[:, place] + _SUSPECTS_OWN * by_sense)


@dataclass(frozen=True)
class IntentModel:
    """A trained model.

    Attributes:
        classes: The names of the meanings (meanings,).
        rare: How rare each n-gram is in the training texts (4, 65536).
        written: Judges letters, words and consonants.
        own: Judges the vectors of our own encoder.
    """

    classes: np.ndarray
    rare: np.ndarray
    written: Linear
    own: Linear

    def votes(self, texts: Sequence[str]) -> Votes:
        """Return what the two models say of each text."""
        kept = tuple(texts)
        return Votes(
            self.written.scores(written(views(kept), self.rare)),
            self.own.scores(own_vectors(kept)),
        )

    def save(self, path: Path) -> None:
        """Write the model to `path`, a `.npz` file."""
        np.savez_compressed(
            path,
            classes=self.classes,
            rare=self.rare,
            **{f"written_{name}": array for name, array in vars(self.written).items()},
            **{f"own_{name}": array for name, array in vars(self.own).items()},
        )

    @classmethod
    def load(cls, path: Path) -> IntentModel:
        """Read the model that `save` wrote; no code is loaded with it.

        Raises:
            FileNotFoundError: There is no such file.
        """
        with np.load(path, allow_pickle=False) as kept:
            return cls(
                classes=kept["classes"],
                rare=kept["rare"],
                written=Linear(kept["written_weights"], kept["written_bias"]),
                own=Linear(kept["own_weights"], kept["own_bias"]),
            )


def train(texts: Sequence[str], meanings: Sequence[str]) -> IntentModel:
    """Return a model trained on `texts` and the meaning of each.

    Raises:
        ValueError: Fewer than three different meanings, which the model is not made for.
    """
    if len(set(meanings)) < 3:
        raise ValueError("at least three meanings are needed to train")
    # Both spend their time outside Python's lock: on two cores they take half as long.
    with ThreadPoolExecutor(2) as pool:
        sense = pool.submit(_learn_sense, texts, meanings)
        seen = views(tuple(texts))
        rare = rarity(seen)
        by_writing = learn_writing(written(seen, rare), meanings)
        by_sense = sense.result()
    return IntentModel(
        by_writing.classes_.astype(str), rare, Linear.of(by_writing), Linear.of(by_sense)
    )


def _learn_sense(texts: Sequence[str], meanings: Sequence[str]) -> LogisticRegression:
    part = some_of_each(meanings)
    machine = LogisticRegression(C=_PENALTY_OWN, class_weight="balanced", max_iter=300)
    own = own_vectors(tuple(texts[at] for at in part))
    return machine.fit(own, [meanings[at] for at in part])


def learn_writing(rows: csr_matrix, meanings: Sequence[str]) -> LinearSVC:
    """Return the trained judge of what is written."""
    # Balanced, because a meaning with more examples is not one that people have more often.
    machine = LinearSVC(C=_PENALTY_WRITTEN, class_weight="balanced", random_state=0)
    return machine.fit(rows, meanings)


def some_of_each(meanings: Sequence[str]) -> list[int]:
    """Return the places of as many examples of each meaning as a judge of vectors needs.

    The encoder has read all the examples, and puts those of a meaning close together: a few
    hundred draw the same borders as all, and reading them takes a third of the time.
    """
    kept: list[int] = []
    for meaning in sorted(set(meanings)):
        places = [at for at, other in enumerate(meanings) if other == meaning]
        kept += places[:: max(1, len(places) // _ENOUGH)]
    return kept
