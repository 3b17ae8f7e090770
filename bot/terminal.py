"""What the commands of a terminal share: words, errors that can be mended, a transaction."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import open_database, open_vault
from bot.centres import BadList
from bot.dialogue.assistant import Away
from bot.dialogue.server import NotInstalled, TrainingFailed
from bot.settings import Settings, UnsafeSettings
from bot.staff import UnknownCentre, UnknownCoordinator
from bot.storage.database import Database
from bot.storage.embedded import DataFolderInUse

_TO_BE_MENDED: tuple[type[Exception], ...] = (
    UnsafeSettings,
    BadList,
    UnknownCentre,
    UnknownCoordinator,
    DataFolderInUse,
    NotInstalled,
    TrainingFailed,
    Away,
)


def say(words: str) -> None:
    """Tell the person at the terminal."""
    typer.echo(words, err=True)


@contextmanager
def plain_errors(*more: type[Exception]) -> Iterator[None]:
    """What the person can mend is said in a line, without a trace; exit code 2.

    Args:
        more: Errors of a command's own.
    """
    try:
        yield
    except _TO_BE_MENDED + more as error:
        say(str(error))
        raise typer.Exit(2) from None


@asynccontextmanager
async def database_session(settings: Settings) -> AsyncIterator[AsyncSession]:
    """One transaction on the migrated database."""
    open_vault(settings)
    async with open_database(settings, guest=True) as (url, _):
        database = Database(url)
        try:
            async with database.transaction() as session:
                yield session
        finally:
            await database.close()
