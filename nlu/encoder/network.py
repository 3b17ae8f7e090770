"""The encoder: texts in, vectors out, read by a transformer of a few layers."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from onnxruntime import InferenceSession, SessionOptions

from nlu.encoder.graph import graph_of
from nlu.encoder.pieces import PADDING, Pieces

ENCODER = Path(__file__).with_name("encoder.npz")
LONGEST = 96
"""Pieces read of a message, some 70 words; what matters has been said by then."""

_TINY = 1e-12
_BATCH = 16


@dataclass(frozen=True)
class Encoder:
    """A loaded encoder.

    Attributes:
        pieces: The vocabulary.
        words: One row of 8-bit numbers for each piece (pieces, width).
        scales: What a row of `words` is multiplied by (pieces,).
        weights: The other arrays by name (`graph_of`), and `places`, `mean`, `deviation`.
        reader: Does the arithmetic of `graph_of`.
    """

    pieces: Pieces
    words: np.ndarray
    scales: np.ndarray
    weights: Mapping[str, np.ndarray]
    reader: InferenceSession

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
        pieces = self.words[ids] * self.scales[ids][..., None] + self.weights["places"][:longest]
        read: np.ndarray = self.reader.run(None, {"pieces": pieces, "there": there})[0]
        return read


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
        reader=_reader(weights),
    )


def _reader(weights: Mapping[str, np.ndarray]) -> InferenceSession:
    options = SessionOptions()
    options.intra_op_num_threads = int(os.environ.get("OMP_NUM_THREADS", "0"))
    options.enable_cpu_mem_arena = False  # the longest text would keep its room for ever
    # Whoever waits for a core lets others have it: ours is not the only work on the machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    layers = sum(name.startswith("wqkv") for name in weights)
    graph = graph_of(weights, layers).SerializeToString()
    return InferenceSession(graph, options, providers=["CPUExecutionProvider"])
