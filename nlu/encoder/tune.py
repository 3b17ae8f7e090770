"""Makes `encoder.npz`: tunes the lower layers of multilingual-e5-small on our examples.

    uv sync --project nlu --group tune
    PYTHONPATH=. nlu/.venv/bin/python -m nlu.encoder.tune

With `--go-on` it starts from the encoder as it is instead, to read new examples on top of the old.

It reads every training example a few times over, each time with some Darija respelled in the
other script, and moves the weights so that a linear model can tell the meanings apart. The
development set says after each round how far it is; the test set is never read. On two cores it
takes about an hour. The result is written in 8 bits (`nlu.encoder.network.save`).
"""

from __future__ import annotations

import argparse
import os
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import tensorflow as tf
from sklearn.linear_model import LogisticRegression

from nlu.corpus import Example, read_examples, read_set
from nlu.encoder.base import Base, read_base, useful_pieces
from nlu.encoder.graph import LAYER
from nlu.encoder.network import ENCODER, LONGEST, load, save
from nlu.encoder.pieces import PADDING, UNKNOWN, Pieces
from nlu.text.latin import in_latin_letters
from nlu.text.scripts import in_latin_darija
from nlu.text.transliterate import in_arabic_letters

LAYERS = 6
ROUNDS = 4
BATCH = 32
RATE = 2e-4
"""Learning rate of the layers; the vocabulary moves ten times as fast, in rows that occur."""
RATE_OF_WORDS = 2e-3
RATE_OF_HEAD = 5e-4
DROPPED = 0.1
SMOOTHED = 0.1
RESPELLED = 0.4
"""Part of the Darija that is spelled in the other script, or by another hand, in a round."""
OTHER_HAND = 0.4
"""Part of those in Latin letters that stay in them."""
_WIDTHS = (8, 12, 16, 20, 24, 28, 32, 40, 48, 64, LONGEST)

Batch = tuple[list[int], np.ndarray, np.ndarray]


class Network:
    """The encoder with a linear model on top, as things that TensorFlow can move."""

    def __init__(self, arrays: dict[str, np.ndarray], meanings: int) -> None:
        self.words = arrays["words"]
        self.moving = {
            name: tf.Variable(array, name=name) for name, array in arrays.items() if name != "words"
        }
        self.layers = sum(name.startswith("wqkv") for name in arrays)
        width = self.words.shape[1]
        self.mean, self.deviation = np.zeros(width, "f"), np.ones(width, "f")
        self.head = [tf.Variable(tf.zeros((width, meanings))), tf.Variable(tf.zeros(meanings))]
        self.read = tf.function(
            lambda rows, there: self.encode(rows, there, None),
            input_signature=[
                tf.TensorSpec((None, None, width)),
                tf.TensorSpec((None, None), tf.bool),
            ],
        )

    def encode(self, x: tf.Tensor, there: tf.Tensor, drop: float | None) -> tf.Tensor:
        """The arithmetic of `network.Encoder`, here with random numbers dropped while learning."""
        own = self.moving
        texts, length, width = tf.shape(x)[0], tf.shape(x)[1], x.shape[2]

        def rest(part: tf.Tensor) -> tf.Tensor:
            return part if drop is None else tf.nn.dropout(part, drop)

        unseen = tf.where(there, 0.0, -1e9)[:, None, None, :]
        x = rest(_level(x + own["places"][:length], own["first_gain"], own["first_shift"]))
        for number in range(self.layers):
            at = {name: own[f"{name}{number}"] for name in LAYER}
            flat = tf.reshape(x, (-1, width))
            parts = tf.reshape(flat @ at["wqkv"] + at["bqkv"], (texts, length, 3, width // 32, 32))
            query, key, value = tf.unstack(tf.transpose(parts, (2, 0, 3, 1, 4)))
            scores = tf.matmul(query, key, transpose_b=True) / 32**0.5 + unseen
            seen = tf.transpose(tf.nn.softmax(scores) @ value, (0, 2, 1, 3))
            out = tf.reshape(seen, (-1, width)) @ at["wo"] + at["bo"]
            x = _level(x + rest(tf.reshape(out, tf.shape(x))), at["g1"], at["s1"])
            inner = tf.nn.gelu(tf.reshape(x, (-1, width)) @ at["wi"] + at["bi"], approximate=True)
            out = inner @ at["wf"] + at["bf"]
            x = _level(x + rest(tf.reshape(out, tf.shape(x))), at["g2"], at["s2"])
        kept = tf.cast(there, tf.float32)[..., None]
        return tf.reduce_sum(x * kept, 1) / tf.reduce_sum(kept, 1)

    def vectors(self, cut: Sequence[Sequence[int]]) -> np.ndarray:
        """Return the vector of each text, not yet levelled over the examples."""
        found = np.empty((len(cut), self.words.shape[1]), "f")
        for places, ids, there in batches(cut, 64):
            found[places] = self.read(self.words[ids], there)
        return found

    def start_from_what_it_knows(self, cut: Sequence[Sequence[int]], meant: np.ndarray) -> None:
        """Fit the linear model alone first: random weights would tear the layers apart."""
        vectors = self.vectors(cut)
        self.mean, self.deviation = vectors.mean(0), vectors.std(0) + 1e-6
        first = LogisticRegression(C=0.02, max_iter=300)
        first.fit((vectors - self.mean) / self.deviation, meant)
        self.head[0].assign(first.coef_.T)
        self.head[1].assign(first.intercept_)


def _level(x: tf.Tensor, gain: tf.Tensor, shift: tf.Tensor) -> tf.Tensor:
    mean, variance = tf.nn.moments(x, -1, keepdims=True)
    return tf.nn.batch_normalization(x, mean, variance, shift, gain, 1e-12)


def batches(
    cut: Sequence[Sequence[int]], size: int, chance: random.Random | None = None
) -> Iterator[Batch]:
    """Yield texts of similar length together: their places, their ids, and where they are."""
    order = list(range(len(cut)))
    if chance:
        chance.shuffle(order)
    order.sort(key=lambda place: len(cut[place]) + (chance.random() * 4 if chance else 0))
    groups = [order[first : first + size] for first in range(0, len(order), size)]
    if chance:
        chance.shuffle(groups)
    for places in groups:
        width = next(w for w in _WIDTHS if w >= max(len(cut[place]) for place in places))
        ids = np.full((len(places), width), PADDING)
        for row, place in enumerate(places):
            ids[row, : len(cut[place])] = cut[place]
        lengths = np.array([[len(cut[place])] for place in places])
        yield places, ids, np.arange(width) < lengths


class Teacher:
    """Moves the weights: Adam with decay for the layers, AdaGrad for the rows of the vocabulary."""

    def __init__(self, network: Network, steps: int) -> None:
        self._network, self._steps, self._step = network, steps, 0
        self._layers = tf.keras.optimizers.AdamW(0.0, 0.01, beta_2=0.98, epsilon=1e-6)
        self._layers.build(list(network.moving.values()))
        self._head = tf.keras.optimizers.AdamW(0.0, 0.01, beta_2=0.98)
        self._head.build(network.head)
        self._spread = np.zeros(len(network.words), "f")
        width = network.words.shape[1]
        self._move = tf.function(
            self._moved,
            input_signature=[
                tf.TensorSpec((None, width)),
                tf.TensorSpec((None, None), tf.int64),
                tf.TensorSpec((None, None), tf.bool),
                tf.TensorSpec((None,), tf.int64),
            ],
        )

    def learn(self, ids: np.ndarray, there: np.ndarray, meant: np.ndarray) -> float:
        """Take one step for a batch; return how wrong it was before."""
        self._step += 1
        warm = max(1, self._steps // 10)
        left = max(0, self._steps - self._step) / (self._steps - warm)
        part = min(self._step / warm, left)
        self._layers.learning_rate.assign(RATE * part)
        self._head.learning_rate.assign(RATE_OF_HEAD * part)
        rows, places = np.unique(ids, return_inverse=True)
        words = self._network.words
        wrong, slope = self._move(words[rows], places.reshape(ids.shape), there, meant)
        slope = slope.numpy()
        self._spread[rows] += (slope**2).mean(axis=1)
        words[rows] -= RATE_OF_WORDS * part * slope / (np.sqrt(self._spread[rows])[:, None] + 1e-8)
        return float(wrong)

    def _moved(
        self, rows: tf.Tensor, places: tf.Tensor, there: tf.Tensor, meant: tf.Tensor
    ) -> tuple[tf.Tensor, tf.Tensor]:
        network, (weights, bias) = self._network, self._network.head
        layers = list(network.moving.values())
        with tf.GradientTape() as tape:
            tape.watch(rows)
            vectors = network.encode(tf.gather(rows, places), there, DROPPED)
            level = tf.nn.dropout((vectors - network.mean) / network.deviation, DROPPED)
            said = tf.nn.log_softmax(level @ weights + bias)
            wanted = tf.one_hot(meant, bias.shape[0]) * (1 - SMOOTHED) + SMOOTHED / bias.shape[0]
            wrong = -tf.reduce_mean(tf.reduce_sum(said * wanted, axis=1))
        slopes = tape.gradient(wrong, [*layers, weights, bias, rows])
        bounded, _ = tf.clip_by_global_norm(slopes[:-1], 1.0)
        # TensorFlow's own zip, in a traced function, knows no `strict`.
        self._layers.apply_gradients(zip(bounded[:-2], layers))  # noqa: B905
        self._head.apply_gradients(zip(bounded[-2:], [weights, bias]))  # noqa: B905
        return wrong, tf.convert_to_tensor(slopes[-1])


def respelled(example: Example, chance: random.Random) -> str:
    """Return the text of an example, now and then as somebody else would spell it."""
    if chance.random() > RESPELLED:
        return example.text
    if example.register == "darija_arabic":
        return in_latin_letters(example.text, chance)
    if not in_latin_darija(example.text):
        return example.text
    arabic = in_arabic_letters(example.text)
    return arabic if chance.random() > OTHER_HAND else in_latin_letters(arabic, chance)


def gone_on(base: Base, kept: Sequence[int]) -> dict[str, np.ndarray]:
    """Return the weights of today's encoder; of pieces that it lacks, those of the base."""
    today = load()
    words = base.arrays["words"][kept]
    for row, number in enumerate(kept):
        known = number if number <= UNKNOWN else today.pieces.id_of(base.pieces[number])
        if known is not None:
            words[row] = today.words[known] * today.scales[known]
    weights = {name: np.array(today.weights[name]) for name in base.arrays if name != "words"}
    return {**weights, "words": words}


def tune(out: Path, rounds: int, go_on: bool) -> None:
    """Tune and write the encoder, telling how it goes."""
    chance = random.Random(0)  # noqa: S311 - no secret, and every run is alike
    tf.random.set_seed(0)
    examples, judges = read_examples(), read_set("dev")
    base = read_base(LAYERS)
    kept = useful_pieces(base, [example.text for example in examples])
    names, scores = [base.pieces[place] for place in kept], base.scores[kept]
    pieces = Pieces(names, scores.tolist())
    meanings = sorted({example.intent for example in examples})
    meant = np.array([meanings.index(example.intent) for example in examples])
    fresh = {**base.arrays, "words": base.arrays["words"][kept]}
    network = Network(gone_on(base, kept) if go_on else fresh, len(meanings))
    asked = [pieces.ids(example.text, LONGEST) for example in judges]
    started = time.monotonic()

    def tell(words: str) -> None:
        level = (network.vectors(asked) - network.mean) / network.deviation
        said = (level @ network.head[0].numpy() + network.head[1].numpy()).argmax(axis=1)
        right = np.mean([meanings[s] == e.intent for s, e in zip(said, judges, strict=True)])
        print(f"{words}: {right:.3f} right, {time.monotonic() - started:.0f} s", flush=True)

    network.start_from_what_it_knows([pieces.ids(e.text, LONGEST) for e in examples], meant)
    tell("before")
    teacher = Teacher(network, rounds * -(-len(examples) // BATCH))
    for number in range(rounds):
        cut = [pieces.ids(respelled(example, chance), LONGEST) for example in examples]
        for places, ids, there in batches(cut, BATCH, chance):
            teacher.learn(ids, there, meant[places])
        tell(f"round {number + 1} of {rounds}")
    vectors = network.vectors([pieces.ids(example.text, LONGEST) for example in examples])
    arrays = {name: weight.numpy() for name, weight in network.moving.items()}
    arrays |= {"mean": vectors.mean(0), "deviation": vectors.std(0) + 1e-6}
    save(out, names, scores, {**arrays, "words": network.words})


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--out", type=Path, default=ENCODER)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    options.add_argument("--go-on", action="store_true", help="start from the encoder as it is")
    chosen = options.parse_args()
    tune(chosen.out, chosen.rounds, chosen.go_on)
