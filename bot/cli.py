"""The `sanad` command."""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Annotated, Any

import typer
import uvloop

from bot import cli_audit, cli_lists, cli_projects, logs
from bot.app import Sanad, open_database, open_vault
from bot.demo import run_demo
from bot.dialogue.server import RasaServer, train
from bot.doctor import examine
from bot.listen import understand_lines
from bot.recordings import prompts
from bot.settings import Settings, read_settings
from bot.storage.migrate import downgrade, versions
from bot.storage.sealed import new_key
from bot.terminal import plain_errors, say

app = typer.Typer(
    help="Sanad: an Arabic/French assistant that brings people to the coordinator who can help.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
app.add_typer(cli_audit.app, name="audit")
app.add_typer(cli_lists.centres_app, name="centres")
app.add_typer(cli_projects.app, name="projects")
app.add_typer(cli_lists.answers_app, name="answers")
app.add_typer(cli_lists.coordinators_app, name="coordinators")


def run_until_stopped(work: Coroutine[Any, Any, None]) -> None:
    """Run until it ends, or SIGINT or SIGTERM asks for an orderly stop."""

    async def main() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            say("Stopped.")

    # Nothing of what is imported will ever be garbage: the collector need not look at it again.
    gc.collect()
    gc.freeze()
    with plain_errors():
        uvloop.run(main())


@app.command()
def run() -> None:
    """Run Sanad: long polling, or the webhook of SANAD_WEBHOOK_URL."""
    with plain_errors():
        settings = read_settings()
        logs.set_up(pretty=sys.stderr.isatty())
        sanad = Sanad(settings, tell=say)
    say(f"Health: http://{settings.host}:{settings.port}/health")
    run_until_stopped(sanad.run())


@app.command()
def demo(
    port: Annotated[int, typer.Option(help="Where the page of the two phones is served.")] = 8080,
) -> None:
    """Try Sanad on this computer: two phones on a page, no token, no account."""
    logs.set_up(pretty=True, level=40)
    run_until_stopped(run_demo(port, tell=say))


@app.command()
def migrate(
    down: Annotated[
        str | None, typer.Option(help="Go down to this revision instead (`base`: all of it).")
    ] = None,
) -> None:
    """Bring the database to the newest version."""

    async def work() -> None:
        async with open_database(settings) as (url, _):
            if down:
                await asyncio.to_thread(downgrade, url, down)
            current, newest = await asyncio.to_thread(versions, url)
            say(f"The database is at {current or 'nothing'}; the newest is {newest}.")

    with plain_errors():
        settings = read_settings()
        open_vault(settings)
        asyncio.run(work())


@app.command(name="train")
def train_model() -> None:
    """Train the model, if its sources changed."""
    with plain_errors():
        model = asyncio.run(train(read_settings().model_folder, say))
    say(f"The model: {model}")


@app.command()
def keys() -> None:
    """Print fresh keys for .env."""
    typer.echo(f"SANAD_KEYS={new_key()}")
    typer.echo(f"SANAD_INDEX_KEY={new_key()}")


@app.command()
def doctor() -> None:
    """Check settings, database, language, Telegram and catalogs, and say what to do."""
    with plain_errors():
        findings = asyncio.run(examine())
    for finding in findings:
        typer.echo(f"{finding.sign} {finding.what}: {finding.words}")
    raise typer.Exit(0 if all(finding.good for finding in findings) else 1)


@app.command()
def audio() -> None:
    """List what can be recorded for people who do not read: ✔ or ✘, language, id, words."""
    with plain_errors():
        folder = read_settings().audio
    for prompt in prompts(folder):
        sign = "✔" if prompt.file.is_file() else "✘"
        typer.echo(f"{sign}\t{prompt.language}\t{prompt.file.stem}\t{prompt.words}")


@app.command()
def understand() -> None:
    """Read messages from standard input, one a line; print what a turn would understand."""

    async def work() -> None:
        async with rasa(settings) as (url, token):
            async for line in understand_lines(url, token, sys.stdin):
                sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")
                sys.stdout.flush()

    with plain_errors():
        settings = read_settings()
        logs.set_up(level=40)
        asyncio.run(work())


@asynccontextmanager
async def rasa(settings: Settings) -> AsyncIterator[tuple[str, str]]:
    """The address and token of a Rasa: the one of the settings, or one of our own."""
    if settings.rasa_url:
        token = settings.rasa_token
        yield settings.rasa_url, token.get_secret_value() if token else ""
        return
    await train(settings.model_folder, say)
    server = RasaServer(settings.model_folder)
    watch = asyncio.create_task(server.watch())
    try:
        yield server.url, server.token
    finally:
        watch.cancel()
        await asyncio.gather(watch, return_exceptions=True)
