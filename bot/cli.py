"""The `sanad` command."""

from __future__ import annotations

import asyncio
import gc
import json
import signal
import sys
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
import uvloop

from bot import cli_audit, logs
from bot.answers_file import import_answers, read_answers
from bot.app import Sanad, open_database, open_vault
from bot.centres import NO_SUPERVISION, import_centres, read_centres
from bot.demo import run_demo
from bot.dialogue.server import RasaServer, train
from bot.doctor import examine
from bot.listen import understand_lines
from bot.recordings import prompts
from bot.settings import Settings, read_settings
from bot.staff import (
    add_coordinator,
    list_coordinators,
    remove_coordinator,
)
from bot.storage.casebook import supervisions
from bot.storage.migrate import downgrade, versions
from bot.storage.sealed import new_key
from bot.terminal import database_session, plain_errors, say

app = typer.Typer(
    help="Sanad: an Arabic/French assistant that brings people to the coordinator who can help.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
centres_app = typer.Typer(help="The after-care centres.", no_args_is_help=True)
coordinators_app = typer.Typer(help="Who may answer for a centre.", no_args_is_help=True)
answers_app = typer.Typer(help="The answers that centres keep ready.", no_args_is_help=True)
app.add_typer(cli_audit.app, name="audit")
app.add_typer(centres_app, name="centres")
app.add_typer(answers_app, name="answers")
app.add_typer(coordinators_app, name="coordinators")


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


@centres_app.command("import")
def centres_import(
    file: Annotated[Path, typer.Argument(help="A .csv or .yaml list; see examples/centres.yaml.")],
) -> None:
    """Add the centres of a list, or bring them up to date. All of it, or nothing."""

    async def work() -> None:
        entries = read_centres(file)
        async with database_session(read_settings()) as session:
            added, updated = await import_centres(session, entries)
            await session.flush()
            supervised = await supervisions(session)
        say(f"{added} centres added, {updated} updated.")
        if not supervised:
            say(NO_SUPERVISION)

    with plain_errors():
        asyncio.run(work())


@answers_app.command("import")
def answers_import(
    file: Annotated[Path, typer.Argument(help="A .yaml list; see examples/answers.yaml.")],
) -> None:
    """Add the answers of a list, or bring them up to date. All of it, or nothing."""

    async def work() -> None:
        entries = read_answers(file)
        async with database_session(read_settings()) as session:
            answers, centres = await import_answers(session, entries)
        say(f"{answers} answers for {centres} centres.")

    with plain_errors():
        asyncio.run(work())


@coordinators_app.command("add")
def coordinators_add(
    centre: Annotated[str, typer.Argument(help="The centre's code.")],
    telegram_id: Annotated[int, typer.Argument(help="Their Telegram number (@userinfobot says).")],
    name: Annotated[str, typer.Argument(help="How colleagues call them.")],
) -> None:
    """Let someone answer for a centre."""

    async def work() -> None:
        async with database_session(read_settings()) as session:
            await add_coordinator(session, centre, str(telegram_id), name)
        say(f"{name} may answer for {centre}.")

    with plain_errors():
        asyncio.run(work())


@coordinators_app.command("list")
def coordinators_list() -> None:
    """List who may answer, by centre."""

    async def work() -> None:
        async with database_session(read_settings()) as session:
            for staff, centre in await list_coordinators(session):
                typer.echo(f"{centre.code}\t{staff.address}\t{staff.name}")

    with plain_errors():
        asyncio.run(work())


@coordinators_app.command("remove")
def coordinators_remove(
    centre: Annotated[str, typer.Argument(help="The centre's code.")],
    telegram_id: Annotated[int, typer.Argument(help="Their Telegram number.")],
) -> None:
    """Take the right to answer away."""

    async def work() -> None:
        async with database_session(read_settings()) as session:
            await remove_coordinator(session, centre, str(telegram_id))
        say(f"{telegram_id} may no longer answer for {centre}.")

    with plain_errors():
        asyncio.run(work())
