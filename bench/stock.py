"""What people deploy: `rasa run` with the REST channel and an SQL tracker store (SQLite).

The same model on the same interpreter; only the channel and the tracker store are Rasa's own.
What answers a form is sent as a stock button sends it, `/answer`: that words answer an open
question is our channel's doing, and without it this domain's forms end in Rasa's loop of
fallbacks. It spares the stock server the understanding of a quarter of the messages, so the
comparison errs on its side.
"""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import httpx

from bench.figures import Memory, Speed, speed
from bench.processes import Failed, free_port, last_words, running, weigh, with_children
from bench.talk import FORM_ANSWERS, ROUND, conversation
from bot.dialogue.server import NLU_PYTHON, environment
from bot.settings import ROOT

START_SECONDS = 120.0


async def measure(model: Path, folder: Path, messages: int) -> tuple[Speed, Memory]:
    """One growing conversation, after a round of warming up in another.

    Returns:
        Its speed, and what the server holds at the end.

    Raises:
        Failed: The server does not start, or leaves a message without an answer.
    """
    port, log = free_port(), folder / "stock.log"
    endpoints, credentials = folder / "stock-endpoints.yml", folder / "stock-credentials.yml"
    endpoints.write_text(
        f"tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: {folder / 'stock.db'}\n",
        encoding="utf-8",
    )
    credentials.write_text("rest:\n", encoding="utf-8")
    command = (
        str(NLU_PYTHON), "-m", "rasa", "run", "--enable-api", "--model", str(model),
        "--endpoints", str(endpoints), "--credentials", str(credentials),
        "-i", "127.0.0.1", "-p", str(port),
    )  # fmt: skip
    env = environment() | {"LOG_LEVEL": "ERROR"}
    async with (
        running(*command, cwd=ROOT, env=env, log=log) as process,
        httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}", timeout=30.0, trust_env=False
        ) as client,
    ):
        await _ready(client, process, log)
        await _converse(client, "warm", ROUND)
        started = time.perf_counter()
        durations = await _converse(client, "measured", conversation(messages))
        wall = time.perf_counter() - started
        memory = await asyncio.to_thread(weigh, with_children(process.pid))
    return speed(durations, wall), memory


async def _ready(client: httpx.AsyncClient, process: asyncio.subprocess.Process, log: Path) -> None:
    try:
        async with asyncio.timeout(START_SECONDS):
            while process.returncode is None:
                try:
                    if (await client.get("/status")).is_success:
                        return
                except httpx.TransportError:
                    pass
                await asyncio.sleep(0.5)
    except TimeoutError:
        pass
    raise Failed(f"the stock server does not start: {last_words(log)}")


async def _converse(
    client: httpx.AsyncClient, sender: str, texts: list[str] | tuple[str, ...]
) -> list[float]:
    durations = []
    for text in texts:
        body = {"sender": sender, "message": "/answer" if text in FORM_ANSWERS else text}
        started = time.perf_counter()
        answer = await client.post("/webhooks/rest/webhook", json=body)
        durations.append(time.perf_counter() - started)
        if not answer.is_success or not answer.json():
            raise Failed(f"the stock server has no answer to “{text}”")
    return durations
