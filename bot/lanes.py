"""Lanes: work that must go in order, one run at a time, many lanes side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Work = Callable[[str], Awaitable[None]]


@dataclass
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0


class Lanes:
    """Runs one kind of work, never twice at once for the same lane in this process."""

    def __init__(self, work: Work, concurrency: int) -> None:
        self._work = work
        self._room = asyncio.Semaphore(concurrency)
        self._lanes: dict[str, _Lane] = {}

    async def run(self, lane: str) -> None:
        """Do the lane's work; raises what it raises."""
        state = self._lanes.setdefault(lane, _Lane())
        state.waiting += 1
        try:
            async with state.lock, self._room:
                await self._work(lane)
        finally:
            state.waiting -= 1
            if not state.waiting:
                self._lanes.pop(lane, None)

    def will_run(self, lane: str) -> bool:
        """Whether a run of the lane has yet to begin: it will see whatever is there by then."""
        state = self._lanes.get(lane)
        return state is not None and state.waiting > (1 if state.lock.locked() else 0)
