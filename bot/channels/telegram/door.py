"""The door for Telegram's updates: stored first, acknowledged after."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from itertools import product
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllGroupChats,
    BotCommandScopeDefault,
    Update,
)
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.channels.base import Inbound
from bot.channels.telegram.updates import ALLOWED_UPDATES, inbound_of, unreadable_inbound
from bot.i18n.catalogs import LANGUAGES, render
from bot.i18n.text import Text, msg

log = structlog.get_logger()

LONG_POLL_SECONDS = 30
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - a header's name
LARGEST_UPDATE = 1 << 20
"""Bytes; Telegram's own updates are a few kilobytes."""

STORED_AT_ONCE = 8
_COMMANDS = {"menu": msg("What I can do for you"), "start": msg("Start")}
Receive = Callable[[Inbound], Awaitable[bool]]


class TelegramDoor:
    """Takes updates by long polling or by webhook; `status` says how it is doing."""

    def __init__(self, bot: Bot, receive: Receive, secret: str) -> None:
        self._bot = bot
        self._receive = receive
        self._secret = secret
        self._bot_id = bot.token.partition(":")[0]
        self.status = "starting"

    async def store(self, raw: object) -> None:
        """Store one update; of one that cannot be read, what can be saved."""
        try:
            update = raw if isinstance(raw, Update) else Update.de_json(raw, self._bot)  # type: ignore[arg-type]
            inbound = inbound_of(update, self._bot_id) if update else None
        except Exception as error:  # noqa: BLE001 - whatever ails one update, the next ones come
            log.warning("update_unreadable", error=type(error).__name__)
            inbound = unreadable_inbound(raw, self._bot_id)
        if inbound:
            await self._receive(inbound)

    async def webhook(self, request: Request) -> Response:
        """One delivery: 200 only once it is stored, so that Telegram sends it again if not."""
        given = request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret.encode()):
            log.warning("webhook_refused")
            return Response(status_code=403)
        body = await request.body()
        if len(body) > LARGEST_UPDATE:
            return Response(status_code=413)
        try:
            raw = await request.json()
        except ValueError:
            return Response(status_code=400)
        await self.store(raw)
        return Response(status_code=200)

    async def listen_at(self, url: str) -> None:
        """Ask Telegram to deliver to a webhook, until it agrees."""
        await self._insist(
            lambda: self._bot.set_webhook(
                url, secret_token=self._secret, allowed_updates=ALLOWED_UPDATES
            )
        )
        self.status = "ready"

    async def poll(self) -> None:
        """Fetch updates until cancelled.

        Asking for the next offset tells Telegram to forget what came before, so we ask only
        after everything of the last answer is stored.
        """
        try:
            await self._bot.delete_webhook()
        except TelegramError as error:
            log.info("delete_webhook_skipped", error=type(error).__name__)
        offset: int | None = None
        failures = 0
        while True:
            try:
                # The first answer after a silence comes at once: it says whether we are heard.
                patience = LONG_POLL_SECONDS if self.status == "ready" else 0
                updates = await self._fetch(offset, patience)
                self.status = "ready"
                await self._store_all(updates)
                offset = max((one["update_id"] + 1 for one in updates), default=offset)
                failures = 0
            except TelegramError as error:
                failures += 1
                self.status = "wrong token" if isinstance(error, InvalidToken) else "reconnecting"
                log.warning("poll_failed", error=type(error).__name__)
                await asyncio.sleep(_pause(error, failures))
            except Exception as error:  # noqa: BLE001 - the database is away: Telegram keeps them
                failures += 1
                log.warning("store_failed", error=type(error).__name__)
                await asyncio.sleep(_pause(None, failures))

    async def _store_all(self, updates: Sequence[dict[str, Any]]) -> None:
        """Store what many write at once side by side, and what is of one chat in its order."""
        chats: dict[object, list[dict[str, Any]]] = {}
        for update in updates:
            chats.setdefault(_chat_of(update), []).append(update)
        room = asyncio.Semaphore(STORED_AT_ONCE)

        async def store(those: list[dict[str, Any]]) -> None:
            async with room:
                for one in those:
                    await self.store(one)

        for error in await asyncio.gather(*map(store, chats.values()), return_exceptions=True):
            if error:
                raise error

    async def _fetch(self, offset: int | None, patience: int) -> list[dict[str, Any]]:
        """The updates that wait, unread.

        `Bot.get_updates` reads them all at once: one that it cannot read (of a server older
        or newer than the library) would hold back every other for ever.
        """
        asked = {"offset": offset, "timeout": patience, "allowed_updates": ALLOWED_UPDATES}
        fetched = await self._bot.do_api_request(
            # Spelt so, it is no method of Bot, which would tell us to use that one.
            "get_Updates",
            asked,
            read_timeout=patience + 10,
        )
        return list(fetched)

    async def offer_commands(self, desk: Mapping[str, Text]) -> None:
        """Show people's few commands, and the `desk`'s in groups, in Telegram's own menu."""
        menus = ((BotCommandScopeDefault(), _COMMANDS), (BotCommandScopeAllGroupChats(), desk))
        for (scope, menu), language in product(menus, LANGUAGES):
            commands = [BotCommand(name, render(what, language)) for name, what in menu.items()]
            try:
                await self._bot.set_my_commands(
                    commands, scope=scope, language_code=None if language == "ar" else language
                )
            except TelegramError as error:  # the server does not have such menus: no harm
                log.info("commands_skipped", scope=scope.type, error=type(error).__name__)

    async def _insist(self, attempt: Callable[[], Awaitable[object]]) -> None:
        failures = 0
        while True:
            try:
                await attempt()
            except TelegramError as error:
                failures += 1
                self.status = "wrong token" if isinstance(error, InvalidToken) else "reconnecting"
                log.warning("webhook_not_set", error=type(error).__name__)
                await asyncio.sleep(_pause(error, failures))
            else:
                return


def _chat_of(update: Mapping[str, Any]) -> object:
    """What tells the chat of an update, however little of it can be read."""
    for part in update.values():
        if isinstance(part, Mapping):
            holder = part if "chat" in part else part.get("message")
            chat = holder.get("chat") if isinstance(holder, Mapping) else None
            return chat.get("id") if isinstance(chat, Mapping) else None
    return None


def _pause(error: TelegramError | None, failures: int) -> float:
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)
    return min(0.5 * 2.0 ** min(failures, 10), 30.0)
