"""`python -m bench`: every part in turn, a line each, a table at the end."""

from __future__ import annotations

import asyncio
import json
import signal
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from bench import burst, stock
from bench.figures import Speed
from bench.growth import grow
from bench.phones import Phone, TimedWorld, side_by_side
from bench.processes import Failed, last_words, running
from bench.report import Results, table, write
from bench.sanad import onboard, sanad
from bench.talk import ROUND, conversation
from bot.dialogue.server import NLU_PYTHON, NotInstalled, environment, train
from bot.settings import ROOT
from bot.simulator.server import Simulator

MODELS = ROOT / "var" / "models"
RESULT = ROOT / "var" / "bench.json"
PARTS = ("limit", "stock", "sanad", "burst")
_started = time.monotonic()


def tell(words: str) -> None:
    """A line of progress, with the seconds since the start."""
    typer.echo(f"{time.monotonic() - _started:5.0f} s  {words}")


async def measure_limit(results: Results, model: Path, folder: Path) -> None:
    """The messages in Rasa's own process."""
    result, log = folder / "limit.json", folder / "limit.log"
    command = (str(NLU_PYTHON), "-m", "bench.limit", str(model), str(result), str(results.messages))
    env = environment() | {"LOG_LEVEL": "ERROR"}
    async with running(*command, cwd=ROOT, env=env, log=log) as process:
        if await process.wait() != 0:
            raise Failed(f"the limit: {last_words(log)}")
    found = json.loads(result.read_text(encoding="utf-8"))
    results.limit, results.strayed = Speed(**found["speed"]), found["strayed"]


async def measure_sanad(results: Results, folder: Path) -> None:
    """Sanad by one conversation, by many at once, and by one again in a grown database."""
    talk, world = conversation(results.messages), TimedWorld()
    async with Simulator(world) as simulator, sanad(simulator, MODELS, folder) as running_sanad:
        url = running_sanad.database_url
        first, later, *others = (Phone(world, "ليلى") for _ in range(2 + results.side_by_side))
        await onboard(url, [first, later, *others])
        tell(f"Sanad: {results.few:,} stored conversations")
        await grow(url, results.few)
        counts = await first.learns(ROUND)
        tell(f"Sanad: a conversation of {results.messages} messages")
        results.alone = await side_by_side([first], talk, counts)
        tell(f"Sanad: {results.side_by_side} conversations at once")
        results.together = await side_by_side(others, ROUND, counts)
        results.memory |= await asyncio.to_thread(running_sanad.weigh)
        tell(f"Sanad: {results.many:,} stored conversations")
        await grow(url, results.many)
        await later.converses(ROUND, counts)
        tell(f"Sanad: a conversation of {results.messages} messages again")
        results.grown = await side_by_side([later], talk, counts)
        tell("Sanad: stopping")


async def bench(results: Results, parts: list[str]) -> None:
    """Measure the parts one after the other."""
    tell("Model: trained where its sources changed (a minute)")
    model = await train(MODELS)
    with TemporaryDirectory(prefix="sanad-bench-") as name:
        folder = Path(name)
        if "limit" in parts:
            tell("Limit: the messages in Rasa's own process")
            await measure_limit(results, model, folder)
        if "stock" in parts:
            tell("Stock: rasa run with REST channel and SQL tracker store")
            speed, memory = await stock.measure(model, folder, results.messages)
            results.stock, results.memory["stock Rasa"] = speed, memory
        if "sanad" in parts:
            tell("Sanad: starting, with its Rasa and its PostgreSQL")
            await measure_sanad(results, folder)
        if "burst" in parts:
            tell(f"Burst: {results.burst_of} cases at once, a danger among them")
            (folder / "burst").mkdir()
            results.burst = await burst.measure(results.burst_of, MODELS, folder / "burst")


def main(
    part: Annotated[list[str] | None, typer.Option(help=f"Only this: {', '.join(PARTS)}.")] = None,
    quick: Annotated[
        bool, typer.Option(help="A fifth of everything, for trying the benchmark itself.")
    ] = False,
) -> None:
    """Measure end-to-end turns, the limit, a stock server, memory and growth."""
    results = Results(40, 8, 200, 2_000) if quick else Results(200, 16, 1_000, 100_000)

    async def until_stopped() -> None:
        task = asyncio.ensure_future(bench(results, part or list(PARTS)))
        # Once: a second Ctrl-C must not disturb the cleaning up after the first.
        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        await task

    try:
        asyncio.run(until_stopped())
    except asyncio.CancelledError:
        tell("stopped; everything that was started has ended")
        raise typer.Exit(130) from None
    except (Failed, NotInstalled, RuntimeError) as error:
        tell(f"given up: {error}")
        raise typer.Exit(1) from None
    typer.echo(table(results))
    if not quick and not part:
        write(results, RESULT)
        typer.echo(f"\n{RESULT.relative_to(ROOT)} holds the figures.")


if __name__ == "__main__":
    typer.run(main)
