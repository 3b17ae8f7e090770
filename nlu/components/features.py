"""What the models see of a text: its letters, its words, their consonants, and its sense."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer

from nlu.encoder.network import load as load_encoder
from nlu.text.normalise import normalise
from nlu.text.scripts import in_latin_darija
from nlu.text.skeleton import skeleton
from nlu.text.transliterate import in_arabic_letters

_BUCKETS = 2**16


def _counter(**what: Any) -> HashingVectorizer:
    return HashingVectorizer(
        n_features=_BUCKETS, alternate_sign=False, norm=None, lowercase=False, **what
    )


_LETTERS = _counter(analyzer="char_wb", ngram_range=(2, 5))
_WORDS = _counter(token_pattern=r"\S+", ngram_range=(1, 2))  # noqa: S106 - no password


def _in_one_script(text: str) -> str:
    """Return `text`, normalised; Darija in Latin letters in Arabic ones, to learn from both."""
    return in_arabic_letters(text) if in_latin_darija(text) else normalise(text)


_SPELLED: tuple[tuple[Callable[[str], str], HashingVectorizer], ...] = (
    (_in_one_script, _LETTERS),
    (normalise, _WORDS),
    (skeleton, _LETTERS),
    (skeleton, _WORDS),
)


Views = tuple[csr_matrix, ...]
"""Counts of n-grams in some texts, four times (texts, 65536): 2 to 5 letters, and one or two words,
of the normalised spelling (letters: Darija always in Arabic ones) and of the consonant skeleton,
where Darija looks alike in both scripts."""


@lru_cache(maxsize=8)
def views(texts: tuple[str, ...]) -> Views:
    """Return the views of `texts`, a row for each; remembered for the next model that asks.

    N-grams are hashed, so that a trained model is nothing but arrays of numbers.
    """
    return tuple(
        counter.transform([spell(text) for text in texts]).astype(np.float32)
        for spell, counter in _SPELLED
    )


@lru_cache(maxsize=8)
def own_vectors(texts: tuple[str, ...]) -> np.ndarray:
    """Return vectors of the encoder that was tuned on how people write here (texts, 384).

    Remembered for the next model that asks, as `views` are. What it was made from had read much
    Arabic and no Latin-letter Darija, so there the vector is the mean of the text's own and of the
    one for its spelling in Arabic letters.
    """
    darija = [place for place, text in enumerate(texts) if in_latin_darija(text)]
    respelled = [in_arabic_letters(texts[place]) for place in darija]
    both = load_encoder().encode([*texts, *respelled])
    vectors = both[: len(texts)]
    vectors[darija] = (vectors[darija] + both[len(texts) :]) / 2
    vectors.setflags(write=False)
    return vectors


def rarity(seen: Views) -> np.ndarray:
    """Return how rare each n-gram of the training texts is (4, 65536).

    It is the smoothed inverse document frequency.
    """
    return np.stack([_idf(counts) for counts in seen])


def _idf(counts: csr_matrix) -> np.ndarray:
    seen_in = counts.getnnz(axis=0)
    return (np.log((1 + counts.shape[0]) / (1 + seen_in)) + 1).astype(np.float32)


def written(seen: Views, rare: np.ndarray) -> csr_matrix:
    """Return the n-grams, weighed by `rare`, beside each other (texts, 262144)."""
    return hstack(list(map(_weigh, seen, rare)), format="csr")


def _weigh(counts: csr_matrix, idf: np.ndarray) -> csr_matrix:
    """Return `counts` as unit rows of (1 + log count) x idf."""
    data = (1 + np.log(counts.data)) * idf[counts.indices]
    lengths = np.diff(counts.indptr)
    row = np.repeat(np.arange(len(lengths)), lengths)
    norms = np.sqrt(np.bincount(row, data**2, minlength=len(lengths)))[row]
    return csr_matrix(
        ((data / norms).astype(np.float32), counts.indices, counts.indptr), counts.shape
    )
