"""People with a stop-watch at the local Bot API: from handing over an update to the reply."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence

from bench.figures import Speed, speed
from bench.processes import Failed
from bot.simulator.model import Chat, Json, Post, User
from bot.simulator.world import World

PATIENCE = 20.0
"""Seconds to wait for a reply before the measurement is given up."""
QUIET = 0.4
"""Seconds without another message after which a reply is taken to be complete."""


class TimedWorld(World):
    """A simulated Telegram that notes when a message of the bot reaches a private chat."""

    def __init__(self) -> None:
        super().__init__()
        self.arrivals: dict[int, asyncio.Queue[float]] = {}

    def post(
        self,
        chat: Chat,
        sender: User,
        content: Json,
        *,
        topic: int | None = None,
        reply_to: Post | None = None,
    ) -> Post:
        """Put a message into a chat."""
        post = super().post(chat, sender, content, topic=topic, reply_to=reply_to)
        if sender is self.bot and chat.id in self.arrivals:
            self.arrivals[chat.id].put_nowait(time.perf_counter())
        return post


class Phone:
    """Somebody who has pressed Start some time ago.

    Attributes:
        id: Telegram's number for them.
    """

    def __init__(self, world: TimedWorld, name: str) -> None:
        self._world = world
        self.id = world.add_user(name).id
        self._room = world.chats[self.id]
        self._room.started = True
        self._arrivals = world.arrivals.setdefault(self.id, asyncio.Queue())

    async def asks(self, text: str, messages: int = 1) -> float:
        """Write something and wait for the reply; returns the seconds to its first message.

        Args:
            text: What to write.
            messages: How many messages the reply has; returns after the last.

        Raises:
            Failed: They do not come within `PATIENCE`.
        """
        # Nobody reads it again, and a long chat would slow the simulator, not the bot.
        self._room.posts.clear()
        started = time.perf_counter()
        self._world.say(self.id, text)
        try:
            async with asyncio.timeout(PATIENCE):
                first = await self._arrivals.get()
                for _ in range(messages - 1):
                    await self._arrivals.get()
        except TimeoutError:
            raise Failed(f"no reply to “{text}” within {PATIENCE:.0f} s") from None
        return first - started

    async def learns(self, texts: Sequence[str]) -> list[int]:
        """Write each text and count the messages of its reply, which also warms everything up."""
        counts = []
        for text in texts:
            await self.asks(text)
            counts.append(1)
            while await self._another():
                counts[-1] += 1
        return counts

    async def converses(self, texts: Sequence[str], counts: Sequence[int]) -> list[float]:
        """Write one text after the other, each as soon as the reply to the last is complete.

        Args:
            texts: What to write.
            counts: The messages of the reply to each text of a round, again and again.
        """
        return [
            await self.asks(text, counts[place % len(counts)]) for place, text in enumerate(texts)
        ]

    async def _another(self) -> bool:
        try:
            await asyncio.wait_for(self._arrivals.get(), QUIET)
        except TimeoutError:
            return False
        return True


async def side_by_side(
    phones: Sequence[Phone], texts: Sequence[str], counts: Sequence[int]
) -> Speed:
    """All of these people converse at once; the speed of their turns together."""
    started = time.perf_counter()
    told = await asyncio.gather(*(phone.converses(texts, counts) for phone in phones))
    wall = time.perf_counter() - started
    return speed([seconds for turns in zip(*told, strict=True) for seconds in turns], wall)
