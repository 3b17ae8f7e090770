"""Connections and transactions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)

# The queue's tables live in a schema of their own; every connection sees both.
SEARCH_PATH = "-c search_path=public,queue"


def sqlalchemy_url(url: str) -> str:
    """A `postgresql://` address with the driver that SQLAlchemy should use."""
    scheme, _, rest = url.partition("://")
    if scheme not in {"postgres", "postgresql", "postgresql+psycopg"}:
        raise ValueError(f"not a PostgreSQL address: {scheme}://…")
    return f"postgresql+psycopg://{rest}"


class Database:
    """One engine, and transactions on it."""

    def __init__(self, url: str) -> None:
        self.engine: AsyncEngine = create_async_engine(
            sqlalchemy_url(url),
            pool_size=20,
            connect_args={"options": SEARCH_PATH},
        )
        self._autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """A session whose work is committed at the end, or rolled back as a whole."""
        async with self._sessions.begin() as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session to read with: each query for itself, without a transaction around them."""
        async with AsyncSession(self._autocommit, expire_on_commit=False) as session:
            yield session

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


async def driver_connection(session: AsyncSession) -> Any:
    """The psycopg connection of a session's transaction, for the queue to write in it too."""
    connection = await session.connection()
    return (await connection.get_raw_connection()).driver_connection
