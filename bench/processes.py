"""Processes of the benchmark: started, weighed, and ended by their own ids."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import psutil

from bench.figures import Memory

STOP_SECONDS = 20.0
"""How long an orderly end may take: Sanad ends Rasa (3 s) and the database server."""
_MIB = 1024 * 1024
_TAIL = 2000


class Failed(RuntimeError):
    """A part could not be measured; the message says why."""


@asynccontextmanager
async def running(
    *command: str, cwd: Path, env: Mapping[str, str], log: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A process for the length of the block; what it started ends with it.

    It has a session of its own: Ctrl-C reaches the benchmark alone, which ends it in order.

    Args:
        command: The program and its arguments.
        cwd: Where it runs.
        env: All of its environment.
        log: Where its output goes.
    """
    with log.open("wb") as out:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=cwd, env=dict(env), start_new_session=True,
            stdin=asyncio.subprocess.DEVNULL, stdout=out, stderr=out,
        )  # fmt: skip
    family = [psutil.Process(process.pid)]
    try:
        yield process
    finally:
        with suppress(psutil.NoSuchProcess):
            family += family[0].children(recursive=True)
        if process.returncode is None:
            process.terminate()
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), STOP_SECONDS)
        await asyncio.to_thread(end, family)
        await process.wait()


def end(processes: Iterable[psutil.Process]) -> None:
    """Make sure that these are gone; blocks up to 10 seconds for those that are not."""
    left = [process for process in processes if process.is_running()]
    for process in left:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, stubborn = psutil.wait_procs(left, timeout=10)
    for process in stubborn:
        with suppress(psutil.NoSuchProcess):
            process.kill()


def last_words(log: Path) -> str:
    """The end of a log."""
    return log.read_text(encoding="utf-8", errors="replace")[-_TAIL:].strip()


def weigh(processes: Iterable[psutil.Process]) -> Memory:
    """What these processes hold together now."""
    rss = pss = count = 0
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            full = process.memory_full_info()
            rss += full.rss
            pss += getattr(full, "pss", full.rss)
            count += 1
    return Memory(count, round(rss / _MIB, 1), round(pss / _MIB, 1))


def with_children(pid: int) -> list[psutil.Process]:
    """A process and all that it started."""
    process = psutil.Process(pid)
    return [process, *process.children(recursive=True)]


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
