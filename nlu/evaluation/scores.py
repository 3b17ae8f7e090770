"""Scores of what was understood against what was meant. Pure functions; no model, no files."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from nlu.corpus import Example

Pairs = Iterable[tuple[str, str]]


class Understanding(NamedTuple):
    """What was understood of a message.

    Attributes:
        ranking: Meanings from the likeliest down, each with its confidence (0 to 1).
        entities: The (entity, value) pairs found.
        danger: Whether it is taken for a danger, whatever the ranking says.
        action: What is done about it: act, confirm or offer_person.
        suspicion: How much of a danger there is in it (0 to 1); 1 when the lexicon says so.
    """

    ranking: tuple[tuple[str, float], ...]
    entities: frozenset[tuple[str, str]]
    danger: bool
    action: str
    suspicion: float = 0.0

    @property
    def intent(self) -> str:
        """The likeliest meaning."""
        return self.ranking[0][0]

    @property
    def confidence(self) -> float:
        """The confidence in the likeliest meaning."""
        return self.ranking[0][1]


class F1(NamedTuple):
    """Precision, recall and their harmonic mean, each 0 to 1, with the number looked for."""

    precision: float
    recall: float
    f1: float
    support: int


Judged = Sequence[tuple[Example, Understanding]]


def f1(right: int, found: int, wanted: int) -> F1:
    """Return the scores of `right` hits among `found`, where `wanted` were to be found."""
    precision = right / found if found else 0.0
    recall = right / wanted if wanted else 0.0
    both = precision + recall
    return F1(precision, recall, 2 * precision * recall / both if both else 0.0, wanted)


def f1_by_intent(judged: Judged) -> dict[str, F1]:
    """Return the scores of each meaning that occurs in the examples."""
    wanted = Counter(example.intent for example, _ in judged)
    found = Counter(understood.intent for _, understood in judged)
    right = Counter(example.intent for example, got in judged if got.intent == example.intent)
    return {intent: f1(right[intent], found[intent], wanted[intent]) for intent in sorted(wanted)}


def macro_f1(judged: Judged) -> float:
    """Return the unweighted mean of the meanings' F1."""
    scores = f1_by_intent(judged)
    return sum(score.f1 for score in scores.values()) / len(scores)


def in_first(judged: Judged, count: int) -> float:
    """Return how often the right meaning is among the `count` likeliest (0 to 1)."""
    hits = sum(
        example.intent in [name for name, _ in got.ranking[:count]] for example, got in judged
    )
    return hits / len(judged)


def confusions(judged: Judged) -> Counter[tuple[str, str]]:
    """Count the (meant, understood) pairs, right ones included."""
    return Counter((example.intent, got.intent) for example, got in judged)


def sure(judged: Judged) -> tuple[float, float]:
    """Return how often it acts without asking, and how often it is right then (0 to 1)."""
    acted = [(example, got) for example, got in judged if got.action == "act"]
    right = sum(example.intent == got.intent for example, got in acted)
    return len(acted) / len(judged), right / len(acted) if acted else 1.0


def coverage_curve(judged: Judged) -> list[tuple[float, float, float]]:
    """Return (threshold, coverage, precision) as the threshold falls from sure to unsure."""
    ranked = sorted(judged, key=lambda pair: -pair[1].confidence)
    curve, right = [], 0
    for count, (example, got) in enumerate(ranked, 1):
        right += example.intent == got.intent
        curve.append((got.confidence, count / len(ranked), right / count))
    return curve


def reliability(judged: Judged, bins: int = 10) -> list[tuple[float, float, int]]:
    """Return (mean confidence, part right, messages) for each tenth of the confidence scale."""
    boxes: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for example, got in judged:
        box = min(int(got.confidence * bins), bins - 1)
        boxes[box].append((got.confidence, example.intent == got.intent))
    return [
        (sum(c for c, _ in box) / len(box), sum(r for _, r in box) / len(box), len(box))
        for box in boxes
        if box
    ]


def calibration_error(judged: Judged) -> float:
    """Return the mean distance between confidence and part right, weighted by messages."""
    total = sum(abs(mean - right) * count for mean, right, count in reliability(judged))
    return total / len(judged)


def danger_scores(judged: Judged, danger: str) -> tuple[float, float]:
    """Return the part of dangers noticed, and the part of other messages taken for one."""
    dangers = [got.danger for example, got in judged if example.intent == danger]
    others = [got.danger for example, got in judged if example.intent != danger]
    return sum(dangers) / len(dangers), sum(others) / len(others)


def danger_curve(judged: Judged, danger: str) -> list[tuple[float, float]]:
    """Return what each threshold of suspicion would do, from the highest threshold down.

    A point is the part of other messages taken for a danger, and the part of dangers noticed.
    """
    total = Counter(example.intent == danger for example, _ in judged)
    taken: Counter[bool] = Counter()
    curve = []
    for example, got in sorted(judged, key=lambda one: -one[1].suspicion):
        taken[example.intent == danger] += 1
        curve.append((taken[False] / total[False], taken[True] / total[True], got.suspicion))
    # Messages that are suspected alike stand or fall together.
    last = {suspicion: (false, noticed) for false, noticed, suspicion in curve}
    return list(last.values())


def noticed_at(curve: Sequence[tuple[float, float]], false: float) -> float:
    """Return the part of dangers noticed where at most `false` of the others are taken for one."""
    return max((noticed for taken, noticed in curve if taken <= false), default=0.0)


def entity_scores(judged: Judged) -> dict[str, F1]:
    """Return the scores of each entity, and of all together as `all` (micro)."""
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for example, got in judged:
        meant = set(example.entities)
        for counter, pairs in (
            (wanted, meant),
            (found, got.entities),
            (right, meant & got.entities),
        ):
            counter.update(entity for entity, _ in pairs)
            counter["all"] += len(pairs)
    names = sorted({*wanted, *found} - {"all"})
    return {name: f1(right[name], found[name], wanted[name]) for name in [*names, "all"]}


def twin_accuracy(judged: Judged) -> dict[str, float]:
    """Return the part right in each script, over messages that were written in both."""
    twins = [(example, got) for example, got in judged if example.twin]
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for example, got in twins:
        total[example.register] += 1
        right[example.register] += example.intent == got.intent
    return {register: right[register] / total[register] for register in sorted(total)}


def of_register(judged: Judged, register: str) -> Judged:
    """Return the part of `judged` that is written in `register`."""
    return [(example, got) for example, got in judged if example.register == register]
