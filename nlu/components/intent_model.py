"""A linear model from features to meanings, kept as arrays of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.svm import LinearSVC

from nlu.components.features import combine, ngram_counts, rarity

# Chosen by five-fold cross-validation on the training examples (nlu/README.md): the penalty for
# accuracy, the sharpness for the likelihood of the true meaning under the softmax below.
_PENALTY = 0.3
_SHARPNESS = 5.0


@dataclass(frozen=True)
class IntentModel:
    """A trained model.

    Attributes:
        classes: The names of the meanings (meanings,).
        idf: Rarity of each n-gram bucket in the training texts (views, buckets).
        weights: One row of feature weights for each meaning (meanings, features).
        bias: One number for each meaning (meanings,).
    """

    classes: np.ndarray
    idf: np.ndarray
    weights: np.ndarray
    bias: np.ndarray

    def probabilities(self, texts: Sequence[str]) -> np.ndarray:
        """Return the probability of each meaning (texts, meanings); rows sum to 1."""
        features = combine(texts, ngram_counts(texts), self.idf)
        scores = _SHARPNESS * (features @ self.weights.T + self.bias)
        likelihood = np.exp(scores - scores.max(axis=1, keepdims=True))
        return likelihood / likelihood.sum(axis=1, keepdims=True)

    def save(self, path: Path) -> None:
        """Write the model to `path`, a `.npz` file."""
        np.savez_compressed(path, **vars(self))

    @classmethod
    def load(cls, path: Path) -> IntentModel:
        """Read the model that `save` wrote; no code is loaded with it.

        Raises:
            FileNotFoundError: There is no such file.
        """
        with np.load(path, allow_pickle=False) as arrays:
            return cls(**{name: arrays[name] for name in arrays.files})


def train(texts: Sequence[str], meanings: Sequence[str]) -> IntentModel:
    """Return a model trained on `texts` and the meaning of each.

    Raises:
        ValueError: Fewer than three different meanings, which the model is not made for.
    """
    if len(set(meanings)) < 3:
        raise ValueError("at least three meanings are needed to train")
    counts = ngram_counts(texts)
    idf = np.stack([rarity(view) for view in counts])
    # Balanced, because a meaning with more examples is not one that people have more often.
    machine = LinearSVC(C=_PENALTY, class_weight="balanced", random_state=0)
    machine.fit(combine(texts, counts, idf), meanings)
    return IntentModel(
        classes=machine.classes_.astype(str),
        idf=idf,
        weights=machine.coef_.astype(np.float32),
        bias=machine.intercept_.astype(np.float32),
    )
