from __future__ import annotations

from pathlib import Path

import psycopg

from bot.channels.base import Say
from bot.i18n.text import verbatim
from bot.jobs import Queue
from bot.storage.database import Database
from bot.storage.outbox import Outbox
from tests.storage.world import LEILA, SECRETS, furnish


def found(folder: Path, words: dict[str, bytes]) -> set[str]:
    """Which of the words lie in some file of a folder, as they are."""
    seen: set[str] = set()
    for path in folder.rglob("*"):
        try:
            content = path.read_bytes() if path.is_file() else b""
        except FileNotFoundError:
            continue  # PostgreSQL removed it meanwhile
        seen |= {name for name, raw in words.items() if raw in content}
    return seen


async def test_whoever_takes_the_disk_reads_nothing(
    database: Database, queue: Queue, postgres: str
):
    code = await furnish(database, queue)
    async with database.transaction() as session:
        Outbox(session).to_place("x", LEILA, "ar", Say(text=[verbatim(SECRETS["her words"])]))
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        (data,) = connection.execute("SHOW data_directory").fetchone()
    words = {name: value.encode() for name, value in SECRETS.items()}
    visible = {"the case's code": code.encode(), "the centre's name": "مركز فاس".encode()}
    for folder in ("base", "pg_wal"):
        # What is not secret is found: so the search would find the rest.
        assert found(Path(data) / folder, words | visible) == set(visible), folder
    assert found(Path(data), words) == set()
