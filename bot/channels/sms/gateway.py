"""What every SMS gateway is for us: one request out, one request in. Nothing here does I/O.

A gateway writes the HTTP request that sends an SMS, reads what was answered, and reads what its
own requests to us say. Who talks to the network is `sender` and `door`.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from bot.channels.base import DeliveryError, FateUnknown, MessageRefused, RetryLater

Reported = Literal["sent", "delivered", "failed"]
NOT_LET_IN_SECONDS = 60.0
"""How often to knock again at a gateway that does not know us: somebody must change a setting."""


@dataclass(frozen=True)
class Outgoing:
    """One SMS that goes out.

    Attributes:
        id: Our name for it, the same each time it is tried; 36 characters at most.
        to: The number it goes to, E.164.
        text: As it is to be sent.
        sender: Which number of ours sends it, E.164; None: whichever the gateway takes.
    """

    id: str
    to: str
    text: str
    sender: str | None = None


@dataclass(frozen=True)
class Received:
    """One SMS that came in; `sender` and `number` (ours) as the gateway writes them."""

    external_id: str
    sender: str
    number: str | None
    text: str
    at: datetime | None


@dataclass(frozen=True)
class Report:
    """What became of an SMS of ours; `id` is that of its `Outgoing`."""

    id: str
    state: Reported
    reason: str | None = None


@dataclass(frozen=True)
class Request:
    """An HTTP request to a gateway."""

    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Answer:
    """What a gateway answered; the names of headers in lower case."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Arrived:
    """An HTTP request of a gateway to us; the names of headers in lower case."""

    headers: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes


class BadSignature(Exception):
    """It does not come from our gateway, or is too old to believe that."""


class Unreadable(Exception):
    """It comes from our gateway, and says nothing we know how to read."""


class Gateway(Protocol):
    """A way to send and get SMS."""

    @property
    def name(self) -> str:
        """What its settings and its door call it."""

    @property
    def numbers(self) -> tuple[str, ...]:
        """Our numbers, E.164."""

    @property
    def knows_ids(self) -> bool:
        """It takes an `Outgoing.id` once, so that asking again sends nothing twice."""

    def request(self, outgoing: Outgoing) -> Request:
        """The request that sends an SMS, to be POSTed."""

    def accepted(self, outgoing: Outgoing, answer: Answer) -> str:
        """The id under which the gateway took it; raises the DeliveryError where it did not."""

    def read(self, arrived: Arrived, now: datetime) -> list[Received | Report]:
        """What a request to our door says; raises BadSignature or Unreadable."""


def refusal(answer: Answer) -> DeliveryError:
    """What an answer means that is not the gateway's usual yes."""
    status = answer.status
    if status in {401, 403, 404}:
        return RetryLater(f"gateway {status}", NOT_LET_IN_SECONDS)
    if status in {408, 425, 429} or status >= 500:
        asked = answer.headers.get("retry-after", "")
        return RetryLater(f"gateway {status}", float(asked) if asked.isdecimal() else None)
    if status >= 400:
        return MessageRefused(f"gateway {status}")
    return FateUnknown("unreadable answer")


def same(given: str, right: str) -> bool:
    """Whether two secrets are one, in a time that tells nothing of where they differ."""
    return hmac.compare_digest(given.encode(), right.encode())
