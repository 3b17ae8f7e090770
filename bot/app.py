"""The one place that wires everything: settings in, a running Sanad out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress

import structlog
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.cases.pace import ALARM
from bot.channels.base import Channel, Inbound
from bot.channels.sms.door import CHANNEL as SMS
from bot.channels.sms.setup import Sms, gateway_of
from bot.channels.telegram.door import LONG_POLL_SECONDS, TelegramDoor
from bot.channels.telegram.sender import TelegramSender
from bot.delivery import Deliveries
from bot.delivery.courier import Courier
from bot.delivery.slots import Slots
from bot.desk.help import SUMMARIES
from bot.desk.watch import Watch
from bot.dialogue.assistant import Assistant
from bot.dialogue.forms import read_forms
from bot.dialogue.rasa import Rasa
from bot.dialogue.server import RasaServer
from bot.dialogue.turn import Turns
from bot.jobs import Queue
from bot.settings import Settings, UnsafeSettings
from bot.storage.database import Database
from bot.storage.embedded import EmbeddedPostgres
from bot.storage.inbox import receive
from bot.storage.migrate import upgrade
from bot.storage.sealed import Vault, use_vault
from nlu.text.danger import is_danger

log = structlog.get_logger()

DATABASE_CHECK_SECONDS = 1.0
Tell = Callable[[str], None]


class _Server(uvicorn.Server):
    """uvicorn without its signal handlers: whoever runs Sanad decides when it ends."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals alone."""
        yield


def open_vault(settings: Settings) -> Vault:
    """The vault of these settings, in use from now on; UnsafeSettings without good keys."""
    vault = Vault(settings.sealing_keys(), settings.blind_key())
    use_vault(vault)
    return vault


@asynccontextmanager
async def open_database(
    settings: Settings, *, guest: bool = False
) -> AsyncIterator[tuple[str, EmbeddedPostgres | None]]:
    """The migrated database's address, and the embedded server if there is one.

    Args:
        settings: Where it is.
        guest: A running Sanad may have the embedded server already.
    """
    embedded = None
    if settings.database_url is None:
        embedded = await asyncio.to_thread(EmbeddedPostgres, settings.data, guest=guest)
    url = embedded.url if embedded else settings.database_url
    assert url is not None
    try:
        await asyncio.to_thread(upgrade, url)
        yield url, embedded
    finally:
        if embedded:
            await asyncio.to_thread(embedded.stop)


class Sanad:
    """A running Sanad: its doors, turns, deliveries, and the servers it looks after."""

    def __init__(self, settings: Settings, tell: Tell = lambda _: None) -> None:
        if settings.telegram_token is None:
            raise UnsafeSettings(
                "SANAD_TELEGRAM_TOKEN is not set. Get one from @BotFather on Telegram, "
                "or run `make demo`, which needs none."
            )
        self.settings = settings
        self._tell = tell
        self._token = settings.telegram_token.get_secret_value()
        self._vault = open_vault(settings)
        self._own_rasa = None if settings.rasa_url else RasaServer(settings.model_folder)
        self._rasa = self._rasa_client()
        self._gateway = gateway_of(settings)
        self.door: TelegramDoor | None = None
        self.sms: Sms | None = None
        self.database: Database | None = None
        self.queue: Queue | None = None
        self.embedded: EmbeddedPostgres | None = None

    @property
    def rasa_pid(self) -> int | None:
        """The process id of our own Rasa, while there is one."""
        return self._own_rasa.pid if self._own_rasa else None

    async def run(self) -> None:
        """Run until cancelled."""
        async with AsyncExitStack() as stack:
            self._tell("Starting the database…")
            url, self.embedded = await stack.enter_async_context(open_database(self.settings))
            self.database = database = Database(url)
            stack.push_async_callback(database.close)
            self.queue = queue = Queue(url)
            await queue.open()
            stack.push_async_callback(queue.close)
            stack.push_async_callback(self._rasa.close)
            bot, close_bot = self._bot()
            stack.push_async_callback(close_bot)

            async def take_in(inbound: Inbound) -> bool:
                # Among many who write at once, a danger is heard first.
                alarming = not inbound.group and is_danger(inbound.text or "")
                return await receive(database, queue, inbound, ALARM if alarming else 0)

            forms = read_forms()
            self.door = TelegramDoor(bot, take_in, self._vault.index("telegram webhook"))
            channels: dict[str, Channel] = {"telegram": TelegramSender(bot, self.settings.audio)}
            if self._gateway:
                self.sms = Sms(self._gateway, self.settings, database, take_in)
                channels[SMS] = self.sms.sender
                stack.push_async_callback(self.sms.sender.close)
            turns = Turns(database, queue, Assistant(self._rasa, forms), pace=self.settings.pace)
            alone = self.embedded is not None
            courier = Courier(database, channels, forms)
            slots = Slots(self.settings.group_pace)
            deliveries = Deliveries(database, queue, courier, slots, alone=alone)
            async with asyncio.TaskGroup() as group:
                group.create_task(queue.work(turns.drain, deliveries.drain, alone=alone))
                group.create_task(Watch(database, queue).run())
                group.create_task(self._serve())
                group.create_task(self._open_door(self.door))
                group.create_task(self.door.offer_commands(SUMMARIES))
                if self._own_rasa:
                    group.create_task(self._own_rasa.watch(self._tell))
                if self.embedded:
                    group.create_task(self._watch_database(self.embedded))

    async def health(self) -> dict[str, str]:
        """What is ready and what is not yet, without secrets."""
        rasa = "ready" if await self._rasa.ready() else "away"
        if self._own_rasa and rasa != "ready":
            rasa = self._own_rasa.status
        return {
            "database": await self._database_status(),
            "telegram": self.door.status if self.door else "starting",
            "understanding": rasa,
            **(
                {"sms": self.sms.sender.status if self.sms else "starting"} if self._gateway else {}
            ),
        }

    def web(self) -> Starlette:
        """The HTTP side: health, and the doors of the channels that deliver to us."""

        async def health(_: Request) -> JSONResponse:
            parts = await self.health()
            # Without understanding the bot still works: menus, and words go to people.
            ready = parts["database"] == "ready" and parts["telegram"] == "ready"
            return JSONResponse({"ready": ready, **parts}, status_code=200 if ready else 503)

        routes = [Route("/health", health)]
        if self.settings.webhook_url and self.door:
            routes.append(Route("/telegram", self.door.webhook, methods=["POST"]))
        if self.sms:
            routes.append(Route(self.sms.path, self.sms.door.handle, methods=["GET", "POST"]))
        return Starlette(routes=routes)

    def _rasa_client(self) -> Rasa:
        if self._own_rasa:
            return Rasa(self._own_rasa.url, self._own_rasa.token, self.settings.rasa_timeout)
        token = self.settings.rasa_token
        return Rasa(
            str(self.settings.rasa_url),
            token.get_secret_value() if token else "",
            self.settings.rasa_timeout,
        )

    def _bot(self) -> tuple[Bot, Callable[[], Awaitable[None]]]:
        sending = HTTPXRequest(connection_pool_size=32, read_timeout=20.0)
        polling = HTTPXRequest(connection_pool_size=2, read_timeout=LONG_POLL_SECONDS + 10.0)
        api = self.settings.telegram_api_url.rstrip("/")
        bot = Bot(
            self._token,
            base_url=f"{api}/bot",
            base_file_url=f"{api}/file/bot",
            request=sending,
            get_updates_request=polling,
        )

        async def close() -> None:
            await sending.shutdown()
            await polling.shutdown()

        return bot, close

    async def _open_door(self, door: TelegramDoor) -> None:
        if self.settings.webhook_url:
            await door.listen_at(self.settings.webhook_url)
        else:
            await door.poll()

    async def _serve(self) -> None:
        config = uvicorn.Config(
            self.web(),
            host=self.settings.host,
            port=self.settings.port,
            log_config=None,
            access_log=False,
            lifespan="off",
            timeout_graceful_shutdown=2,
        )
        server = _Server(config)
        try:
            await server.serve()
        finally:
            if server.started:
                await server.shutdown()

    async def _database_status(self) -> str:
        if self.database is None:
            return "starting"
        with suppress(Exception):
            async with asyncio.timeout(2), self.database.transaction() as session:
                await session.connection()
                return "ready"
        return "away"

    async def _watch_database(self, embedded: EmbeddedPostgres) -> None:
        """Start the embedded server again if it died."""
        while True:
            await asyncio.sleep(DATABASE_CHECK_SECONDS)
            try:
                await asyncio.to_thread(embedded.ensure_running)
            except Exception as error:  # noqa: BLE001 - whatever it is, try again
                log.error("database_not_started", error=type(error).__name__)
