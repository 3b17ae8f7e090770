"""By SMS, from the first word on."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.channels.sms.encoding import cost, lean
from bot.settings import Settings
from bot.simulator.server import Simulator
from bot.simulator.sms.actor import SmsUser
from bot.simulator.sms.network import OUR_NUMBER, PASSWORD, SIGNING_KEY, USER
from bot.storage.database import Database
from bot.storage.mail import InboundRow, OutboundRow, SmsDay
from tests import stage as words
from tests.crash.process import free_port
from tests.stage import Stage


def ar(source: str) -> str:
    """A message of ours as an Arabic reader sees it on a plain telephone."""
    return lean(words.ar(source))


def fr(source: str) -> str:
    """A message of ours as a French reader sees it on a plain telephone."""
    return lean(words.fr(source))


def by_sms(settings: Settings, simulator: Simulator) -> Settings:
    """Settings of a Sanad that the simulated telephone serves."""
    port = free_port()
    simulator.world.sms.door = f"http://127.0.0.1:{port}/sms/android"
    return settings.model_copy(
        update={
            "port": port,
            "sms_gateway": "android",
            "sms_url": f"{simulator.url}/sms",
            "sms_user": USER,
            "sms_password": SecretStr(PASSWORD),
            "sms_secret": SecretStr(SIGNING_KEY),
            "sms_numbers": OUR_NUMBER,
        }
    )


@pytest.fixture
async def sms_stage(settings: Settings, simulator: Simulator) -> AsyncIterator[Stage]:
    """Sanad with an SMS gateway, while Rasa is away."""
    async with Stage(by_sms(settings, simulator), simulator) as running:
        yield running


async def welcome(stage: Stage, name: str = "Leila") -> SmsUser:
    """Somebody who went through the first steps by SMS."""
    leila = stage.simulator.sms_user(name)
    await leila.says("salam")
    await leila.chooses(ar("English: this language"))
    await leila.chooses(ar("✅ I agree"))
    await leila.sees(
        ar("Where do you live? Choose your region, or write the name of your town.")[:20]
    )
    await leila.says("Fès")
    await leila.sees(ar("What do you need? Write it as you speak, or choose.")[:20])
    return leila


async def reported(stage: Stage, state: str) -> None:
    """Wait until the last thing said by SMS was reported so."""
    changes = stage.simulator.world.sms.changes
    database = Database(str(stage.settings.database_url))
    said = select(OutboundRow.reported).where(
        OutboundRow.op == "say", OutboundRow.person_id.is_not(None), ~OutboundRow.to_case
    )
    last = said.order_by(OutboundRow.id.desc()).limit(1)
    async with asyncio.timeout(10):
        while True:
            version = changes.version
            async with database.transaction() as session:
                if await session.scalar(last) == state:
                    break
            await changes.after(version)
    await database.close()


async def test_from_hello_to_a_case_and_its_answer(sms_stage: Stage) -> None:
    stage, karim = sms_stage, sms_stage.karim
    leila = await welcome(stage)
    await leila.chooses(ar("🙋 Talk to a person"))
    topic = await karim.sees_topic(ar("Talk to a person"))
    await karim.taps(ar("✋ Take"), topic=topic)
    await karim.is_told(ar("It is yours."))
    await karim.writes(topic, "كاين بلاصة")
    await leila.sees("كاين بلاصة")
    await leila.says("شكرا")
    await karim.sees("شكرا", topic=topic)


async def test_in_french_by_arabic_digits(sms_stage: Stage) -> None:
    leila = sms_stage.simulator.sms_user("Leila")
    await leila.says("bonjour")
    await leila.sees("2 Français")
    await leila.says("٢")
    await leila.sees(fr("Do you agree?"))


async def test_a_number_that_was_not_offered_is_words(sms_stage: Stage) -> None:
    leila = sms_stage.simulator.sms_user("Leila")
    await leila.says("salam")
    await leila.sees("2 Français")
    await leila.says("7")
    await leila.sees("2 Français")


async def test_every_sms_is_short_and_reported(sms_stage: Stage) -> None:
    leila = await welcome(sms_stage)
    assert all(cost(sms.text).parts <= 2 for sms in leila.messages())
    await reported(sms_stage, "delivered")


async def test_a_telephone_that_is_off(sms_stage: Stage) -> None:
    leila = await welcome(sms_stage)
    sms = sms_stage.simulator.world.sms
    before = len(sms.requests)
    leila.phone.off = True
    await leila.says("menu")
    assert await sms.changes.until(lambda: len(sms.requests) > before or None, 10)
    await reported(sms_stage, "failed")


@pytest.mark.parametrize("trouble", [503, 429, "cut"])
async def test_a_gateway_in_trouble_loses_and_doubles_nothing(
    sms_stage: Stage, trouble: object
) -> None:
    sms = sms_stage.simulator.world.sms
    leila = sms_stage.simulator.sms_user("Leila")
    sms.trouble = trouble  # type: ignore[assignment]
    await leila.says("salam")
    sanad = sms_stage.sanad
    assert sanad
    for _ in range(200):
        version = sms.changes.version
        if (await sanad.health())["sms"] in {"away", "refused"}:
            break
        await sms.changes.after(version, 0.05)
    assert (await sanad.health())["sms"] == ("refused" if trouble == 429 else "away")
    sms.trouble = None
    await leila.sees(ar("English: this language"), timeout=20)
    names = [request["id"] for request in sms.requests]
    assert len(names) == len(set(names))


async def test_who_is_no_person_is_not_met(sms_stage: Stage) -> None:
    sms = sms_stage.simulator.world.sms
    for sender in ("INWI", "212", "555", OUR_NUMBER, "+212522000000"):
        sms.receive(sender, "Profitez de nos offres")
    leila = sms_stage.simulator.sms_user("Leila")
    await leila.says("salam")
    await leila.sees(ar("English: this language"))
    database = Database(str(sms_stage.settings.database_url))
    async with database.transaction() as session:
        assert len(list(await session.scalars(select(InboundRow.id)))) == 1
        assert list(await session.scalars(select(SmsDay.number))) == [OUR_NUMBER]
    await database.close()
    assert sms_stage.sanad
    assert sms_stage.sanad.sms
    assert sms_stage.sanad.sms.door.counts["no person"] == 5


async def test_the_same_delivery_twice_is_one(sms_stage: Stage) -> None:
    sms = sms_stage.simulator.world.sms
    leila = sms_stage.simulator.sms_user("Leila")
    sms.receive(leila.number, "salam", "one-event")
    await leila.sees(ar("English: this language"))
    sms.receive(leila.number, "salam", "one-event")
    assert await sms.changes.until(lambda: not sms.waiting or None, 10)
    assert sms_stage.sanad
    assert sms_stage.sanad.sms
    assert sms_stage.sanad.sms.door.counts["came before"] == 1


async def test_erased_by_sms(sms_stage: Stage) -> None:
    leila = await welcome(sms_stage)
    await leila.says(ar("erase my data"))
    await leila.chooses(ar("🗑️ Yes, erase everything"))
    await leila.sees(ar("🗑️ Everything is erased. You can start again whenever you want."))


async def test_health_says_so(sms_stage: Stage) -> None:
    await welcome(sms_stage)
    async with httpx.AsyncClient() as client:
        answer = await client.get(f"http://127.0.0.1:{sms_stage.settings.port}/health")
    assert answer.json()["sms"] == "ready"
