"""`sanad run` as a process of its own, to be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

import httpx

from bot.settings import ROOT

START_SECONDS = 60


def free_port() -> int:
    """A port nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class SanadProcess:
    """A real process, with its own embedded database under `data`."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self._port = free_port()
        self._environment = {k: v for k, v in os.environ.items() if not k.startswith("SANAD_")} | {
            f"SANAD_{name.upper()}": value for name, value in settings.items()
        } | {"SANAD_DATA": str(data), "SANAD_PORT": str(self._port)}  # fmt: skip
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start it, and wait until it says that it is ready."""
        with (self.data / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "run",
                cwd=ROOT, env=self._environment, stdout=log, stderr=log,
            )  # fmt: skip
        async with asyncio.timeout(START_SECONDS), httpx.AsyncClient() as client:
            while not await self._ready(client):
                assert self._process.returncode is None, (self.data / "log").read_text()
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """kill -9."""
        assert self._process
        self._process.kill()
        await self._process.wait()

    async def stop(self) -> None:
        """Ask it to stop, and wait."""
        if self._process and self._process.returncode is None:
            self._process.terminate()
            await self._process.wait()

    def kill_database(self) -> None:
        """kill -9 its PostgreSQL."""
        os.kill(self.database_pid(), signal.SIGKILL)

    def database_pid(self) -> int:
        """The process id of its PostgreSQL."""
        lines = (self.data / "postgres" / "postmaster.pid").read_text().splitlines()
        return int(lines[0])

    async def health(self) -> dict[str, str]:
        """What /health says."""
        async with httpx.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{self._port}/health")
            return dict(answer.json())

    async def _ready(self, client: httpx.AsyncClient) -> bool:
        try:
            answer = await client.get(f"http://127.0.0.1:{self._port}/health")
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK
