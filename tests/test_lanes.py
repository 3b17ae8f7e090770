from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from bot.lanes import Lanes


class Work:
    """Work that goes on until it is let go, and remembers what went on at once."""

    def __init__(self) -> None:
        self.running: Counter[str] = Counter()
        self.most: Counter[str] = Counter()
        self.most_at_once = 0
        self.runs: list[str] = []
        self.begun = asyncio.Condition()
        self.gates: dict[str, asyncio.Semaphore] = {}

    async def __call__(self, lane: str) -> None:
        self.running[lane] += 1
        self.runs.append(lane)
        self.most[lane] = max(self.most[lane], self.running[lane])
        self.most_at_once = max(self.most_at_once, self.running.total())
        async with self.begun:
            self.begun.notify_all()
        try:
            await self._gate(lane).acquire()
        finally:
            self.running[lane] -= 1

    def _gate(self, lane: str) -> asyncio.Semaphore:
        return self.gates.setdefault(lane, asyncio.Semaphore(0))

    def let_go(self, lane: str, times: int = 1) -> None:
        """Let runs of a lane end."""
        for _ in range(times):
            self._gate(lane).release()

    async def until(self, *lanes: str) -> None:
        """Wait until exactly these runs have begun, in this order."""
        async with asyncio.timeout(5), self.begun:
            await self.begun.wait_for(lambda: tuple(self.runs) == lanes)


@pytest.fixture
def work() -> Work:
    return Work()


async def test_one_lane_runs_one_at_a_time(work: Work) -> None:
    lanes = Lanes(work, concurrency=8)
    work.let_go("a", 5)
    await asyncio.gather(*(lanes.run("a") for _ in range(5)))
    assert work.runs == ["a"] * 5
    assert work.most["a"] == 1


async def test_lanes_run_side_by_side(work: Work) -> None:
    lanes = Lanes(work, concurrency=8)
    async with asyncio.TaskGroup() as group:
        group.create_task(lanes.run("a"))
        group.create_task(lanes.run("a"))
        group.create_task(lanes.run("b"))
        await work.until("a", "b")
        work.let_go("b")
        work.let_go("a", 2)
    assert work.runs == ["a", "b", "a"]


async def test_no_more_lanes_than_there_is_room_for(work: Work) -> None:
    lanes = Lanes(work, concurrency=2)
    async with asyncio.TaskGroup() as group:
        for lane in "abcd":
            group.create_task(lanes.run(lane))
        await work.until("a", "b")
        work.let_go("b")
        await work.until("a", "b", "c")
        for lane in "acd":
            work.let_go(lane)
    assert work.most_at_once == 2
    assert work.runs == ["a", "b", "c", "d"]


async def test_the_more_urgent_gets_the_next_room(work: Work) -> None:
    lanes = Lanes(work, concurrency=1)
    async with asyncio.TaskGroup() as group:
        for lane, urgency in (("a", 0), ("b", 0), ("c", 0), ("d", 1), ("e", 5)):
            group.create_task(lanes.run(lane, urgency))
        await work.until("a")
        lanes.hurry("c", 1)
        for lane in "abcde":
            work.let_go(lane)
    assert work.runs == ["a", "e", "d", "c", "b"]


async def test_a_lane_is_as_urgent_as_the_most_urgent_that_it_holds(work: Work) -> None:
    lanes = Lanes(work, concurrency=1)
    async with asyncio.TaskGroup() as group:
        for lane, urgency in (("a", 0), ("b", 0), ("c", 0), ("c", 5)):
            group.create_task(lanes.run(lane, urgency))
        await work.until("a")
        for lane in "abcc":
            work.let_go(lane)
    assert work.runs == ["a", "c", "b", "c"]
    assert lanes._lanes == {}


async def test_who_leaves_the_line_takes_no_room(work: Work) -> None:
    lanes = Lanes(work, concurrency=1)
    first = asyncio.create_task(lanes.run("a"))
    gone = asyncio.create_task(lanes.run("b", 5))
    last = asyncio.create_task(lanes.run("c"))
    await work.until("a")
    gone.cancel()
    for lane in "ac":
        work.let_go(lane)
    await asyncio.gather(first, last)
    assert work.runs == ["a", "c"]
    work.let_go("d")
    await asyncio.wait_for(lanes.run("d"), 5)


async def test_a_lane_that_waits_for_its_turn_takes_no_room_from_others(work: Work) -> None:
    lanes = Lanes(work, concurrency=2)
    async with asyncio.TaskGroup() as group:
        for lane in ("a", "a", "a", "b"):
            group.create_task(lanes.run(lane))
        await work.until("a", "b")
        work.let_go("a", 3)
        work.let_go("b")


async def test_will_run_says_whether_a_run_has_yet_to_begin(work: Work) -> None:
    lanes = Lanes(work, concurrency=8)
    assert not lanes.will_run("a")
    async with asyncio.TaskGroup() as group:
        group.create_task(lanes.run("a"))
        await work.until("a")
        assert not lanes.will_run("a"), "the one that runs may have looked already"
        group.create_task(lanes.run("a"))
        await asyncio.sleep(0)
        assert lanes.will_run("a")
        assert not lanes.will_run("b")
        work.let_go("a")
        await work.until("a", "a")
        assert not lanes.will_run("a")
        work.let_go("a")
    assert not lanes.will_run("a")


async def test_will_run_while_there_is_no_room(work: Work) -> None:
    """What waits for room holds its lane, yet has not looked: another run does no harm."""
    lanes = Lanes(work, concurrency=1)
    async with asyncio.TaskGroup() as group:
        group.create_task(lanes.run("a"))
        await work.until("a")
        group.create_task(lanes.run("b"))
        await asyncio.sleep(0)
        work.let_go("a")
        await work.until("a", "b")
        work.let_go("b")
    assert not lanes.will_run("b")


async def test_an_exception_is_told_and_does_not_jam_the_lane() -> None:
    runs = []

    async def fails_first(lane: str) -> None:
        runs.append(lane)
        if len(runs) == 1:
            raise ValueError(lane)

    lanes = Lanes(fails_first, concurrency=1)
    first, second = await asyncio.gather(lanes.run("a"), lanes.run("a"), return_exceptions=True)
    assert isinstance(first, ValueError)
    assert second is None
    await lanes.run("a")
    await lanes.run("b")
    assert runs == ["a", "a", "a", "b"]
    assert not lanes.will_run("a")


async def test_a_cancelled_run_does_not_jam_the_lane(work: Work) -> None:
    lanes = Lanes(work, concurrency=1)
    running = asyncio.create_task(lanes.run("a"))
    waiting = asyncio.create_task(lanes.run("a"))
    await work.until("a")
    for task in (waiting, running):
        task.cancel()
    await asyncio.gather(running, waiting, return_exceptions=True)
    assert not lanes.will_run("a")
    work.let_go("a")
    await asyncio.wait_for(lanes.run("a"), 5)
    assert work.runs == ["a", "a"]


async def test_lanes_that_are_done_are_forgotten() -> None:
    async def nothing(_: str) -> None:
        await asyncio.sleep(0)

    lanes = Lanes(nothing, concurrency=4)
    await asyncio.gather(*(lanes.run(str(number % 50)) for number in range(200)))
    assert lanes._lanes == {}
