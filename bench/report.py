"""What came out, as a table to read and as a file to compare."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, astuple, dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Burst, Memory, Speed

QUIET_LOAD = 0.5
DANGER_SECONDS = 5.0
"""How long a danger may wait for the group, however many come with it."""


@dataclass
class Results:
    """Everything that was measured; what was left out is None.

    Attributes:
        messages: Length of the measured conversations.
        side_by_side: How many conversations ran at once in `together`.
        limit: The messages in Rasa's own process.
        stock: The stock server.
        alone: Sanad, one conversation, at `few` stored ones.
        together: Sanad, `side_by_side` conversations.
        grown: Sanad, one conversation, at `many` stored ones.
        memory: What each process holds, Sanad's after `together`.
        few: Stored conversations at first.
        many: Stored conversations in the end.
        burst: What became of a danger among `burst_of` cases that came at once.
        strayed: Messages of the round that the assistant did not answer by itself.
        load: Processes that wanted a core in the minute before: above 0.5, others were busy.
    """

    messages: int
    side_by_side: int
    few: int
    many: int
    burst_of: int = 200
    limit: Speed | None = None
    stock: Speed | None = None
    alone: Speed | None = None
    together: Speed | None = None
    grown: Speed | None = None
    burst: Burst | None = None
    memory: dict[str, Memory] = field(default_factory=dict)
    strayed: list[str] = field(default_factory=list)
    load: float = field(default_factory=lambda: round(os.getloadavg()[0], 2))


@dataclass(frozen=True)
class Aim:
    """A ratio and what it should be: at most `aim`, or at least where `more` is better."""

    what: str
    ratio: float
    aim: float
    more: bool = False

    @property
    def reached(self) -> bool:
        """Whether it is what it should be."""
        return self.ratio >= self.aim if self.more else self.ratio <= self.aim

    def line(self) -> str:
        """A line of the table."""
        bound = f"{'at least' if self.more else 'at most'} {self.aim:g}x"
        return f"{self.what:<56}{self.ratio:>7.2f}x   {bound:<14}{_verdict(self.reached)}"


def aims(results: Results) -> Iterator[Aim]:
    """The ratios of what was measured; "flat" is read as a tenth more at most."""
    alone, limit, stock, grown = results.alone, results.limit, results.stock, results.grown
    if alone and limit:
        yield Aim("p50, Sanad to the limit", alone.p50_ms / limit.p50_ms, 2.0)
    if alone and stock:
        faster = alone.turns_a_second / stock.turns_a_second
        yield Aim(f"turns/s, Sanad to stock, {results.messages} messages", faster, 3.0, more=True)
    if alone and grown:
        what = f"p50, Sanad at {results.many:,} to {results.few:,} conversations"
        yield Aim(what, grown.p50_ms / alone.p50_ms, 1.1)
    if burst := results.burst:
        what = f"danger among {burst.cases} cases, its wait to {DANGER_SECONDS:g} s"
        yield Aim(what, burst.seconds / DANGER_SECONDS, 1.0)


def table(results: Results) -> str:
    """The table."""
    few, many = f"{results.few:,} stored", f"{results.many:,} stored"
    speeds = {
        "Rasa in its own process (the limit)": results.limit,
        "stock rasa run, REST and SQL": results.stock,
        f"Sanad, update to reply, {few}": results.alone,
        f"Sanad, {results.side_by_side} conversations at once": results.together,
        f"Sanad, update to reply, {many}": results.grown,
    }
    columns = ("turns", "turns/s", "p50 ms", "p95 ms", "first 20", "last 20")
    lines = ["", " " * 44 + "".join(f"{column:>9}" for column in columns)]
    lines += [f"{what:<44}" + _cells(*astuple(s)) for what, s in speeds.items() if s]
    if results.memory:
        lines += ["", f"{'memory, MiB':<44}{'processes':>18}{'RSS':>9}{'PSS':>9}"]
        lines += [
            f"{what:<44}{m.processes:>18}{m.rss:>9.0f}{m.pss:>9.0f}"
            for what, m in results.memory.items()
        ]
    if burst := results.burst:
        lines += ["", *_danger(burst)]
    if ratios := [aim.line() for aim in aims(results)]:
        lines += ["", f"{'ratio':<56}{'is':>8}   aim", *ratios]
    lines += [f"! not answered by the assistant itself: {text}" for text in results.strayed]
    if results.load > QUIET_LOAD:
        lines.append(f"! others were busy (load {results.load}): measure again on a quiet machine")
    return "\n".join(lines)


def write(results: Results, path: Path) -> None:
    """Write everything as JSON, with the machine it was measured on."""
    content = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": {"cores": os.cpu_count(), "system": platform.platform()},
        **asdict(results),
        "ratios": [asdict(aim) | {"reached": aim.reached} for aim in aims(results)],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")


def _danger(burst: Burst) -> Iterator[str]:
    yield (
        f"danger among {burst.cases} cases at once: opened after {burst.heard_seconds:g} s, "
        f"in the group {burst.seconds:g} s later"
    )
    yield f"  {burst.before} messages of others between; {burst.refused} refused by Telegram"
    yield f"  in the order of arrival: {burst.in_order_seconds:g} s; cases lost: {burst.lost}"


def _cells(turns: int, *figures: float) -> str:
    return f"{turns:>9}" + "".join(f"{figure:>9.1f}" for figure in figures)


def _verdict(reached: bool) -> str:
    return "reached" if reached else "MISSED"
