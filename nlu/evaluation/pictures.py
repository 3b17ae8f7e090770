"""The pictures of the report: plain, small, readable without colour."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

_INK, _PALE = "#1b4965", "#bee9e8"
plt.rcParams.update(
    {
        "font.size": 9,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "figure.dpi": 110,
        # The same picture from the same figures, byte for byte.
        "svg.hashsalt": "sanad",
    }
)


def _keep(figure: plt.Figure, path: Path) -> None:
    figure.tight_layout()
    figure.savefig(path, metadata={"Software": None})
    plt.close(figure)


def confusion_matrix(counts: Counter[tuple[str, str]], intents: Sequence[str], path: Path) -> None:
    """Draw meant (rows) against understood (columns), shaded by the part of each row."""
    table = np.array([[counts[meant, got] for got in intents] for meant in intents])
    part = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(9, 8.4))
    axes.imshow(part, cmap="Blues", vmin=0, vmax=1)
    for row, column in zip(*table.nonzero(), strict=True):
        shade = "white" if part[row, column] > 0.5 else "black"
        axes.text(column, row, table[row, column], ha="center", va="center", size=6, color=shade)
    axes.set_xticks(range(len(intents)), intents, rotation=90, size=7)
    axes.set_yticks(range(len(intents)), intents, size=7)
    axes.set_xlabel("understood")
    axes.set_ylabel("meant")
    _keep(figure, path)


def reliability_curve(boxes: Sequence[tuple[float, float, int]], path: Path) -> None:
    """Draw how often it is right against how sure it is; the area of a dot is its messages."""
    confidence, right, count = zip(*boxes, strict=True)
    figure, axes = plt.subplots(figsize=(4.2, 4))
    axes.plot([0, 1], [0, 1], color="grey", linewidth=0.8, linestyle="--")
    axes.plot(confidence, right, color=_INK, linewidth=1)
    axes.scatter(confidence, right, s=np.array(count), color=_INK, alpha=0.7)
    axes.set(xlim=(0, 1), ylim=(0, 1.02), xlabel="confidence", ylabel="part right")
    _keep(figure, path)


def coverage_against_precision(
    curve: Sequence[tuple[float, float, float]], act: float, path: Path
) -> None:
    """Draw how often it is right against for how many messages it is sure enough to act."""
    threshold, coverage, precision = zip(*curve, strict=True)
    figure, axes = plt.subplots(figsize=(5.2, 4))
    axes.plot(coverage, precision, color=_INK)
    acted = sum(value >= act for value in threshold)
    if acted:
        axes.plot(coverage[acted - 1], precision[acted - 1], "o", color=_INK)
        axes.annotate(f"acts from {act:.2f}", (coverage[acted - 1], precision[acted - 1]),
                      xytext=(-10, -16), textcoords="offset points", ha="right")  # fmt: skip
    axes.axhline(0.96, color="grey", linewidth=0.8, linestyle=":")
    axes.axvline(0.75, color="grey", linewidth=0.8, linestyle=":")
    axes.set(xlim=(0, 1), ylim=(0.6, 1.01), xlabel="part of messages", ylabel="part right")
    _keep(figure, path)


def danger_curve(
    curve: Sequence[tuple[float, float]], now: tuple[float, float], path: Path
) -> None:
    """Draw the dangers noticed against the other messages taken for one; a dot where we are."""
    false, noticed = zip(*curve, strict=True)
    figure, axes = plt.subplots(figsize=(5.2, 4))
    axes.step(false, noticed, where="post", color=_INK)
    axes.plot(*now, "o", color=_INK)
    axes.axhline(0.97, color="grey", linewidth=0.8, linestyle=":")
    axes.axvline(0.01, color="grey", linewidth=0.8, linestyle=":")
    axes.set(xlim=(0, 0.15), ylim=(0.5, 1.01), xlabel="part of other messages taken for a danger",
             ylabel="part of dangers noticed")  # fmt: skip
    _keep(figure, path)


def learning_curve(points: dict[int, dict[str, float]], path: Path) -> None:
    """Draw macro-F1 against the number of examples, over all and by register."""
    figure, axes = plt.subplots(figsize=(5.2, 4))
    sizes = sorted(points)
    for number, register in enumerate(points[sizes[0]]):
        style = {"color": _INK, "linewidth": 2} if register == "all" else {"linewidth": 1}
        axes.plot(sizes, [points[size][register] for size in sizes], label=register,
                  marker="os^vDx"[number % 6], markersize=4, **style)  # fmt: skip
    axes.set(xlabel="examples", ylabel="macro-F1", ylim=(0.4, 1))
    axes.legend(fontsize=7, frameon=False)
    _keep(figure, path)
