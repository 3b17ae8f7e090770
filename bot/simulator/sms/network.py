"""Telephones that know nothing but SMS, and what travels between them and the gateway."""

import hashlib
import hmac
import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal

from bot.simulator.changes import Changes
from bot.simulator.model import Json

OUR_NUMBER = "+212700000001"
USER, PASSWORD = "sanad", "simulated"
SIGNING_KEY = "simulated-signing-key"
_GSM7 = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = frozenset("\f^{}\\[~]|€")


@dataclass
class Sms:
    """One SMS; `ours` when the bot sent it, and then with its `id` and what became of it."""

    text: str
    ours: bool
    seq: int
    at: float
    id: str = ""
    state: Literal["", "sent", "delivered", "failed"] = ""

    def as_json(self) -> Json:
        """Return it for the page."""
        size, parts = measure(self.text)
        return {
            "text": self.text, "ours": self.ours, "seq": self.seq, "date": int(self.at),
            "state": self.state, "characters": size, "parts": parts,
        }  # fmt: skip


@dataclass
class Phone:
    """A telephone and whose it is; one that is `off` gets nothing."""

    name: str
    number: str
    messages: list[Sms] = field(default_factory=list)
    off: bool = False


@dataclass(frozen=True)
class Webhook:
    """An event on its way to the bot."""

    id: str
    content: Json


class Network:
    """Everything about SMS.

    Attributes:
        phones: By number.
        door: Where the gateway's webhooks go; nowhere until it is set.
        waiting: Webhooks that were not answered yet.
        requests: What the bot asked the gateway to send, in order.
        trouble: What the gateway answers with instead of sending: a status, or `cut`, which sends
            and says nothing.
        silent: It reports nothing of what it sends.
    """

    def __init__(self, changes: Changes, clock: Callable[[], float]) -> None:
        self.changes = changes
        self.clock = clock
        self.phones: dict[str, Phone] = {}
        self.door = ""
        self.waiting: list[Webhook] = []
        self.requests: list[Json] = []
        self.trouble: int | Literal["cut"] | None = None
        self.silent = False
        self._events = itertools.count(1)
        self._people = itertools.count(1)

    def add_phone(self, name: str, number: str = "") -> Phone:
        """Give somebody a telephone."""
        phone = Phone(name, number or f"+2126610000{next(self._people):02}")
        self.phones[phone.number] = phone
        self.changes.bump()
        return phone

    def say(self, number: str, text: str) -> Sms:
        """Write to the gateway's number."""
        sms = Sms(text, ours=False, seq=self.changes.bump(), at=self.clock())
        self.phones[number].messages.append(sms)
        self.receive(number, text)
        return sms

    def switch(self, number: str, *, off: bool) -> None:
        """Switch a telephone off, or on again."""
        self.phones[number].off = off
        self.changes.bump()

    def receive(self, sender: str, text: str, event_id: str = "") -> None:
        """Let the gateway tell of an SMS, of whoever is said to have sent it."""
        about = {"messageId": hashlib.sha256(text.encode()).hexdigest()[:8], "message": text}
        self._tell("sms:received", sender, about | {"receivedAt": self._now()}, event_id)

    def send(self, content: Json) -> None:
        """Take what the bot asked to send to its telephones, and report what became of it."""
        self.requests.append(content)
        for number in content["phoneNumbers"]:
            phone = self.phones.get(number)
            state: Literal["failed", "delivered"] = "failed"
            if phone and not phone.off:
                state = "delivered"
                seq, text = self.changes.bump(), content["textMessage"]["text"]
                phone.messages.append(Sms(text, True, seq, self.clock(), content["id"], state))
            if not self.silent:
                about = {"messageId": content["id"]}
                self._tell("sms:sent", number, about | {"sentAt": self._now()})
                why = {"reason": "Delivery result: 1"} if state == "failed" else {}
                self._tell(f"sms:{state}", number, about | why | {f"{state}At": self._now()})
        self.changes.bump()

    def has(self, message_id: str) -> bool:
        """Whether it was asked to send a message of this id before."""
        return any(request.get("id") == message_id for request in self.requests)

    def confirm(self, webhook: Webhook) -> None:
        """The bot has it."""
        self.waiting = [one for one in self.waiting if one.id != webhook.id]
        self.changes.bump()

    def _tell(self, event: str, number: str, about: Json, event_id: str = "") -> None:
        event_id = event_id or f"event-{next(self._events)}"
        payload = {"phoneNumber": number, "simNumber": 1, **about}
        content = {"deviceId": "simulated", "event": event, "id": event_id, "payload": payload}
        self.waiting.append(Webhook(event_id, content))
        self.changes.bump()

    def _now(self) -> str:
        return datetime.fromtimestamp(self.clock(), UTC).isoformat(timespec="milliseconds")


def signed(content: Json, now: float, key: str = SIGNING_KEY) -> tuple[bytes, dict[str, str]]:
    """Return a webhook's body and headers, as the application signs them."""
    body, stamp = json.dumps(content, ensure_ascii=False).encode(), str(int(now))
    signature = hmac.new(key.encode(), body + stamp.encode(), hashlib.sha256).hexdigest()
    headers = {"X-Signature": signature, "X-Timestamp": stamp, "Content-Type": "application/json"}
    return body, headers


def measure(text: str) -> tuple[int, int]:
    """Return how many characters the network counts in a text, and in how many parts it goes."""
    if all(c in _GSM7 or c in _TWICE for c in text):
        size, alone, together = len(text) + sum(c in _TWICE for c in text), 160, 153
    else:
        size, alone, together = len(text.encode("utf-16-le")) // 2, 70, 67
    return size, 1 if size <= alone else -(-size // together)
