"""`sanad doctor`: what is in order, what is not, and what to do about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import httpx
from sqlalchemy import func, select

from bot.app import open_database, open_vault
from bot.centres import NO_SUPERVISION
from bot.dialogue.rasa import Rasa
from bot.dialogue.server import NLU_PYTHON, model_path
from bot.i18n.catalogs import LANGUAGES, catalog
from bot.settings import Settings, UnsafeSettings, read_settings
from bot.storage.casebook import supervisions
from bot.storage.database import Database
from bot.storage.tables import Centre, Coordinator


@dataclass(frozen=True)
class Finding:
    """One thing looked at; `advice` when it works and could be better."""

    what: str
    good: bool
    words: str
    advice: bool = False

    @property
    def sign(self) -> str:
        """✔, or what is to be looked at."""
        return "✘" if not self.good else "!" if self.advice else "✔"


async def examine() -> list[Finding]:
    """Look at everything; UnsafeSettings only when the settings cannot even be read."""
    settings = read_settings()
    checks: list[Callable[[Settings], Awaitable[list[Finding]]]] = [
        _keys, _catalogs, _database, _language, _telegram,
    ]  # fmt: skip
    return [finding for check in checks for finding in await check(settings)]


async def _keys(settings: Settings) -> list[Finding]:
    try:
        open_vault(settings)
    except UnsafeSettings as error:
        return [Finding("keys", False, str(error))]
    return [Finding("keys", True, f"{len(settings.sealing_keys())} to open, the first one seals")]


async def _catalogs(_: Settings) -> list[Finding]:
    missing = []
    for language in LANGUAGES:
        try:
            catalog(language)
        except OSError:
            missing.append(language)
    if missing:
        return [
            Finding("catalogs", False, f"not compiled: {', '.join(missing)}; run `make locales`")
        ]
    return [Finding("catalogs", True, ", ".join(LANGUAGES))]


async def _database(settings: Settings) -> list[Finding]:
    where = "the server of SANAD_DATABASE_URL" if settings.database_url else "embedded"
    try:
        async with open_database(settings, guest=True) as (url, _):
            database = Database(url)
            async with database.transaction() as session:
                counted = select(func.count(), func.count(Centre.group_index))
                (row,) = await session.execute(counted.where(Centre.kind == "centre"))
                centres, groups = row
                supervised = len(await supervisions(session))
                staff = await session.scalar(
                    select(func.count()).select_from(Coordinator).where(Coordinator.active)
                )
            await database.close()
    except Exception as error:  # noqa: BLE001 - whatever it is, it is the finding
        words = f"{where}: {type(error).__name__}. Is it running, and is the address right?"
        return [Finding("database", False, words)]
    return [
        Finding("database", True, f"{where}, migrated"),
        Finding(
            "centres",
            bool(groups),
            f"{centres}, {groups} with a group"
            + ("" if groups else "; run `sanad centres import` with their group_chat_id"),
        ),
        Finding(
            "supervision",
            True,
            f"{supervised} with a group" if supervised else NO_SUPERVISION,
            advice=not supervised,
        ),
        Finding(
            "coordinators",
            bool(staff),
            f"{staff}" + ("" if staff else "; run `sanad coordinators add`"),
        ),
    ]


async def _language(settings: Settings) -> list[Finding]:
    if settings.rasa_url:
        token = settings.rasa_token.get_secret_value() if settings.rasa_token else ""
        rasa = Rasa(settings.rasa_url, token, settings.rasa_timeout)
        ready = await rasa.ready()
        await rasa.close()
        words = "answers" if ready else "does not answer at SANAD_RASA_URL"
        return [Finding("understanding", ready, words)]
    if not NLU_PYTHON.exists():
        return [Finding("understanding", False, "its environment is missing; run `make setup`")]
    trained = model_path(settings.model_folder).exists()
    words = "trained" if trained else "no model of the present sources; run `sanad train`"
    return [Finding("understanding", trained, words)]


async def _telegram(settings: Settings) -> list[Finding]:
    if settings.telegram_token is None:
        words = "SANAD_TELEGRAM_TOKEN is not set; get one from @BotFather"
        return [Finding("Telegram", False, words)]
    api = settings.telegram_api_url.rstrip("/")
    url = f"{api}/bot{settings.telegram_token.get_secret_value()}/getMe"
    try:
        async with httpx.AsyncClient(timeout=10) as client:
            answer = (await client.get(url)).json()
            known = bool(answer["ok"])
    except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        words = f"{type(error).__name__} from SANAD_TELEGRAM_API_URL"
        return [Finding("Telegram", False, words)]
    if not known:
        words = "refuses the token of SANAD_TELEGRAM_TOKEN; ask @BotFather for a new one"
        return [Finding("Telegram", False, words)]
    return [Finding("Telegram", True, f"@{answer['result'].get('username', '?')}")]
