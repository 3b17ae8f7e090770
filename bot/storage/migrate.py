"""Bringing the database to the newest version of the tables, or back."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, text

from bot.storage.database import SEARCH_PATH, sqlalchemy_url

_LOCK = 0x5A4E4144  # any constant: two processes that start together migrate one at a time


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["url"] = sqlalchemy_url(url)
    return config


def upgrade(url: str, revision: str = "head") -> None:
    """Migrate up to a revision."""
    _locked(url, lambda config: command.upgrade(config, revision))


def downgrade(url: str, revision: str) -> None:
    """Migrate down to a revision (`base`: nothing left)."""
    _locked(url, lambda config: command.downgrade(config, revision))


def versions(url: str) -> tuple[str | None, str | None]:
    """The database's revision and the newest one there is."""
    config = _config(url)
    engine = create_engine(config.attributes["url"])
    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
    engine.dispose()
    return current, ScriptDirectory.from_config(config).get_current_head()


def _locked(url: str, run: object) -> None:
    config = _config(url)
    engine = create_engine(config.attributes["url"], connect_args={"options": SEARCH_PATH})
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config.attributes["connection"] = connection
        run(config)  # type: ignore[operator]
    engine.dispose()
