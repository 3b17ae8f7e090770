"""The door for what SMS gateways tell us: stored first, acknowledged after."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import structlog
from aiolimiter import AsyncLimiter
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from bot.channels.base import BLANK, Inbound
from bot.channels.cleaning import clean
from bot.channels.sms.gateway import (
    Arrived,
    BadSignature,
    Gateway,
    Received,
    Report,
    Unreadable,
)
from bot.channels.sms.numbers import mobile
from bot.storage.sealed import vault

log = structlog.get_logger()

CHANNEL = "sms"
LARGEST = 16 * 1024
"""Bytes of a request; an SMS of ten parts is three kilobytes."""
PER_MINUTE = 600
"""Requests of the gateway taken within a minute; it keeps the others and tries again."""
PER_SENDER = 30
"""SMS of one number taken within a minute."""
SENDERS_KEPT = 5000
Receive = Callable[[Inbound], Awaitable[bool]]
Note = Callable[[Report], Awaitable[bool]]


class SmsDoor:
    """Takes what the gateway brings.

    Limits are those of this process: they protect it, and what they turn away comes again.

    Attributes:
        counts: How many were taken, and turned away for what.
    """

    def __init__(self, gateway: Gateway, receive: Receive, note: Note) -> None:
        self._gateway = gateway
        self._receive = receive
        self._note = note
        self._own = frozenset(gateway.numbers)
        self._all = AsyncLimiter(PER_MINUTE, 60)
        self._senders: OrderedDict[str, AsyncLimiter] = OrderedDict()
        self.counts: Counter[str] = Counter()

    async def handle(self, request: Request) -> Response:
        """One request: 200 only once all of it is stored, and never a body, which Kannel sends."""
        body = await _body(request)
        if body is None:
            return self._turned_away("too large", 413)
        headers = {name.lower(): value for name, value in request.headers.items()}
        arrived = Arrived(headers, dict(request.query_params), body)
        try:
            found = self._gateway.read(arrived, datetime.now(UTC))
        except BadSignature as error:
            return self._turned_away(f"bad {error}", 403)
        except Unreadable as error:
            return self._turned_away(f"unreadable {error}", 400)
        if not await _room(self._all):
            return self._turned_away("too many", 429)
        for one in found:
            if isinstance(one, Report):
                known = await self._note(one)
                self._count(one.state if known else "unknown report")
            elif not await self._take_in(one):
                return self._turned_away("too many of one", 429)
        return Response()

    async def _take_in(self, received: Received) -> bool:
        """Store an SMS of a person; False if it must come later."""
        sender = mobile(received.sender)
        if sender is None or sender in self._own:
            self._count("no person")
            return True
        if not await _room(self._limit_of(sender)):
            return False
        via = mobile(received.number or "")
        text = clean(received.text)
        inbound = Inbound(
            channel=CHANNEL,
            external_id=received.external_id,
            chat=sender,
            sender=sender,
            message=received.external_id,
            text=text,
            kind_name=None if text else BLANK,
            at=min(received.at, datetime.now(UTC)) if received.at else None,
            via=via if via in self._own else None,
        )
        self._count("stored" if await self._receive(inbound) else "came before")
        return True

    def _limit_of(self, sender: str) -> AsyncLimiter:
        who = vault().index(CHANNEL, sender)
        limit = self._senders.pop(who, None) or AsyncLimiter(PER_SENDER, 60)
        self._senders[who] = limit
        if len(self._senders) > SENDERS_KEPT:
            self._senders.popitem(last=False)
        return limit

    def _count(self, what: str) -> None:
        self.counts[what] += 1
        if what in {"no person", "unknown report"}:
            log.info("sms_ignored", why=what, times=self.counts[what])

    def _turned_away(self, why: str, status: int) -> Response:
        self.counts[why] += 1
        log.warning("sms_turned_away", why=why, times=self.counts[why])
        return Response(status_code=status, headers={"retry-after": "60"} if status == 429 else {})


async def _room(limiter: AsyncLimiter) -> bool:
    if not limiter.has_capacity():
        return False
    async with asyncio.timeout(1):
        await limiter.acquire()
    return True


async def _body(request: Request) -> bytes | None:
    """The body; None if it is larger than any SMS, whatever length it claims to have."""
    body = b""
    try:
        async for some in request.stream():
            body += some
            if len(body) > LARGEST:
                return None
    except ClientDisconnect:
        return None
    return body
