"""SMS Gateway for Android (https://docs.sms-gate.app): a telephone with a local SIM.

Works the same with the server on the telephone (`http://<its address>:8080`) and with a cloud
or private one (`https://…/3rdparty/v1`). It keeps the `id` of a message and refuses another one
with the same: 409, in older versions of the application 500 with the words of its database. Either
way it has the message, so the answer counts as a yes. Asking again after a silence is safe.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.sms.gateway import (
    Answer,
    Arrived,
    BadSignature,
    Outgoing,
    Received,
    Report,
    Reported,
    Request,
    Unreadable,
    refusal,
    same,
)

WINDOW_SECONDS = 300
"""How far the signature's time may lie from ours: the five minutes of the application's manual.

Each try of a webhook is signed anew, so that one which comes late comes with a fresh time.
"""
KEPT_SECONDS = 24 * 3600
"""A message that could not leave the telephone within a day is not sent any more."""
_STATES: dict[str, Reported] = {
    "sms:sent": "sent", "sms:delivered": "delivered", "sms:failed": "failed",
}  # fmt: skip
_ALREADY = (b"UNIQUE constraint", b"SQLITE_CONSTRAINT")


@dataclass(frozen=True)
class AndroidGateway:
    """One telephone.

    Attributes:
        url: Its server's address; `/message` follows.
        user: For basic authentication, as is `password`.
        secret: The signing key in the application's settings.
        numbers: Our numbers in the order of the telephone's SIM slots, E.164.
    """

    url: str
    user: str
    password: str
    secret: str
    numbers: tuple[str, ...] = ()
    name: str = "android"
    knows_ids: bool = True

    def request(self, outgoing: Outgoing) -> Request:
        """The request that sends an SMS."""
        content: dict[str, Any] = {
            "id": outgoing.id,
            "textMessage": {"text": outgoing.text},
            "phoneNumbers": [outgoing.to],
            "withDeliveryReport": True,
            "ttl": KEPT_SECONDS,
        }
        if len(self.numbers) > 1 and outgoing.sender in self.numbers:
            content["simNumber"] = self.numbers.index(outgoing.sender) + 1
        credentials = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        headers = {"authorization": f"Basic {credentials}", "content-type": "application/json"}
        body = json.dumps(content, ensure_ascii=False).encode()
        return Request(f"{self.url.rstrip('/')}/message", headers, body)

    def accepted(self, outgoing: Outgoing, answer: Answer) -> str:
        """The id under which the telephone has it."""
        had = answer.status == 409 or any(words in answer.body for words in _ALREADY)
        if had or answer.status in {200, 201, 202}:
            return outgoing.id
        raise refusal(answer)

    def read(self, arrived: Arrived, now: datetime) -> list[Received | Report]:
        """What a webhook says; nothing for events that are not about messages."""
        self._check(arrived, now)
        try:
            content = json.loads(arrived.body)
            return self._event(content["event"], content["id"], content["payload"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Unreadable(type(error).__name__) from None

    def _check(self, arrived: Arrived, now: datetime) -> None:
        stamp = arrived.headers.get("x-timestamp", "")
        signed = hmac.new(self.secret.encode(), arrived.body + stamp.encode(), hashlib.sha256)
        if not same(arrived.headers.get("x-signature", "").lower(), signed.hexdigest()):
            raise BadSignature("signature")
        if not stamp.isdecimal() or abs(now.timestamp() - int(stamp)) > WINDOW_SECONDS:
            raise BadSignature("time")

    def _event(self, event: str, event_id: str, payload: dict[str, Any]) -> list[Received | Report]:
        if event == "sms:received":
            sender = payload.get("phoneNumber") or payload["sender"]
            number = self._number(payload.get("simNumber"))
            at = _moment(payload.get("receivedAt"))
            return [Received(str(event_id), str(sender), number, str(payload["message"]), at)]
        if event in _STATES:
            return [Report(str(payload["messageId"]), _STATES[event], payload.get("reason"))]
        return []

    def _number(self, sim: object) -> str | None:
        if len(self.numbers) == 1:
            return self.numbers[0]
        in_a_slot = isinstance(sim, int) and 1 <= sim <= len(self.numbers)
        return self.numbers[sim - 1] if in_a_slot else None  # type: ignore[operator]


def _moment(written: object) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(written))
    except ValueError:
        return None
    return at if at.tzinfo else None
