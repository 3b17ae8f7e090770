"""The way out by SMS: what is said goes as a few short messages; nothing else can be done.

Whether a request that was not answered went is not known, and it is not repeated, unless the
gateway knows the names of our messages and would refuse the second one.
"""

from __future__ import annotations

import asyncio

import httpx
import structlog

from bot.channels.base import (
    Acknowledge,
    Clean,
    DeliveryError,
    Edit,
    EndTopic,
    FateUnknown,
    Mark,
    MessageRefused,
    Place,
    Receipt,
    ReopenTopic,
    RetryLater,
    Say,
    Unsupported,
)
from bot.channels.chart import Chart
from bot.channels.sms.encoding import cost
from bot.channels.sms.gateway import Answer, Gateway, Outgoing
from bot.channels.sms.quota import OVER, Quota
from bot.channels.sms.wording import messages
from bot.i18n.text import Language
from bot.storage.reports import piece_name

log = structlog.get_logger()

REQUEST_SECONDS = 8.0
WHOLE_SECONDS = 25.0
"""For all the SMS of one message: less than `bot.delivery.deliveries.SENDING_SECONDS`."""
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.InvalidURL)


class SmsSender:
    """The SMS way out (`bot.channels.base.Channel`).

    Attributes:
        status: How the last attempt went: `ready`, `away`, `refused` or `over quota`.
    """

    def __init__(self, gateway: Gateway, quota: Quota) -> None:
        self._gateway = gateway
        self._quota = quota
        self._client = httpx.AsyncClient(timeout=REQUEST_SECONDS)
        self.status = "ready"

    async def close(self) -> None:
        """Close the connections to the gateway."""
        await self._client.aclose()

    async def perform(
        self,
        operation: Say | Chart | Edit | Acknowledge | Mark | EndTopic | ReopenTopic | Clean,
        place: Place,
        language: Language,
    ) -> Receipt:
        """Say something; what an SMS cannot do is done without a word.

        What was sent cannot be changed, so the receipt names no message. That nothing can be
        deleted from a telephone its owner must know.
        """
        match operation:
            case Say():
                await self._say(messages(operation, language), place)
            case Clean(whole=True):
                raise MessageRefused("cannot delete")
            case Chart():
                raise Unsupported("no pictures")
        return Receipt()

    async def open_topic(self, place: Place, name: str) -> int:  # noqa: ARG002
        """There are no groups here."""
        raise Unsupported("no topics")

    async def _say(self, texts: list[str], place: Place) -> None:
        """Send the SMS of one message, one after the other."""
        parts = sum(cost(text).parts for text in texts)
        number = await self._number(place, parts)
        went = 0
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                for count, text in enumerate(texts, start=1):
                    name = piece_name(place.key, count, len(texts))
                    await self._send(Outgoing(name, place.chat, text, number or None))
                    went = count
        except TimeoutError:
            raise self._unknown() from None
        except RetryLater as error:
            await self._quota.give_back(number, parts)
            self.status = "refused" if "gateway 4" in str(error) else "away"
            if went and not self._gateway.knows_ids:
                raise FateUnknown(f"{went} of {len(texts)} went") from None
            raise
        self.status = "ready"

    async def _number(self, place: Place, parts: int) -> str:
        """Which number of ours sends: the one they wrote to, another one if that has no room."""
        numbers = self._gateway.numbers or ("",)
        own = [number for number in numbers if number == place.via]
        try:
            return await self._quota.take(
                [*own, *(number for number in numbers if number not in own)], parts
            )
        except RetryLater:
            self.status = OVER
            raise

    async def _send(self, outgoing: Outgoing) -> None:
        request = self._gateway.request(outgoing)
        try:
            response = await self._client.post(
                request.url, content=request.body, headers=request.headers
            )
        except _NEVER_SENT:
            raise RetryLater("not connected") from None
        except httpx.HTTPError:
            raise self._unknown() from None
        headers = {name.lower(): value for name, value in response.headers.items()}
        self._gateway.accepted(outgoing, Answer(response.status_code, response.content, headers))

    def _unknown(self) -> DeliveryError:
        self.status = "away"
        if self._gateway.knows_ids:
            return RetryLater("no answer")  # it will say if it has it
        return FateUnknown("no answer")
