from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from aiolimiter import AsyncLimiter
from starlette.applications import Starlette
from starlette.routing import Route
from structlog.testing import capture_logs

from bot.channels.base import BLANK, Inbound
from bot.channels.sms import door as doors
from bot.channels.sms.android import AndroidGateway
from bot.channels.sms.door import LARGEST, PER_SENDER, SmsDoor
from bot.channels.sms.gateway import Report
from bot.simulator.sms.network import signed

KEY, OURS, LEILA = "signing-key-of-16", "+212700000001", "+212612345678"


class Shelf:
    """Where the door puts things; it may be broken."""

    def __init__(self) -> None:
        self.stored: dict[str, Inbound] = {}
        self.reports: list[Report] = []
        self.broken = False

    async def put(self, inbound: Inbound) -> bool:
        if self.broken:
            raise OSError("no room")
        return self.stored.setdefault(inbound.external_id, inbound) is inbound

    async def note(self, report: Report) -> bool:
        self.reports.append(report)
        return report.id == "known"


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def door(shelf: Shelf) -> SmsDoor:
    gateway = AndroidGateway("http://phone:8080", "sanad", "pw", KEY, (OURS,))
    return SmsDoor(gateway, shelf.put, shelf.note)


@pytest.fixture
async def gateway(door: SmsDoor) -> AsyncIterator[httpx.AsyncClient]:
    """The gateway, as it knocks."""
    app = Starlette(routes=[Route("/sms/android", door.handle, methods=["GET", "POST"])])
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://sanad") as client:
        yield client


def sms(sender: str = LEILA, text: str = "salam", event_id: str = "e1") -> dict[str, object]:
    """An SMS that came in."""
    payload = {"messageId": "m", "message": text, "phoneNumber": sender, "simNumber": 1}
    return {"event": "sms:received", "id": event_id, "payload": payload}


async def knock(
    gateway: httpx.AsyncClient, content: Mapping[str, object], key: str = KEY, age: int = 0
) -> int:
    """Post a webhook; the status it was answered with, which never comes with words."""
    at = datetime.now(UTC) - timedelta(seconds=age)
    body, headers = signed(dict(content), at.timestamp(), key)
    answer = await gateway.post("/sms/android", content=body, headers=headers)
    assert answer.content == b"" or answer.status_code == 500
    return answer.status_code


async def test_an_sms_is_stored(gateway: httpx.AsyncClient, shelf: Shelf):
    assert await knock(gateway, sms("06 12 34 56 78", "بغيت سكنى")) == 200
    stored = shelf.stored["e1"]
    assert (stored.channel, stored.chat, stored.sender) == ("sms", LEILA, LEILA)
    assert (stored.text, stored.via, stored.group) == ("بغيت سكنى", OURS, False)


async def test_nothing_to_read_is_told_as_such(gateway: httpx.AsyncClient, shelf: Shelf):
    assert await knock(gateway, sms(text=" \u200f")) == 200
    assert shelf.stored["e1"].kind_name == BLANK


async def test_what_was_not_stored_is_not_acknowledged(gateway: httpx.AsyncClient, shelf: Shelf):
    shelf.broken = True
    assert await knock(gateway, sms()) == 500
    shelf.broken = False
    assert await knock(gateway, sms()) == 200
    assert len(shelf.stored) == 1


async def test_the_same_again_is_harmless(gateway: httpx.AsyncClient, shelf: Shelf, door: SmsDoor):
    assert [await knock(gateway, sms()) for _ in range(3)] == [200, 200, 200]
    assert len(shelf.stored) == 1
    assert door.counts["came before"] == 2


async def test_others_are_refused_and_counted_without_their_words(
    gateway: httpx.AsyncClient, shelf: Shelf, door: SmsDoor
):
    with capture_logs() as logs:
        assert await knock(gateway, sms(), key="not-the-key-of-16") == 403
        assert await knock(gateway, sms(), age=301) == 403
        assert (await gateway.get("/sms/android")).status_code == 403
    assert not shelf.stored
    assert (door.counts["bad signature"], door.counts["bad time"]) == (2, 1)
    assert LEILA not in str(logs)
    assert "salam" not in str(logs)
    assert [one["why"] for one in logs] == ["bad signature", "bad time", "bad signature"]


async def test_what_cannot_be_read(gateway: httpx.AsyncClient, door: SmsDoor):
    assert await knock(gateway, {"event": "sms:received", "id": "e", "payload": []}) == 400
    assert door.counts["unreadable AttributeError"] == 1


async def test_too_large(gateway: httpx.AsyncClient, shelf: Shelf):
    assert await knock(gateway, sms(text="x" * LARGEST)) == 413
    body, headers = signed(sms(text="x" * LARGEST), datetime.now(UTC).timestamp(), KEY)

    async def dribble() -> AsyncIterator[bytes]:
        yield body[:100]
        yield body[100:]

    answer = await gateway.post("/sms/android", content=dribble(), headers=headers)
    assert answer.status_code == 413
    assert not shelf.stored


@pytest.mark.parametrize(
    "sender", ["INWI", "Maroc Telecom", "212", "555", "+212522000000", OURS, "0700000001", ""]
)
async def test_who_is_no_person(gateway: httpx.AsyncClient, shelf: Shelf, sender: str):
    assert await knock(gateway, sms(sender)) == 200 if sender else 400
    assert not shelf.stored


async def test_a_foreign_mobile_is_a_person(gateway: httpx.AsyncClient, shelf: Shelf):
    await knock(gateway, sms("+33612345678"))
    assert shelf.stored["e1"].chat == "+33612345678"


async def test_one_who_floods_waits_and_others_do_not(gateway: httpx.AsyncClient, shelf: Shelf):
    answers = [await knock(gateway, sms(event_id=f"e{n}")) for n in range(PER_SENDER + 2)]
    assert answers == [200] * PER_SENDER + [429] * 2
    assert await knock(gateway, sms("+212611111111", event_id="other")) == 200
    assert len(shelf.stored) == PER_SENDER + 1


async def test_a_flood_waits_with_the_gateway(
    gateway: httpx.AsyncClient, shelf: Shelf, door: SmsDoor
):
    door._all = AsyncLimiter(3, 60)
    numbers = [f"+2126{n:08}" for n in range(4)]
    answers = [await knock(gateway, sms(number, event_id=number)) for number in numbers]
    assert answers == [200, 200, 200, 429]
    assert len(shelf.stored) == 3


async def test_the_limits_do_not_grow_without_end(
    gateway: httpx.AsyncClient, door: SmsDoor, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(doors, "SENDERS_KEPT", 3)
    for n in range(5):
        await knock(gateway, sms(f"+21261000000{n}", event_id=f"e{n}"))
    assert len(door._senders) == 3


async def test_reports(gateway: httpx.AsyncClient, shelf: Shelf, door: SmsDoor):
    for message in ("known", "unknown"):
        content = {"event": "sms:delivered", "id": "e", "payload": {"messageId": message}}
        assert await knock(gateway, content) == 200
    assert [report.id for report in shelf.reports] == ["known", "unknown"]
    assert (door.counts["delivered"], door.counts["unknown report"]) == (1, 1)


async def test_news_that_are_none_of_ours(gateway: httpx.AsyncClient, shelf: Shelf):
    assert await knock(gateway, {"event": "system:ping", "id": "e", "payload": {}}) == 200
    assert json.dumps(list(shelf.stored)) == "[]"
