"""Kannel (https://kannel.org): SMPP to the operators, for the country.

We POST to its `sendsms` with everything in headers, so that neither a text nor the password stands
in an address that gets logged. It forgets nothing it took, and knows no id of ours: asked
twice it sends twice.

It brings what comes in by a `sms-service` with `post-url`, whose address carries what Kannel does
not put in its headers::

    post-url = "http://127.0.0.1:8000/sms/kannel?secret=…&id=%I&from=%p&to=%P&at=%T"
    max-messages = 0
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import Message
from urllib.parse import urlencode

from bot.channels.sms.encoding import cost
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

ALL_REPORTS = 31
"""1 delivered + 2 failed + 4 queued + 8 taken by the operator + 16 refused by it."""
_STATES: dict[str, Reported | None] = {
    "1": "delivered", "2": "failed", "4": None, "8": "sent", "16": "failed",
}  # fmt: skip


@dataclass(frozen=True)
class KannelGateway:
    """One Kannel.

    Attributes:
        url: Its `sendsms` address (`http://127.0.0.1:13013/cgi-bin/sendsms`).
        user: A `sendsms-user`'s name, and its `password`.
        secret: What its requests to us must carry.
        door: Our own address as it reaches it (`http://127.0.0.1:8000`).
        numbers: Our numbers, E.164.
    """

    url: str
    user: str
    password: str
    secret: str
    door: str
    numbers: tuple[str, ...] = ()
    name: str = "kannel"
    knows_ids: bool = False

    def request(self, outgoing: Outgoing) -> Request:
        """The request that sends an SMS."""
        about = {"report": outgoing.id, "key": self._key(outgoing.id)}
        headers = {
            "content-type": "text/plain; charset=UTF-8",
            "x-kannel-username": self.user,
            "x-kannel-password": self.password,
            "x-kannel-to": outgoing.to,
            "x-kannel-coding": "0" if cost(outgoing.text).alphabet == "gsm7" else "2",
            "x-kannel-dlr-mask": str(ALL_REPORTS),
            # Kannel puts the state in the place of %d.
            "x-kannel-dlr-url": f"{self.door.rstrip('/')}/sms/kannel?{urlencode(about)}&state=%d",
        }
        if outgoing.sender:
            headers["x-kannel-from"] = outgoing.sender
        return Request(self.url, headers, outgoing.text.encode())

    def accepted(self, outgoing: Outgoing, answer: Answer) -> str:
        """Our own id; Kannel answers "0: Accepted for delivery" or "3: Queued…"."""
        if answer.status in {200, 202} and answer.body[:2] in {b"0:", b"3:"}:
            return outgoing.id
        raise refusal(answer)

    def read(self, arrived: Arrived, now: datetime) -> list[Received | Report]:  # noqa: ARG002
        """A delivery report, or an SMS that came in."""
        query = arrived.query
        if "report" in query:
            if not same(query.get("key", ""), self._key(query["report"])):
                raise BadSignature("report")
            if query.get("state") not in _STATES:
                raise Unreadable("state")
            state = _STATES[query["state"]]
            return [Report(query["report"], state)] if state else []
        if not same(query.get("secret", ""), self.secret):
            raise BadSignature("secret")
        if not query.get("from"):
            raise Unreadable("from")
        external_id = query.get("id") or _likeness(arrived)
        at = query.get("at", "")
        return [
            Received(
                external_id,
                sender=query["from"],
                number=query.get("to"),
                text=_text(arrived),
                at=datetime.fromtimestamp(int(at), UTC) if at.isdecimal() else None,
            )
        ]

    def _key(self, message_id: str) -> str:
        """What only we can have written into the address of a message's reports."""
        about = f"report {message_id}".encode()
        return hmac.new(self.secret.encode(), about, hashlib.sha256).hexdigest()[:32]


def _likeness(arrived: Arrived) -> str:
    """What the same SMS brought twice has in common, where the address carries no id."""
    when = arrived.headers.get("x-kannel-time", "")
    about = f"{arrived.query['from']} {when} ".encode()
    return hashlib.sha256(about + arrived.body).hexdigest()


def _text(arrived: Arrived) -> str:
    """The words in the alphabet that Kannel names: UTF-16BE for Arabic, UTF-8 for the rest."""
    kind = Message()
    kind["content-type"] = arrived.headers.get("content-type", "text/plain")
    try:
        return arrived.body.decode(str(kind.get_content_charset("utf-8")))
    except (LookupError, UnicodeDecodeError):
        raise Unreadable("charset") from None
