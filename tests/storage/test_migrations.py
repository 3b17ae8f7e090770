from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import create_engine, inspect

from bot.jobs import Queue
from bot.storage.database import Database, sqlalchemy_url
from bot.storage.migrate import downgrade, upgrade, versions
from bot.storage.tables import Base
from tests.storage.world import case_named, furnish


@pytest.fixture
def empty_url(postgres: str) -> Iterator[str]:
    """A database in which there is nothing yet."""
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("CREATE DATABASE bare")
        yield postgres.replace("/postgres?", "/bare?")
        connection.execute("DROP DATABASE bare WITH (FORCE)")


def contents(url: str) -> tuple[set[str], set[str]]:
    engine = create_engine(sqlalchemy_url(url))
    with engine.connect() as connection:
        seen = inspect(connection)
        found = set(seen.get_table_names("public")), set(seen.get_schema_names())
    engine.dispose()
    return found


async def furnished(url: str) -> str:
    database, queue = Database(url), Queue(url)
    async with queue.app.open_async():
        code = await furnish(database, queue)
    async with database.transaction() as session:
        assert (await case_named(session, code)).need == "housing"
    await database.close()
    return code


async def test_up_with_rows_down_and_up_again(empty_url: str):
    assert versions(empty_url)[0] is None
    upgrade(empty_url)
    current, newest = versions(empty_url)
    assert current == newest
    await furnished(empty_url)
    downgrade(empty_url, "base")
    tables, schemas = contents(empty_url)
    assert tables == {"alembic_version"}
    assert "queue" not in schemas
    upgrade(empty_url)
    await furnished(empty_url)


def test_migrating_what_is_migrated_changes_nothing(database_url: str):
    upgrade(database_url)
    current, newest = versions(database_url)
    assert current == newest is not None


def test_the_migrations_make_the_tables_of_the_models(database_url: str):
    engine = create_engine(sqlalchemy_url(database_url))
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert differences == []
