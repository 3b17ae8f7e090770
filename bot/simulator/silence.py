"""Answers that are none: the caller cannot know what became of its call."""

import asyncio

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from bot.simulator.changes import Changes


class NoAnswer(Response):
    """Leave the caller waiting until it gives up or the server closes."""

    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self._changes = changes

    async def __call__(self, _scope: Scope, receive: Receive, _send: Send) -> None:
        """Answer an ASGI call by not answering it."""
        gone = asyncio.ensure_future(_gone(receive))
        closing = asyncio.ensure_future(self._closing())
        await asyncio.wait({gone, closing}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        closing.cancel()
        if not gone.done() or gone.cancelled():
            _cut(receive)

    async def _closing(self) -> None:
        while not self._changes.closed:
            await self._changes.after(self._changes.version)


class CutLine(Response):
    """Close the connection without a byte of answer."""

    async def __call__(self, _scope: Scope, receive: Receive, _send: Send) -> None:
        """Answer an ASGI call by not answering it."""
        _cut(receive)
        await _gone(receive)


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _cut(receive: Receive) -> None:
    # ASGI cannot close a connection, so this reaches for uvicorn's transport; in-process
    # callers (httpx.ASGITransport) have none and meet the exception instead.
    transport = getattr(getattr(receive, "__self__", None), "transport", None)
    if transport is None:
        raise ConnectionResetError("the simulator cut the connection")
    transport.abort()
