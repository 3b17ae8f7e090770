"""`sanad projects`: lists of a distribution day, and the projects that are followed."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import select

from bot.channels.telegram.names import bot_name, joining_link
from bot.i18n.catalogs import MOROCCO
from bot.projects_file import Imported, import_projects, read_projects
from bot.settings import read_settings
from bot.spreadsheets import as_cell
from bot.staff import UnknownCentre
from bot.storage.project_tables import Project
from bot.storage.projects import projects_at
from bot.storage.tables import Centre
from bot.terminal import database_session, plain_errors, say

app = typer.Typer(help="The small projects that centres follow.", no_args_is_help=True)
_JOINED, _NOBODY, _ERASED = "joined", "-", "erased"


@app.command("import")
def projects_import(
    file: Annotated[Path, typer.Argument(help="A .csv or .xlsx list; see examples/projects.csv.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")
    ] = False,
) -> None:
    """Bring a list in, all of it or nothing; print everybody's code, and the link to join by."""

    async def work() -> None:
        settings, now = read_settings(), datetime.now(UTC)
        name = await bot_name(settings)
        async with database_session(settings) as session:
            codes = list(await session.scalars(select(Centre.code).where(Centre.kind == "centre")))
            holders = read_projects(file, codes, now.astimezone(MOROCCO).date())
            done = await import_projects(session, holders, now)
            told = [
                _invitation(project, name, became, made=not (dry_run and became == "new"))
                for project, became in done.projects
            ]
            if dry_run:
                await session.rollback()
        for columns in told:
            typer.echo("\t".join(columns))
        say(_summary(done, dry_run=dry_run))

    with plain_errors():
        asyncio.run(work())


@app.command("list")
def projects_list(
    centre: Annotated[str | None, typer.Option(help="Only this centre's: its code.")] = None,
) -> None:
    """List the projects: code, centre, stage, trade, and whether their holder joined."""

    async def work() -> None:
        async with database_session(read_settings()) as session:
            known = list(await session.scalars(select(Centre.code).order_by(Centre.code)))
            if centre and centre not in known:
                raise UnknownCentre(f"no centre {centre!r}; known: {', '.join(known)}")
            for project in await projects_at(session, centre):
                joined = _JOINED if project.person_id else _NOBODY
                columns = (project.code, project.centre.code, project.stage, project.trade)
                typer.echo("\t".join((*columns, _ERASED if project.erased_at else joined)))

    with plain_errors():
        asyncio.run(work())


def _invitation(project: Project, bot: str | None, became: str, *, made: bool) -> list[str]:
    """What somebody needs to join: who they are in the list, their code and link."""
    code = project.code if made else _NOBODY
    if project.person_id:
        link = _JOINED
    elif became == _ERASED:
        link = _ERASED
    else:
        link = joining_link(bot, project.code) if bot and made else _NOBODY
    return [code, as_cell(project.holder or _NOBODY), became, link]


def _summary(done: Imported, *, dry_run: bool) -> str:
    counts = ", ".join(f"{done.count(how)} {how}" for how in ("new", "changed", "as before"))
    erased = done.count("erased")
    alone = f"; {erased} erased by their holders and left alone" if erased else ""
    first = "Nothing was changed. It would be" if dry_run else "Projects:"
    return f"{first} {counts}{alone}."
