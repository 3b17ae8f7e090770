"""A server on the loopback that answers as it is told, down to the bytes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from telegram import Bot
from telegram.request import HTTPXRequest

Answer = Callable[[str, bytes], bytes | Awaitable[bytes]]
"""Path and body of a request → the bytes to write before the connection is closed."""


def http(status: int, body: str | bytes = "", *, length: int | None = None) -> bytes:
    """An HTTP answer; `length` promises another length than the body has."""
    raw = body.encode() if isinstance(body, str) else body
    size = len(raw) if length is None else length
    head = f"HTTP/1.1 {status} X\r\ncontent-length: {size}\r\nconnection: close\r\n\r\n"
    return head.encode() + raw


def refusal(status: int, description: str, **parameters: int) -> bytes:
    """An error as the Bot API words it."""
    content: dict[str, object] = {
        "ok": False, "error_code": status, "description": description,
    }  # fmt: skip
    if parameters:
        content["parameters"] = parameters
    return http(status, json.dumps(content))


@asynccontextmanager
async def serving(answer: Answer | bytes) -> AsyncIterator[str]:
    """The address of a server that gives one answer a connection."""

    visits: set[asyncio.Task[None]] = set()

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        visits.add(asyncio.current_task())  # type: ignore[arg-type]
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            lengths = [
                line for line in head.splitlines() if line.lower().startswith("content-length:")
            ]
            body = await reader.readexactly(int(lengths[0].split(":")[1]) if lengths else 0)
            given = answer if isinstance(answer, bytes) else answer(head.split()[1], body)
            writer.write(given if isinstance(given, bytes) else await given)
            await writer.drain()
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(handle, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)


@asynccontextmanager
async def client(url: str, **limits: float) -> AsyncIterator[Bot]:
    """The real client, as the product builds it."""
    request, polling = HTTPXRequest(**limits), HTTPXRequest()  # type: ignore[arg-type]
    yield Bot("4242:token", base_url=f"{url}/bot", request=request, get_updates_request=polling)
    await request.shutdown()
    await polling.shutdown()
