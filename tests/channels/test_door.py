from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from urllib.parse import parse_qs

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route
from telegram import Bot

from bot.channels.base import Inbound
from bot.channels.telegram.door import LARGEST_UPDATE, SECRET_HEADER, TelegramDoor
from bot.jobs import Queue
from bot.storage.database import Database
from bot.storage.inbox import receive
from tests.channels.payloads import BOT, POLL, private, update
from tests.channels.server import client, http, serving

SECRET = "the-secret_of-this-bot"
TEXT = update(message=private(text="بغيت سكنى"))


class Shelf:
    """Where the door puts things; it may be broken."""

    def __init__(self) -> None:
        self.stored: list[Inbound] = []
        self.broken = False

    async def put(self, inbound: Inbound) -> bool:
        if self.broken:
            raise OSError("no room")
        self.stored.append(inbound)
        return True


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def asking(door: TelegramDoor) -> httpx.AsyncClient:
    """Telegram, as it knocks at the webhook."""
    app = Starlette(routes=[Route("/telegram", door.webhook, methods=["POST"])])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://sanad")


@pytest.fixture
async def telegram(shelf: Shelf) -> AsyncIterator[httpx.AsyncClient]:
    async with asking(TelegramDoor(Bot("4242:token"), shelf.put, SECRET)) as knocking:
        yield knocking


async def knock(
    telegram: httpx.AsyncClient, body: object = TEXT, secret: str | None = SECRET
) -> int:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {SECRET_HEADER: secret} if secret is not None else {}
    return (await telegram.post("/telegram", content=content, headers=headers)).status_code


async def test_an_update_is_stored_and_acknowledged(telegram, shelf):
    assert await knock(telegram) == 200
    (inbound,) = shelf.stored
    assert (inbound.text, inbound.external_id) == ("بغيت سكنى", "4242:900100200")


@pytest.mark.parametrize("secret", [None, "", "the-secret", SECRET + "x", "sécret"])
async def test_a_stranger_is_turned_away(telegram, shelf, secret):
    given = secret.encode("latin-1") if secret else secret
    assert await knock(telegram, secret=given) == 403
    assert shelf.stored == []


async def test_other_methods_are_refused(telegram, shelf):
    answer = await telegram.get("/telegram", headers={SECRET_HEADER: SECRET})
    assert answer.status_code == 405


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b" " * LARGEST_UPDATE + b"{}", 413),
        (b"", 400),
        (b"{", 400),
        (b"\xff\xfe", 400),
        # Read once, they would never become readable: Telegram must not send them for ever.
        ([], 200),
        ("hello", 200),
        (None, 200),
        ({"message": {}}, 200),
        (update(message={"message_id": 1}), 200),
        (update(poll_answer={}), 200),
    ],
    ids=str,
)  # fmt: skip
async def test_what_cannot_be_read_is_let_go(telegram, shelf, body, status):
    assert await knock(telegram, body) == status
    assert shelf.stored == []
    assert await knock(telegram) == 200
    assert len(shelf.stored) == 1


async def test_what_could_not_be_stored_is_not_acknowledged(telegram, shelf):
    shelf.broken = True
    assert await knock(telegram) == 500
    shelf.broken = False
    assert await knock(telegram) == 200
    assert len(shelf.stored) == 1


async def test_a_second_delivery_is_acknowledged_and_not_stored(database_url):
    database, queue = Database(database_url), Queue(database_url)
    results = []

    async def put(inbound: Inbound) -> bool:
        results.append(await receive(database, queue, inbound))
        return results[-1]

    async with (
        queue.app.open_async(),
        asking(TelegramDoor(Bot("4242:token"), put, SECRET)) as telegram,
    ):
        statuses = await asyncio.gather(*(knock(telegram) for _ in range(3)))
    await database.close()
    assert statuses == [200, 200, 200]
    assert sorted(results) == [False, False, True]


async def test_an_unreachable_database_is_a_500():
    database, queue = (
        Database("postgresql://127.0.0.1:9/nowhere"),
        Queue("postgresql://127.0.0.1:9/"),
    )

    async def put(inbound: Inbound) -> bool:
        return await receive(database, queue, inbound)

    async with asking(TelegramDoor(Bot("4242:token"), put, SECRET)) as telegram:
        assert await knock(telegram) == 500
    await database.close()


class Polled:
    """Telegram's side of long polling: keeps updates until the next offset confirms them."""

    def __init__(self, *updates: dict) -> None:
        self.waiting = list(updates)
        self.empty = asyncio.Event()

    async def __call__(self, path: str, body: bytes) -> bytes:
        if not path.lower().endswith("getupdates"):
            return http(200, '{"ok": true, "result": true}')
        offset = int(parse_qs(body.decode()).get("offset", ["0"])[0])
        self.waiting = [one for one in self.waiting if one["update_id"] >= offset]
        if not self.waiting:
            self.empty.set()
            await asyncio.Event().wait()
        return http(200, json.dumps({"ok": True, "result": self.waiting}))


def numbered(number: int, **content: object) -> dict:
    return {"update_id": number, **content}


async def polled_empty(shelf: Shelf, *updates: dict) -> TelegramDoor:
    telegram = Polled(*updates)
    async with serving(telegram) as url, client(url) as bot:
        door = TelegramDoor(bot, shelf.put, SECRET)
        polling = asyncio.create_task(door.poll())
        try:
            async with asyncio.timeout(5):
                await telegram.empty.wait()
        finally:
            polling.cancel()
            await asyncio.gather(polling, return_exceptions=True)
    return door


async def test_polling_confirms_what_is_stored(shelf):
    door = await polled_empty(
        shelf,
        numbered(7, message=private(text="a")),
        numbered(8, message=private(text="x", **{"from": BOT})),
        numbered(9, message=private(text="b")),
    )
    assert [inbound.text for inbound in shelf.stored] == ["a", "b"]
    assert door.status == "ready"


async def test_polling_is_not_stopped_by_an_update_it_cannot_read(shelf):
    """A poll as an older Bot API server sends it: python-telegram-bot refuses to read it."""
    old = {key: value for key, value in POLL.items() if key != "members_only"}
    await polled_empty(
        shelf,
        numbered(7, message=private(text="a")),
        numbered(8, message=private(poll=old)),
        numbered(9, message=private(text="b")),
    )
    assert [inbound.text or inbound.kind_name for inbound in shelf.stored] == [
        "a",
        "unreadable",
        "b",
    ]
