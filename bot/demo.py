"""`sanad demo`: Sanad beside a simulated Telegram, on this computer alone."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Iterable

from pydantic import SecretStr
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import Sanad, open_database, open_vault
from bot.centres import CentreEntry, import_centres, read_centres
from bot.settings import ROOT, Settings, read_settings
from bot.simulator.server import Simulator
from bot.staff import add_coordinator
from bot.storage.database import Database
from bot.storage.sealed import new_key

CENTRES = ROOT / "examples" / "centres.yaml"
BENEFICIARIES = (("ليلى", "ar"), ("Youssef", "fr"))
COORDINATORS = {
    "fes": ("كريم", "Salma"),
    "casablanca": ("Nadia",),
    "tanger": ("هشام",),
    "national": ("مريم",),
    "supervision": ("سعاد",),
}
STRANGER = "غريب"


async def run_demo(port: int, tell: Callable[[str], None]) -> None:
    """Run until cancelled. Every start is a fresh one: yesterday's demo is gone."""
    kept = read_settings()
    data = kept.data / "demo"
    shutil.rmtree(data / "postgres", ignore_errors=True)
    tell("1/4  Opening the simulated Telegram…")
    async with Simulator(port=port) as simulator:
        settings = Settings(
            telegram_token=SecretStr(simulator.token),
            telegram_api_url=simulator.base_url.removesuffix("/bot"),
            webhook_url=None,
            database_url=None,
            rasa_url=None,
            keys=SecretStr(new_key()),
            index_key=SecretStr(new_key()),
            data=data,
            models=kept.model_folder,
            port=0,
        )
        open_vault(settings)
        tell("2/4  Preparing the database…")
        async with open_database(settings) as (url, _):
            database = Database(url)
            async with database.transaction() as session:
                await furnish(session, simulator, read_centres(CENTRES))
            await database.close()
        tell("3/4  Starting the bot…")
        sanad = asyncio.ensure_future(Sanad(settings, tell).run())
        tell("")
        tell(
            f"4/4  Open  http://127.0.0.1:{port}  and write to the bot as one of the people there."
        )
        tell("     The menus work at once; free text is understood when the line below says so.")
        tell("     Ctrl-C ends it.")
        tell("")
        try:
            await sanad
        finally:
            sanad.cancel()
            await asyncio.gather(sanad, return_exceptions=True)


async def furnish(
    session: AsyncSession, simulator: Simulator, centres: Iterable[CentreEntry]
) -> None:
    """Give the centres their groups, the groups their coordinators, and people phones."""
    entries = {entry.code: entry for entry in centres}
    for code in COORDINATORS:
        entry = entries[code]
        name = entry.name_ar if entry.language == "ar" else entry.name_fr
        entry.group_chat_id = str(simulator.group(name).id)
    await import_centres(session, list(entries.values()))
    await session.flush()
    for entry in entries.values():
        if entry.group_chat_id is None:
            continue
        group = simulator.world.chats[int(entry.group_chat_id)]
        for name in COORDINATORS[entry.code]:
            person = simulator.coordinator(name, group)
            await add_coordinator(session, entry.code, str(person.id), name)
        simulator.stranger(STRANGER, group)
    for name, language in BENEFICIARIES:
        simulator.user(name, language=language)
