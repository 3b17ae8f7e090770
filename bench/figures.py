"""The figures of a measurement. Read by both interpreters: standard library only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

EDGE = 20
"""How many turns the beginning and the end of a conversation are."""


@dataclass(frozen=True)
class Speed:
    """How fast turns went.

    Attributes:
        turns: How many were measured.
        turns_a_second: Turns by the wall clock, everything between them included.
        p50_ms: Half of the turns took no longer, milliseconds.
        p95_ms: Nineteen in twenty took no longer, milliseconds.
        first_ms: p50 of the first twenty turns, milliseconds.
        last_ms: p50 of the last twenty: a conversation that gets slower shows here.
    """

    turns: int
    turns_a_second: float
    p50_ms: float
    p95_ms: float
    first_ms: float
    last_ms: float


@dataclass(frozen=True)
class Memory:
    """What processes hold, MiB.

    Attributes:
        processes: How many they are.
        rss: Resident; what processes share is counted in each of them.
        pss: Proportional: what is shared is divided among those who share it. The same as
            `rss` where the system does not tell.
    """

    processes: int
    rss: float
    pss: float


@dataclass(frozen=True)
class Burst:
    """What became of a danger among many cases that came at once.

    Attributes:
        cases: How many came, the danger in their middle.
        heard_seconds: From the person's words to the opening of their case.
        seconds: From then to the later of its alert and its card in the group.
        before: Messages of others that the group got between the two.
        refused: Messages that Telegram refused because they were too many.
        lost: Cases whose card is neither in the group nor waiting for its turn.
        in_order_seconds: How long it would have waited in the order of arrival.
    """

    cases: int
    heard_seconds: float
    seconds: float
    before: int
    refused: int
    lost: int
    in_order_seconds: float


def quantile(values: Sequence[float], share: float) -> float:
    """The smallest value that is not exceeded by `share` (0 to 1) of the values."""
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def milliseconds(seconds: Sequence[float], share: float = 0.5) -> float:
    """A quantile of durations in seconds, as milliseconds."""
    return round(quantile(seconds, share) * 1000, 1)


def speed(durations: Sequence[float], wall: float) -> Speed:
    """Sum up the durations of turns, in their order, that took `wall` together (seconds)."""
    return Speed(
        len(durations),
        round(len(durations) / wall, 1),
        milliseconds(durations),
        milliseconds(durations, 0.95),
        milliseconds(durations[:EDGE]),
        milliseconds(durations[-EDGE:]),
    )
