import asyncio
import contextlib
import secrets
import socket

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from telegram import Update
from telegram.error import Conflict

from bot.simulator.changes import Changes
from bot.simulator.server import _Server


async def test_a_poll_waits_until_something_happens(sim, bot):
    leila = sim.user("Leila")
    poll = asyncio.create_task(bot.get_updates(timeout=5))
    await sim.world.changes.until(lambda: sim.world.updates._reader or None, 5)
    await leila.starts("abc")
    (update,) = await poll
    assert update.message.text == "/start abc"
    assert update.message.entities[0].type == "bot_command"
    assert await bot.get_updates() == (update,), "not yet confirmed"
    assert await bot.get_updates(offset=update.update_id + 1) == ()


async def test_limit_and_negative_offset(sim, bot):
    leila = sim.user("Leila")
    await leila.starts()
    for n in range(4):
        await leila.says(str(n))
    first = await bot.get_updates(limit=2)
    assert [u.message.text for u in first] == ["/start", "0"]
    last = await bot.get_updates(offset=-1)
    assert [u.message.text for u in last] == ["3"]


async def test_only_the_kinds_the_bot_asked_for(sim, bot):
    leila = sim.user("Leila")
    await bot.get_updates(allowed_updates=[Update.MESSAGE])
    await leila.starts()
    await leila.blocks()
    await bot.get_updates(allowed_updates=[Update.MESSAGE, Update.MY_CHAT_MEMBER])
    await leila.unblocks()
    first, second = await bot.get_updates()
    assert first.message
    assert second.my_chat_member.new_chat_member.status == "member"


async def test_two_pollers_are_in_conflict(sim, bot):
    first = asyncio.create_task(bot.get_updates(timeout=5))
    await sim.world.changes.until(lambda: sim.world.updates._reader or None, 5)
    await bot.get_updates()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


async def test_the_latest_update_comes_again_though_confirmed(sim, bot):
    leila = sim.user("Leila")
    await leila.starts()
    (update,) = await bot.get_updates()
    await bot.get_updates(offset=update.update_id + 1)
    sim.world.redeliver()
    again = await bot.get_updates(offset=update.update_id + 1)
    assert [u.update_id for u in again] == [update.update_id]
    assert await bot.get_updates(offset=update.update_id + 1) == ()


class Door:
    """A bot's webhook that refuses as often as told."""

    def __init__(self) -> None:
        self.changes = Changes()
        self.refusals = 0
        self.got: list[tuple[int, str, int]] = []

    async def __call__(self, request: Request) -> Response:
        status = 500 if self.refusals else 200
        self.refusals = max(0, self.refusals - 1)
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        self.got.append(((await request.json())["update_id"], secret, status))
        self.changes.bump()
        return Response(status_code=status)

    async def has(self, count: int) -> list[tuple[int, str, int]]:
        found = await self.changes.until(lambda: self.got if len(self.got) >= count else None, 10)
        assert found, self.got
        return found


@contextlib.asynccontextmanager
async def listening(door: Door):
    app = Starlette(routes=[Route("/door", door.__call__, methods=["POST"])])
    listener = socket.create_server(("127.0.0.1", 0))
    server = _Server(uvicorn.Config(app, log_config=None, lifespan="off", ws="none"))
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    await server.ready.wait()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/door"
    finally:
        server.should_exit = True
        await serving


async def test_a_webhook_gets_each_update_until_it_says_200(sim, bot):
    door = Door()
    leila = sim.user("Leila")
    secret = secrets.token_urlsafe(16)
    async with listening(door) as url:
        await bot.set_webhook(url, secret_token=secret)
        door.refusals = 2
        await leila.starts()
        refused = await door.has(3)
        assert [status for *_, status in refused] == [500, 500, 200]
        assert len({update_id for update_id, *_ in refused}) == 1
        assert {given for _, given, _ in refused} == {secret}
        await leila.says("سلام")
        await door.has(4)
        sim.world.redeliver()
        assert (await door.has(5))[4] == door.got[3]
        with pytest.raises(Conflict, match="while webhook is active"):
            await bot.get_updates()
        info = await bot.get_webhook_info()
        assert info.url == url
        assert "500" in info.last_error_message
        await bot.delete_webhook()
    await leila.says("later")
    (update,) = await bot.get_updates()
    assert update.message.text == "later"
