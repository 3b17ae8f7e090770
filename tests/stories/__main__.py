"""`make stories`: plays every story and writes `docs/dialogues`."""

from __future__ import annotations

import asyncio
import base64
import itertools
import sys
from contextlib import AsyncExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from playwright.async_api import Browser
from pydantic import SecretStr

from bot import logs
from bot.dialogue.server import train
from bot.i18n.text import Language
from bot.settings import ROOT, Settings
from bot.simulator.server import Simulator
from bot.storage.embedded import EmbeddedPostgres
from bot.storage.migrate import upgrade
from bot.storage.sealed import Vault, new_key, use_vault
from tests.browser import open_browser
from tests.stage import Stage, rasa_server
from tests.stories.desk import draw_guides
from tests.stories.page import index, write
from tests.stories.tales import STORIES
from tests.stories.tell import Story, Telling, told

FOLDER = ROOT / "docs" / "dialogues"
LANGUAGES: tuple[Language, ...] = ("ar", "fr")
GUIDES = "guides"
"""The name under which the pictures of the coordinators' guides are drawn alone."""
NOWHERE = "http://127.0.0.1:9"
"""A Rasa that is away: a guide's people press buttons."""
_numbers = itertools.count(1)


async def main(wanted: list[str]) -> None:
    """Play the stories with these names; all of them where none is given."""
    logs.set_up(level=40)
    pictures = FOLDER / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="sanad-stories-")))
        server = await asyncio.to_thread(EmbeddedPostgres, folder)
        stack.callback(server.stop)
        browser = await stack.enter_async_context(open_browser())
        if not wanted or GUIDES in wanted:
            for language in LANGUAGES:
                settings = _settings(_database(server), folder, NOWHERE, "")
                await draw_guides(settings, language, FOLDER.parent / "pictures", browser)
        if wanted == [GUIDES]:
            return
        models = ROOT / "var" / "models"
        await train(models)
        url, token = await stack.enter_async_context(rasa_server(models))
        for story in STORIES:
            if wanted and story.name not in wanted:
                continue
            tellings = []
            for language in LANGUAGES:
                settings = _settings(_database(server), folder, url, token)
                tellings.append(await _tell(settings, story, language, pictures, browser))
            write(FOLDER, story, tellings)
            sys.stderr.write(f"{story.name}: {sum(len(t.shots) for t in tellings)} pictures\n")
    (FOLDER / "README.md").write_text(index(STORIES), encoding="utf-8")


async def _tell(
    settings: Settings, story: Story, language: Language, pictures: Path, browser: Browser
) -> Telling:
    async with (
        Simulator() as simulator,
        Stage(settings, simulator) as stage,
        told(stage, story, language, pictures, browser) as telling,
    ):
        return telling


def _database(server: EmbeddedPostgres) -> str:
    name = f"story_{next(_numbers)}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    url = server.url.replace("/postgres?", f"/{name}?")
    upgrade(url)
    return url


def _settings(url: str, folder: Path, rasa: str, token: str) -> Settings:
    keys, index_key = new_key(), new_key()
    use_vault(Vault([keys.encode()], base64.urlsafe_b64decode(index_key)))
    return Settings(
        _env_file=None,
        database_url=url,
        rasa_url=rasa,
        rasa_token=SecretStr(token),
        rasa_timeout=20.0,
        keys=SecretStr(keys),
        index_key=SecretStr(index_key),
        data=folder,
        port=0,
        pace=1000,  # these people write faster than any thumb
    )


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
