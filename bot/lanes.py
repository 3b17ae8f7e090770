"""Lanes: work that must go in order, one run at a time, many lanes side by side."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Work = Callable[[str], Awaitable[None]]


@dataclass
class _Lane:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    urgency: int = 0
    room: asyncio.Future[None] | None = None


class Lanes:
    """Runs one kind of work, never twice at once for the same lane in this process.

    Where there is no room for all of them the more urgent go first, then those that came first.
    """

    def __init__(self, work: Work, concurrency: int) -> None:
        self._work = work
        self._free = concurrency
        self._numbers = itertools.count()
        # Urgency (negated), number, and what is resolved by room: a lane that was hurried stands
        # here twice, and the later entry finds it gone.
        self._line: list[tuple[int, int, asyncio.Future[None]]] = []
        self._lanes: dict[str, _Lane] = {}

    async def run(self, lane: str, urgency: int = 0) -> None:
        """Do the lane's work; raises what it raises."""
        state = self._lanes.setdefault(lane, _Lane())
        state.waiting += 1
        self.hurry(lane, urgency)
        try:
            async with state.lock:
                await self._enter(state)
                try:
                    await self._work(lane)
                finally:
                    self._leave()
        finally:
            state.waiting -= 1
            if not state.waiting:
                self._lanes.pop(lane, None)

    def hurry(self, lane: str, urgency: int) -> None:
        """Let the next run of a lane that has runs go before what is less urgent."""
        state = self._lanes.get(lane)
        if state is None or urgency <= state.urgency:
            return
        state.urgency = urgency
        if state.room:
            self._stand_in_line(state.room, urgency)

    def will_run(self, lane: str) -> bool:
        """Whether a run of the lane has yet to begin: it will see whatever is there by then."""
        state = self._lanes.get(lane)
        return state is not None and state.waiting > (1 if state.lock.locked() else 0)

    async def _enter(self, state: _Lane) -> None:
        """Wait until there is room."""
        if self._free:
            self._free -= 1
        else:
            room = state.room = asyncio.get_running_loop().create_future()
            self._stand_in_line(room, state.urgency)
            try:
                await room
            except asyncio.CancelledError:
                if not room.cancelled():  # it was given the room, and does not use it
                    self._leave()
                raise
            finally:
                state.room = None
        state.urgency = 0

    def _leave(self) -> None:
        """Give the room to whoever is next."""
        while self._line:
            _, _, room = heapq.heappop(self._line)
            if not room.done():
                room.set_result(None)
                return
        self._free += 1

    def _stand_in_line(self, room: asyncio.Future[None], urgency: int) -> None:
        heapq.heappush(self._line, (-urgency, next(self._numbers), room))
