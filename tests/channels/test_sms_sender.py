from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.base import (
    Acknowledge,
    Button,
    Clean,
    Contact,
    FateUnknown,
    Location,
    Mark,
    Media,
    MessageRefused,
    Place,
    Receipt,
    RetryLater,
    Say,
    Unsupported,
)
from bot.channels.sms import sender as senders
from bot.channels.sms.android import AndroidGateway
from bot.channels.sms.encoding import cost
from bot.channels.sms.kannel import KannelGateway
from bot.channels.sms.quota import Quota
from bot.channels.sms.sender import SmsSender
from bot.channels.sms.wording import messages
from bot.i18n.text import verbatim
from bot.storage.database import Database
from tests.channels.server import Answer, http, serving
from tests.crash.process import free_port

FIRST, SECOND, LEILA = "+212700000001", "+212600000002", "+212612345678"
AT = Place(chat=LEILA, key="7-1796105680", via=SECOND)
SALAM = Say(text=[verbatim("salam")])
LONG = Say(text=[verbatim("مرحبا بكم " * 30)])
NOON = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
TAKEN = http(202, "0: Accepted for delivery")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url)
    yield opened
    await opened.close()


@asynccontextmanager
async def sending(
    database: Database, answer: Answer | bytes, kind: str = "android", limit: int | None = None
) -> AsyncIterator[SmsSender]:
    """A way out to a gateway that gives these answers."""
    async with serving(answer) as url, gateway_at(database, url, kind, limit) as sender:
        yield sender


@asynccontextmanager
async def gateway_at(
    database: Database, url: str, kind: str = "android", limit: int | None = None
) -> AsyncIterator[SmsSender]:
    numbers = (FIRST, SECOND)
    android = AndroidGateway(url, "sanad", "pw", "k" * 16, numbers)
    kannel = KannelGateway(url, "sanad", "pw", "k" * 16, "http://s", numbers)
    quota = Quota(database, limit, lambda: NOON)
    sender = SmsSender(android if kind == "android" else kannel, quota)
    yield sender
    await sender.close()


async def test_a_long_message_goes_in_order_from_the_number_they_wrote_to(database: Database):
    bodies: list[dict[str, object]] = []

    def answer(_: str, body: bytes) -> bytes:
        bodies.append(json.loads(body))
        return http(202, "{}")

    async with sending(database, answer) as sender:
        assert await sender.perform(LONG, AT, "ar") == Receipt()
        assert sender.status == "ready"
    texts = messages(LONG, "ar")
    assert len(texts) == 3
    assert [body["textMessage"] for body in bodies] == [{"text": text} for text in texts]
    assert [body["id"] for body in bodies] == [f"7-1796105680-{n}-3" for n in (1, 2, 3)]
    assert {body["simNumber"] for body in bodies} == {2}


async def test_what_an_sms_cannot_do(database: Database):
    async with gateway_at(database, "http://127.0.0.1:9") as sender:
        for operation in (Acknowledge(press="1"), Mark(message="1", mark="sent")):
            assert await sender.perform(operation, AT, "ar") == Receipt()
        assert await sender.perform(Clean(messages=["1"]), AT, "ar") == Receipt()
        with pytest.raises(MessageRefused):
            await sender.perform(Clean(messages=["1"], whole=True), AT, "ar")
        with pytest.raises(Unsupported):
            await sender.open_topic(AT, "S-1")


@pytest.mark.parametrize("kind", ["android", "kannel"])
async def test_a_gateway_that_is_not_there(database: Database, kind: str):
    async with gateway_at(database, f"http://127.0.0.1:{free_port()}", kind) as sender:
        with pytest.raises(RetryLater, match="not connected"):
            await sender.perform(SALAM, AT, "ar")
        assert sender.status == "away"


@pytest.mark.parametrize(("kind", "error"), [("android", RetryLater), ("kannel", FateUnknown)])
async def test_a_cut_line(database: Database, kind: str, error: type[Exception]):
    async with sending(database, b"", kind) as sender:
        with pytest.raises(error, match="no answer"):
            await sender.perform(SALAM, AT, "ar")


@pytest.mark.parametrize(("kind", "error"), [("android", RetryLater), ("kannel", FateUnknown)])
async def test_no_answer_in_time(
    database: Database, kind: str, error: type[Exception], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(senders, "WHOLE_SECONDS", 0.2)
    never = asyncio.Event()

    async def answer(_: str, __: bytes) -> bytes:
        await never.wait()
        return b""

    async with sending(database, answer, kind) as sender:
        with pytest.raises(error, match="no answer"):
            await sender.perform(SALAM, AT, "ar")
        never.set()


@pytest.mark.parametrize(("kind", "error"), [("android", RetryLater), ("kannel", FateUnknown)])
async def test_trouble_half_way(database: Database, kind: str, error: type[Exception]):
    answers = iter([TAKEN, http(503)])
    async with sending(database, lambda *_: next(answers), kind) as sender:
        with pytest.raises(error):
            await sender.perform(LONG, AT, "ar")


@pytest.mark.parametrize(("status", "shown"), [(401, "refused"), (403, "refused"), (503, "away")])
async def test_health(database: Database, status: int, shown: str):
    async with sending(database, http(status), "kannel") as sender:
        with pytest.raises(RetryLater):
            await sender.perform(SALAM, AT, "ar")
        assert sender.status == shown


async def test_a_full_number_makes_room_for_another(database: Database):
    sims: list[object] = []

    def answer(_: str, body: bytes) -> bytes:
        sims.append(json.loads(body)["simNumber"])
        return http(202, "{}")

    async with sending(database, answer, limit=1) as sender:
        await sender.perform(SALAM, AT, "ar")
        await sender.perform(SALAM, AT, "ar")
        with pytest.raises(RetryLater) as over:
            await sender.perform(SALAM, AT, "ar")
        assert sender.status == "over quota"
    assert sims == [2, 1]
    # Morocco is an hour ahead of UTC: eleven hours to midnight.
    assert over.value.after == timedelta(hours=11).total_seconds()


async def test_what_did_not_go_costs_nothing(database: Database):
    answers = iter([http(503)] * 3 + [http(202, "{}")])
    async with sending(database, lambda *_: next(answers), limit=1) as sender:
        for _ in range(3):
            with pytest.raises(RetryLater, match="503"):
                await sender.perform(SALAM, AT, "ar")
        await sender.perform(SALAM, AT, "ar")


def test_choices_are_numbered_lines():
    rows = [["Logement", "Papiers"], ["Retour"]]
    buttons = [[Button(label=verbatim(label), data=label) for label in row] for row in rows]
    say = Say(text=[verbatim("Vos besoins ?")], buttons=buttons)
    assert messages(say, "fr") == ["Vos besoins ?\n1 Logement\n2 Papiers\n3 Retour"]


def test_a_line_is_not_torn_where_it_fits_in_the_next():
    buttons = [[Button(label=verbatim(f"اختيار رقم {n} من بين كثير"), data="x")] for n in range(12)]
    texts = messages(Say(text=[verbatim("اختاروا")], buttons=buttons), "ar")
    assert "\n".join(texts).count("\n") == 12
    assert all(line[0].isdigit() for text in texts[1:] for line in text.splitlines())
    assert all(cost(text).parts <= 2 for text in texts)


def test_what_stands_for_files_places_and_people():
    media = messages(Say(media=Media(kind="photo", file_id="x")), "fr")
    assert len(media) == 1
    assert "x" not in media[0].split()
    place = Say(location=Location(latitude=34.0331, longitude=-5.0003))
    assert messages(place, "fr") == ["https://osm.org/?mlat=34.03310&mlon=-5.00030"]
    contact = Say(contact=Contact(phone="+212522000000", name="Centre", own=False))
    assert messages(contact, "fr") == ["Centre +212522000000"]
