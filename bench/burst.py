"""Two hundred people ask at once, one of them in danger: how long the danger waits.

All of it runs on this machine, Telegram's part too: how soon the danger is heard is a matter of
the machine's speed, and told apart from how long it then waits for the group.
"""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import func, select

from bench.figures import Burst
from bench.phones import Phone, TimedWorld
from bench.processes import Failed
from bench.sanad import onboard, sanad
from bot.i18n.catalogs import render
from bot.i18n.text import msg
from bot.settings import GROUP_PACE
from bot.simulator.model import Json
from bot.simulator.server import Simulator
from bot.simulator.state import Call
from bot.storage.database import Database
from bot.storage.mail import OutboundRow
from bot.storage.tables import Case

PATIENCE = 120.0
"""Seconds to wait for the danger, and for everybody to be heard, before it is given up."""
_DANGER = "bghit nmout"
_ASKED = render(msg("🙋 Talk to a person"), "ar")
_CALLS = 2
"""What the coordinators get of a danger: its alert, and its card."""


async def measure(people: int, models: Path, folder: Path) -> Burst:
    """So many people press for a case at once; the one in the middle writes of a danger.

    Telegram's limits are enforced. In a private chat they are not, which is not the question.
    """
    world = TimedWorld()
    async with (
        Simulator(world) as simulator,
        sanad(simulator, models, folder, group_pace=GROUP_PACE) as running,
    ):
        phones = [Phone(world, f"{number}") for number in range(people)]
        await onboard(running.database_url, phones)
        for phone in phones:
            await phone.asks("/menu")
        world.pace.enforced, world.pace.per_second = True, people
        for phone in phones[: people // 2]:
            world.tap_label(phone.id, _ASKED)
        said = world.clock()
        world.say(phones[people // 2].id, _DANGER)
        for phone in phones[people // 2 + 1 :]:
            world.tap_label(phone.id, _ASKED)
        calls = await world.changes.until(lambda: _calls(world), PATIENCE)
        if not calls:
            raise Failed(f"no word of a danger within {PATIENCE:.0f} s")
        last, opened = calls[-1], await _opened(running.database_url)
        before = [c for c in _in_group(world) if opened <= c.at < last.at and not _of_danger(c)]
        return Burst(
            cases=people,
            heard_seconds=round(opened - said, 2),
            seconds=round(last.at - opened, 2),
            before=len(before),
            refused=sum(call.outcome.startswith("Too Many") for call in world.calls),
            lost=people - await _cards(running.database_url, people),
            in_order_seconds=people / 2 * 60 / GROUP_PACE,
        )


def _in_group(world: TimedWorld) -> list[Call]:
    return [call for call in world.called("sendMessage") if int(call.params["chat_id"]) < 0]


def _of_danger(call: Call) -> bool:
    params: Json = call.params
    return "🆘" in params["text"]


def _calls(world: TimedWorld) -> list[Call] | None:
    """The danger's alert and its card, once both are there."""
    found = [call for call in _in_group(world) if _of_danger(call) and call.outcome == "ok"]
    return found if len(found) >= _CALLS else None


async def _opened(url: str) -> float:
    """When the danger's case was opened, by the clock."""
    database = Database(url)
    async with database.reading() as session:
        at = (await session.scalars(select(Case.opened_at).where(Case.need == "danger"))).one()
    await database.close()
    return at.timestamp()


async def _cards(url: str, people: int) -> int:
    """How many cases have their card in the group, or waiting for its turn."""
    database = Database(url)
    kept = select(func.count()).where(
        OutboundRow.op == "card", OutboundRow.status.in_(["pending", "sending", "sent"])
    )
    cards = 0
    try:
        async with asyncio.timeout(PATIENCE):
            while cards < people:
                async with database.reading() as session:
                    cards = await session.scalar(kept) or 0
                await asyncio.sleep(0.2)
    except TimeoutError:
        pass  # what is missing is told
    await database.close()
    return cards
