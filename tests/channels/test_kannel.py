"""A real Kannel between a fake operator and us."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.channels.sms.encoding import cost
from bot.settings import Settings
from bot.simulator.server import Simulator
from bot.storage.database import Database
from bot.storage.mail import InboundRow, OutboundRow
from bot.storage.tables import Address
from tests.channels.kannel import KANNEL_TEST, PASSWORD, USER, Operator, operator, running_kannel
from tests.crash.process import free_port
from tests.stage import Stage

pytestmark = KANNEL_TEST
SECRET = "secret-between-kannel-and-us"
LEILA, OURS = "212612345678", "212700000001"


@dataclass(frozen=True)
class Line:
    """Sanad behind a Kannel, and the operator before it."""

    stage: Stage
    operator: Operator


@pytest.fixture
async def line(settings: Settings, simulator: Simulator, tmp_path: Path) -> AsyncIterator[Line]:
    """Somebody has just written "salam" by SMS."""
    port = free_port()
    door = f"http://127.0.0.1:{port}"
    async with running_kannel(tmp_path, f"{door}/sms/kannel", SECRET) as (sendsms, theirs):
        with_sms = settings.model_copy(
            update={
                "port": port,
                "sms_gateway": "kannel",
                "sms_url": sendsms,
                "sms_user": USER,
                "sms_password": SecretStr(PASSWORD),
                "sms_secret": SecretStr(SECRET),
                "sms_numbers": f"+{OURS}",
            }
        )
        async with (
            Stage(with_sms, simulator) as stage,
            operator(theirs, f"{LEILA} {OURS} text salam") as fake,
        ):
            yield Line(stage, fake)


async def test_in_out_and_reported(line: Line) -> None:
    parts = [await line.operator.sms()]
    while "2 Fran" not in parts[-1]:
        parts.append(await line.operator.sms())
    text = "".join(parts)
    assert "اختاروا لغتكم" in text
    assert "1 العربية\n2 Français" in text
    assert len(parts) == cost(text).parts == 2
    await delivered(line.stage)


async def delivered(stage: Stage) -> None:
    """Wait until the answer was reported, and look at what is kept."""
    database = Database(str(stage.settings.database_url))
    async with asyncio.timeout(20):
        while True:
            async with database.transaction() as session:
                row = await session.scalar(select(OutboundRow).where(OutboundRow.op == "say"))
                if row and row.reported == "delivered":
                    break
            await asyncio.sleep(0.05)  # Kannel tells nobody but Sanad
    async with database.transaction() as session:
        inbound = (await session.scalars(select(InboundRow))).one()
        address = (await session.scalars(select(Address))).one()
    await database.close()
    assert inbound.channel == "sms"
    assert inbound.body["text"] == "salam"
    assert (address.address, address.via) == (f"+{LEILA}", f"+{OURS}")
    assert row.reports == {"1": "delivered"}
