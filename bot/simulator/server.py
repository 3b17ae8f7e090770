"""The simulator as one web application, and as a server in the running event loop."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from bot.simulator import bot_api, control
from bot.simulator.actors import Cast
from bot.simulator.sms import gateway
from bot.simulator.webhook import Delivery
from bot.simulator.world import World

PAGE = Path(__file__).parent / "page"


def create_app(world: World) -> Starlette:
    """Return the Bot API, the SMS gateway, the control API under ``/sim`` and the page at ``/``."""
    page = Mount("/", StaticFiles(directory=PAGE, html=True))
    sms = gateway.routes(world.sms)
    return Starlette(routes=[*bot_api.routes(world), *sms, *control.routes(world), page])


class _Server(uvicorn.Server):
    """A uvicorn that leaves the process's signals alone and says when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.ready.set()


class Simulator(Cast):
    """The world, served on this computer, and the people in it.

    Use it as an async context manager::

        async with Simulator() as sim:
            bot = telegram.Bot(sim.token, base_url=sim.base_url, base_file_url=sim.base_file_url)
            leila = sim.user("Leila")
            await leila.starts()

    Attributes:
        url: The page, and the root of everything else; known once it serves.
    """

    def __init__(
        self, world: World | None = None, *, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        super().__init__(world or World())
        self._address = (host, port)
        self.url = ""

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.world.token

    @property
    def base_url(self) -> str:
        """What python-telegram-bot calls ``base_url``: the token and the method follow."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot calls ``base_file_url``."""
        return f"{self.url}/file/bot"

    async def __aenter__(self) -> Self:
        # Named as TCP: only then does asyncio send small answers at once (TCP_NODELAY).
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(self._address)
        listener.listen()
        host, port = listener.getsockname()[:2]
        self.url = f"http://{host}:{port}"
        config = uvicorn.Config(
            create_app(self.world),
            log_config=None,
            access_log=False,
            lifespan="off",
            ws="none",
            timeout_graceful_shutdown=2,
        )
        server = _Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        delivering = asyncio.create_task(Delivery(self.world).run())
        texting = asyncio.create_task(gateway.deliver(self.world.sms))
        self._running = (server, serving, [delivering, texting])
        await server.ready.wait()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        server, serving, delivering = self._running
        self.world.changes.close()
        for task in delivering:
            task.cancel()
        server.should_exit = True
        await serving
        for task in delivering:
            with contextlib.suppress(asyncio.CancelledError):
                await task
