"""One database server a process and one trained Rasa a run; a database and a simulator a test."""

from __future__ import annotations

import base64
import itertools
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest
from pydantic import SecretStr

from bot.dialogue.server import train
from bot.settings import ROOT, Settings
from bot.simulator.server import Simulator
from bot.storage.embedded import EmbeddedPostgres
from bot.storage.migrate import upgrade
from bot.storage.sealed import Vault, new_key, use_vault
from tests.stage import Stage, rasa_server

KEY, INDEX_KEY = new_key(), new_key()
TEMPLATE = "sanad_template"


@dataclass(frozen=True)
class Server:
    """A running Rasa."""

    url: str
    token: str


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let one of the processes that run tests beside each other have all that need the model."""
    for item in items:
        if "models" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("rasa"))


@pytest.fixture(autouse=True)
def vault() -> Vault:
    opened = Vault([KEY.encode()], base64.urlsafe_b64decode(INDEX_KEY))
    use_vault(opened)
    return opened


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    """Where databases live: pytest's own folders are swept while other runs go on."""
    with TemporaryDirectory(prefix="sanad-test-", ignore_cleanup_errors=True) as path:
        yield Path(path)


@pytest.fixture(scope="session")
def postgres(folder: Path) -> Iterator[str]:
    """The server's address, with a migrated template to copy databases from."""
    server = EmbeddedPostgres(folder / "run")
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    upgrade(server.url.replace("/postgres?", f"/{TEMPLATE}?"))
    yield server.url
    server.stop()


_numbers = itertools.count(1)


@pytest.fixture
def database_url(postgres: str) -> Iterator[str]:
    """A migrated database of one's own."""
    name = f"test_{next(_numbers)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        yield postgres.replace("/postgres?", f"/{name}?")
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
async def models() -> Path:
    """Where the model of the present sources lies, trained if it was not."""
    folder = ROOT / "var" / "models"
    await train(folder)
    return folder


@pytest.fixture(scope="session")
async def rasa(models: Path) -> AsyncIterator[Server]:
    """Rasa with that model."""
    async with rasa_server(models) as (url, token):
        yield Server(url, token)


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    """Settings of a Sanad whose Rasa is away."""
    return Settings(
        _env_file=None,
        database_url=database_url,
        rasa_url="http://127.0.0.1:9",
        rasa_token=SecretStr("-"),
        rasa_timeout=20.0,  # a busy machine is not an absent Rasa
        keys=SecretStr(KEY),
        index_key=SecretStr(INDEX_KEY),
        data=tmp_path,
        port=0,
        pace=1000,  # people of tests write faster than any thumb
        group_pace=1000,
    )


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    async with Simulator() as running:
        yield running


@pytest.fixture
async def stage(settings: Settings, simulator: Simulator, rasa: Server) -> AsyncIterator[Stage]:
    """The whole of Sanad with its people: real Rasa, real PostgreSQL, simulated Telegram."""
    understood = settings.model_copy(
        update={"rasa_url": rasa.url, "rasa_token": SecretStr(rasa.token)}
    )
    async with Stage(understood, simulator) as running:
        yield running


@pytest.fixture
async def quiet_stage(settings: Settings, simulator: Simulator) -> AsyncIterator[Stage]:
    """The same while Rasa is away."""
    async with Stage(settings, simulator) as running:
        yield running
