"""The encoder's arithmetic, on arrays: a transformer of a few layers, then the mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from nlu.encoder.pieces import PADDING, Pieces

ENCODER = Path(__file__).with_name("encoder.npz")
LONGEST = 96
"""Pieces read of a message, some 70 words; what matters has been said by then."""

_HEAD = 32  # numbers an attention head looks at, as in the encoder it comes from
_TINY = 1e-12
_BATCH = 16


@dataclass(frozen=True)
class Encoder:
    """A loaded encoder.

    Attributes:
        pieces: The vocabulary.
        words: One row of 8-bit numbers for each piece (pieces, width).
        scales: What a row of `words` is multiplied by (pieces,).
        weights: The other arrays by name; `wqkv3` is the one of the fourth layer.
        layers: Number of layers.
    """

    pieces: Pieces
    words: np.ndarray
    scales: np.ndarray
    weights: Mapping[str, np.ndarray]
    layers: int

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Return one vector for each text (texts, width), near for texts of one meaning.

        Over the texts it was tuned on, each number has mean 0 and deviation 1.
        """
        cut = [self.pieces.ids(text, LONGEST) for text in texts]
        vectors = np.empty((len(cut), self.words.shape[1]), dtype=np.float32)
        by_length = sorted(range(len(cut)), key=lambda place: len(cut[place]))
        for first in range(0, len(by_length), _BATCH):
            places = by_length[first : first + _BATCH]
            vectors[places] = self._read([cut[place] for place in places])
        return (vectors - self.weights["mean"]) / self.weights["deviation"]

    def _read(self, cut: list[list[int]]) -> np.ndarray:
        """Return the mean of what each piece of a text means beside the others."""
        longest = max(map(len, cut))
        ids = np.array([row + [PADDING] * (longest - len(row)) for row in cut])
        there = (np.arange(longest) < np.array([[len(row)] for row in cut])).astype(np.float32)
        weights = self.weights
        x = self.words[ids] * self.scales[ids][..., None] + weights["places"][:longest]
        x = _level(x, weights["first_gain"], weights["first_shift"])
        unseen = np.where(there, 0.0, -1e9).astype(np.float32)[:, None, None, :]
        for layer in range(self.layers):
            own = {name: weights[f"{name}{layer}"] for name in LAYER}
            x = _level(x + _attend(x, unseen, own), own["g1"], own["s1"])
            inner = _gelu(_times(x, own["wi"], own["bi"]))
            x = _level(x + _times(inner, own["wf"], own["bf"]), own["g2"], own["s2"])
        kept = there[..., None]
        return (x * kept).sum(axis=1) / kept.sum(axis=1)


LAYER = ("wqkv", "bqkv", "wo", "bo", "g1", "s1", "wi", "bi", "wf", "bf", "g2", "s2")
"""The arrays of a layer: attention in and out, its levelling, the inner part, its levelling."""


def _attend(x: np.ndarray, unseen: np.ndarray, own: Mapping[str, np.ndarray]) -> np.ndarray:
    texts, length, width = x.shape
    parts = _times(x, own["wqkv"], own["bqkv"]).reshape(texts, length, 3, width // _HEAD, _HEAD)
    # Contiguous, or the products of many small matrices are done without BLAS.
    query, value = (np.ascontiguousarray(parts[:, :, at].transpose(0, 2, 1, 3)) for at in (0, 2))
    key = np.ascontiguousarray(parts[:, :, 1].transpose(0, 2, 3, 1))
    scores = query @ key
    scores *= np.float32(_HEAD**-0.5)
    scores += unseen
    scores -= scores.max(axis=-1, keepdims=True)
    shares = np.exp(scores, out=scores)
    shares /= shares.sum(axis=-1, keepdims=True)
    seen = (shares @ value).transpose(0, 2, 1, 3).reshape(texts, length, width)
    return _times(seen, own["wo"], own["bo"])


def _times(x: np.ndarray, weights: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Return `x @ weights + bias` as one product of two matrices."""
    product = x.reshape(-1, x.shape[-1]) @ weights
    product += bias
    return product.reshape(*x.shape[:-1], -1)


def _level(x: np.ndarray, gain: np.ndarray, shift: np.ndarray) -> np.ndarray:
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = np.einsum("...i,...i->...", centred, centred)[..., None] / x.shape[-1]
    centred *= 1 / np.sqrt(variance + np.float32(_TINY))
    centred *= gain
    centred += shift
    return centred


def _gelu(x: np.ndarray) -> np.ndarray:
    # The approximation it was tuned with, by way of exp: the tanh of numpy is slow.
    inner = x * x
    inner *= np.float32(-2 * 0.7978845608 * 0.044715)
    inner -= np.float32(2 * 0.7978845608)
    inner *= x
    np.exp(inner, out=inner)
    inner += 1
    return np.divide(x, inner, out=inner)


def save(
    path: Path, pieces: Sequence[str], scores: np.ndarray, arrays: Mapping[str, np.ndarray]
) -> None:
    """Write an encoder to `path`, a `.npz` file, its matrices in 8 bits.

    Args:
        path: Where to.
        pieces: The vocabulary by id.
        scores: The score of each piece.
        arrays: `words` and all that `Encoder.weights` holds, as floats.
    """
    stored: dict[str, np.ndarray] = {
        "pieces": np.frombuffer("\n".join(pieces).encode(), dtype=np.uint8),
        "scores": scores.astype(np.float32),
    }
    for name, array in arrays.items():
        if name == "words":
            stored["words"], stored["scales"] = _in_8_bits(array, axis=1)
        elif name.startswith("w"):
            stored[name], stored[f"scale_{name}"] = _in_8_bits(array, axis=0)
        else:
            stored[name] = array.astype(np.float32)
    np.savez_compressed(path, **stored)


def _in_8_bits(array: np.ndarray, axis: int) -> tuple[np.ndarray, np.ndarray]:
    scale = np.abs(array).max(axis=axis) / 127 + _TINY
    return np.rint(array / np.expand_dims(scale, axis)).astype(np.int8), scale.astype(np.float32)


@cache
def load(path: Path = ENCODER) -> Encoder:
    """Return the encoder stored at `path`; read once, no code is loaded with it.

    Raises:
        FileNotFoundError: There is no such file.
    """
    with np.load(path, allow_pickle=False) as stored:
        arrays = dict(stored)
    pieces = arrays.pop("pieces").tobytes().decode().split("\n")
    weights = {
        name: array.astype(np.float32) * arrays[f"scale_{name}"]
        if array.dtype == np.int8
        else array
        for name, array in arrays.items()
        if name not in {"words", "scores", "scales"} and not name.startswith("scale_")
    }
    return Encoder(
        pieces=Pieces(pieces, arrays["scores"].tolist()),
        words=arrays["words"],
        scales=arrays["scales"],
        weights=weights,
        layers=sum(name.startswith("wqkv") for name in weights),
    )
