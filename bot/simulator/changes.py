"""Waiting for the world to change, without polling."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


class Changes:
    """A version number that grows with every change, and a way to wait for the next.

    Attributes:
        version: How many changes there have been.
        closed: Whether the world has ended; waiting then returns at once.
    """

    def __init__(self) -> None:
        self.version = 0
        self.closed = False
        self._next = asyncio.Event()

    def bump(self) -> int:
        """Count one more change, wake all who wait, and return the new version."""
        self.version += 1
        waiting, self._next = self._next, asyncio.Event()
        waiting.set()
        return self.version

    def close(self) -> None:
        """Wake all who wait, for good."""
        self.closed = True
        self.bump()

    async def after(self, version: int, timeout: float | None = None) -> int:
        """Wait for a version above ``version``, at most ``timeout`` seconds; return the version."""
        try:
            async with asyncio.timeout(timeout):
                while self.version <= version and not self.closed:
                    await self._next.wait()
        except TimeoutError:
            pass
        return self.version

    async def until(self, found: Callable[[], T | None], timeout: float) -> T | None:
        """Wait until ``found`` returns something, at most ``timeout`` seconds.

        Returns:
            What it found, or nothing when time ran out or the world ended.
        """
        try:
            async with asyncio.timeout(timeout):
                while (result := found()) is None and not self.closed:
                    await self.after(self.version)
        except TimeoutError:
            return None
        return result
