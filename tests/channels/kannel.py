"""Debian's Kannel with its own fake operator, for tests: skipped without, unless it is required."""

from __future__ import annotations

import asyncio
import os
import re
from asyncio.subprocess import PIPE, STDOUT, Process
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from urllib.parse import unquote_to_bytes

import pytest

from tests.crash.process import free_port

BEARERBOX, SMSBOX = Path("/usr/sbin/bearerbox"), Path("/usr/sbin/smsbox")
FAKESMSC = Path("/usr/lib/kannel/test/fakesmsc")
USER, PASSWORD = "sanad", "kannel-password"
START_SECONDS = 20
KANNEL_TEST = pytest.mark.skipif(
    not (FAKESMSC.exists() and BEARERBOX.exists()) and not os.environ.get("SANAD_REQUIRE_KANNEL"),
    reason="there is no Kannel",
)
_CONFIG = """
group = core
admin-port = {admin}
admin-password = {password}
admin-interface = 127.0.0.1
smsbox-port = {inside}
smsbox-interface = 127.0.0.1
dlr-storage = internal

group = smsc
smsc = fake
smsc-id = fake
port = {operator}
connect-allow-ip = 127.0.0.1

group = smsbox
bearerbox-host = 127.0.0.1
bearerbox-port = {inside}
sendsms-port = {sendsms}
sendsms-interface = 127.0.0.1
http-request-retry = 20
http-queue-delay = 1

group = sendsms-user
username = {user}
password = {password}
concatenation = true
max-messages = 4

group = sms-service
keyword = default
catch-all = true
max-messages = 0
assume-plain-text = true
post-url = "{door}?secret={secret}&id=%I&from=%p&to=%P&at=%T"
"""
_SMS = re.compile(rb"Got message \d+: <(\S+) (\S+) (.*)>")


class Operator:
    """The fake operator: one SMS goes in, and whatever comes out is kept."""

    def __init__(self, process: Process) -> None:
        self._process = process

    async def sms(self) -> str:
        """The next SMS that comes out, as text."""
        assert self._process.stdout
        async with asyncio.timeout(START_SECONDS):
            async for line in self._process.stdout:
                if found := _SMS.search(line):
                    return _words(found[3])
        raise AssertionError("the operator ended")


@asynccontextmanager
async def running_kannel(folder: Path, door: str, secret: str) -> AsyncIterator[tuple[str, int]]:
    """A Kannel that brings SMS to `door`; its sendsms address and the operator's port."""
    ports = {name: free_port() for name in ("admin", "inside", "operator", "sendsms")}
    config = folder / "kannel.conf"
    config.write_text(
        _CONFIG.format(door=door, secret=secret, user=USER, password=PASSWORD, **ports)
    )
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(started(BEARERBOX, str(config)))
        await _listens(ports["inside"])
        await stack.enter_async_context(started(SMSBOX, str(config)))
        await _listens(ports["sendsms"])
        yield f"http://127.0.0.1:{ports['sendsms']}/cgi-bin/sendsms", ports["operator"]


@asynccontextmanager
async def operator(port: int, sms: str) -> AsyncIterator[Operator]:
    """An operator who brings one SMS (`FROM TO text WORDS`)."""
    args = ("-H", "127.0.0.1", "-r", str(port), "-i", "0.1", "-m", "1", sms)
    async with started(FAKESMSC, *args, output=PIPE) as process:
        yield Operator(process)


@asynccontextmanager
async def started(
    program: Path, *args: str, output: int = asyncio.subprocess.DEVNULL
) -> AsyncIterator[Process]:
    """A program, ended at the end."""
    errors = STDOUT if output == PIPE else output
    process = await asyncio.create_subprocess_exec(program, *args, stdout=output, stderr=errors)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        try:
            async with asyncio.timeout(START_SECONDS):
                await process.communicate()
        except TimeoutError:
            process.kill()
            await process.wait()


async def _listens(port: int) -> None:
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)  # another program's start tells nobody
            else:
                writer.close()
                await writer.wait_closed()
                return


def _words(shown: bytes) -> str:
    """The text of an SMS as fakesmsc prints it: `text …`, or UTF-16 with its escapes."""
    kind, _, rest = shown.partition(b" ")
    if kind == b"udh":
        _, _, rest = rest.partition(b" ")  # the header that joins parts
        kind, _, rest = rest.partition(b" ")
    raw = unquote_to_bytes(rest.replace(b"+", b" "))
    return raw.decode() if kind == b"text" else raw.decode("utf-16-be")
