"""`sanad centres`, `sanad answers` and `sanad coordinators`: lists that are kept by hand."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from bot.answers_file import import_answers, read_answers
from bot.centres import NO_NATIONAL, NO_SUPERVISION, import_centres, read_centres
from bot.i18n.catalogs import LANGUAGES
from bot.settings import read_settings
from bot.staff import (
    NEEDS,
    ROLES,
    Skills,
    UnknownWord,
    add_coordinator,
    list_coordinators,
    one_of,
    remove_coordinator,
    some_of,
)
from bot.storage.casebook import national_centre, supervisions
from bot.terminal import database_session, plain_errors, say

centres_app = typer.Typer(help="The after-care centres.", no_args_is_help=True)
coordinators_app = typer.Typer(help="Who may answer for a centre.", no_args_is_help=True)
answers_app = typer.Typer(help="The answers that centres keep ready.", no_args_is_help=True)
_ABSENT = "-"


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
            national = await national_centre(session)
        say(f"{added} centres added, {updated} updated.")
        if not supervised:
            say(NO_SUPERVISION)
        if not (national and national.group_index):
            say(NO_NATIONAL)

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
def coordinators_add(  # noqa: PLR0913, PLR0917 - each is a word at the terminal
    centre: Annotated[str, typer.Argument(help="The centre's code.")],
    telegram_id: Annotated[int, typer.Argument(help="Their Telegram number (@userinfobot says).")],
    name: Annotated[str, typer.Argument(help="How colleagues call them.")],
    role: Annotated[str | None, typer.Option(help=f"One of {', '.join(ROLES)}.")] = None,
    needs: Annotated[
        str | None, typer.Option(help="The needs they do, such as housing,job; none: all.")
    ] = None,
    languages: Annotated[
        str | None, typer.Option(help=f"Of {', '.join(LANGUAGES)}: those they speak; none: all.")
    ] = None,
    woman: Annotated[
        bool | None, typer.Option("--woman/--man", help="For people who ask for a woman.")
    ] = None,
) -> None:
    """Let someone answer for a centre; what is not said of somebody known stays as it is."""

    async def work() -> None:
        skills = Skills(
            role=None if role is None else one_of(role, ROLES, "role"),
            needs=None if needs is None else some_of(needs, NEEDS, "need"),
            languages=None if languages is None else some_of(languages, LANGUAGES, "language"),
            woman=woman,
        )
        async with database_session(read_settings()) as session:
            await add_coordinator(session, centre, str(telegram_id), name, skills)
        say(f"{name} may answer for {centre}.")

    with plain_errors(UnknownWord):
        asyncio.run(work())


@coordinators_app.command("list")
def coordinators_list() -> None:
    """List who may answer, by centre: code, number, name, role, needs, languages, woman."""

    async def work() -> None:
        async with database_session(read_settings()) as session:
            for staff, centre in await list_coordinators(session):
                columns = (
                    centre.code,
                    staff.address,
                    staff.name,
                    staff.role,
                    ",".join(staff.needs) or _ABSENT,
                    ",".join(staff.languages) or _ABSENT,
                    "woman" if staff.woman else _ABSENT,
                )
                typer.echo("\t".join(columns))

    with plain_errors():
        asyncio.run(work())


@coordinators_app.command("remove")
def coordinators_remove(
    centre: Annotated[str, typer.Argument(help="The centre's code.")],
    telegram_id: Annotated[int, typer.Argument(help="Their Telegram number.")],
) -> None:
    """Take the right to answer away; what they had goes on to colleagues."""

    async def work() -> None:
        async with database_session(read_settings()) as session:
            await remove_coordinator(session, centre, str(telegram_id))
        say(f"{telegram_id} may no longer answer for {centre}.")

    with plain_errors():
        asyncio.run(work())
