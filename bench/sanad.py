"""Sanad as it is deployed: `sanad run` with its own Rasa and its own PostgreSQL."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import httpx
import psutil
from pydantic import SecretStr
from sqlalchemy import select

from bench.figures import Memory
from bench.phones import Phone
from bench.processes import Failed, free_port, last_words, running, weigh, with_children
from bot.app import open_vault
from bot.centres import CentreEntry, import_centres
from bot.dialogue.onboarding import READY
from bot.settings import Settings
from bot.simulator.server import Simulator
from bot.storage.database import Database
from bot.storage.people import meet
from bot.storage.sealed import new_key
from bot.storage.tables import Centre

START_SECONDS = 180.0
TOWN, CENTRE = "Fès", "fes"
_HOURS = {day: ["08:30", "16:30"] for day in ("mon", "tue", "wed", "thu", "fri")}


@dataclass(frozen=True)
class Running:
    """A Sanad that is ready.

    Attributes:
        pid: The bot's process.
        database_pid: The first of PostgreSQL's processes.
        database_url: Where its database answers.
    """

    pid: int
    database_pid: int
    database_url: str

    def weigh(self) -> dict[str, Memory]:
        """What the bot, Rasa and PostgreSQL hold now."""
        family = with_children(self.pid)
        rasa = [one for one in family[1:] if "rasa" in one.cmdline()]
        bot = [one for one in family if one not in rasa]
        database = with_children(self.database_pid)
        return {"bot": weigh(bot), "Rasa": weigh(rasa), "PostgreSQL": weigh(database)}


@asynccontextmanager
async def sanad(
    simulator: Simulator, models: Path, folder: Path, *, group_pace: int = 1_000_000
) -> AsyncIterator[Running]:
    """Sanad for the length of the block, in an empty database, one centre in it.

    Args:
        simulator: The Telegram it talks to.
        models: Where the trained model lies.
        folder: Where its data go; it runs there too, so that it reads no `.env`.
        group_pace: Messages a minute that it sends to a centre's group.

    Raises:
        Failed: It is not ready in time.
    """
    key, index_key, port, log = new_key(), new_key(), free_port(), folder / "sanad.log"
    open_vault(Settings(keys=SecretStr(key), index_key=SecretStr(index_key)))
    ours = {name: value for name, value in os.environ.items() if not name.startswith("SANAD_")}
    env = ours | {
        "SANAD_TELEGRAM_TOKEN": simulator.token,
        "SANAD_TELEGRAM_API_URL": simulator.url,
        "SANAD_KEYS": key,
        "SANAD_INDEX_KEY": index_key,
        "SANAD_DATA": str(folder),
        "SANAD_MODELS": str(models),
        "SANAD_PACE": "1000000",  # nobody types as fast as is measured here
        "SANAD_GROUP_PACE": str(group_pace),
        "SANAD_HOST": "127.0.0.1",
        "SANAD_PORT": str(port),
    }
    command = str(Path(sys.executable).with_name("sanad"))
    try:
        async with running(command, "run", cwd=folder, env=env, log=log) as process:
            await _ready(f"http://127.0.0.1:{port}/health", process, log)
            pid, url = _postmaster(folder / "postgres")
            await _open_centre(url, simulator)
            yield Running(process.pid, pid, url)
    finally:
        await asyncio.to_thread(_end_database, folder / "postgres")


async def onboard(url: str, phones: Iterable[Phone]) -> None:
    """Have these people behind them what everybody goes through first."""
    database = Database(url)
    async with database.transaction() as session:
        centre = (await session.scalars(select(Centre).where(Centre.code == CENTRE))).one()
        for phone in phones:
            person = await meet(session, "telegram", str(phone.id))
            person.language, person.stage, person.town = "ar", READY, TOWN
            person.centre, person.consent_at = centre, datetime.now(UTC)
    await database.close()


async def _open_centre(url: str, simulator: Simulator) -> None:
    entry = CentreEntry(
        code=CENTRE, name_ar="مركز فاس", name_fr="Centre de Fès", region="fes-meknes",
        latitude=34.03, longitude=-5.0, hours=_HOURS,
        group_chat_id=str(simulator.group("مركز فاس").id),
    )  # fmt: skip
    database = Database(url)
    async with database.transaction() as session:
        await import_centres(session, [entry])
    await database.close()


async def _ready(health: str, process: asyncio.subprocess.Process, log: Path) -> None:
    parts: dict[str, str] = {}
    async with httpx.AsyncClient(timeout=2.0, trust_env=False) as client:
        with suppress(TimeoutError):
            async with asyncio.timeout(START_SECONDS):
                while process.returncode is None:
                    with suppress(httpx.TransportError):
                        parts = (await client.get(health)).json()
                        if parts["ready"] and parts["understanding"] == "ready":
                            return
                    await asyncio.sleep(0.25)
    raise Failed(f"Sanad is not ready: {parts or 'no answer'}\n{last_words(log)}")


def _postmaster(data: Path) -> tuple[int, str]:
    """The id of PostgreSQL's first process, and the address of its socket.

    `postmaster.pid` holds, a line each: process id, data folder, start time, port, folder of
    the socket (https://www.postgresql.org/docs/current/storage-file-layout.html).
    """
    pid, _, _, port, socket = (data / "postmaster.pid").read_text(encoding="utf-8").split("\n")[:5]
    return int(pid), f"postgresql://postgres@/postgres?host={socket}&port={port}"


def _end_database(data: Path) -> None:
    """Stop PostgreSQL, where a Sanad that was killed has left it."""
    with suppress(FileNotFoundError, psutil.Error):
        left = psutil.Process(_postmaster(data)[0])
        left.send_signal(signal.SIGINT)  # its "fast" way to stop
        left.wait(10)
