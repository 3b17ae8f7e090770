"""`sanad audit`: who did what with a case, and who saw it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from bot.i18n.catalogs import MOROCCO
from bot.settings import read_settings
from bot.storage.audit import record, trail
from bot.storage.casebook import case_by_code
from bot.terminal import database_session, plain_errors

app = typer.Typer(help="Who did what with a case.", no_args_is_help=True)
_NOBODY = "-"


class UnknownCase(ValueError):
    """No case has that code."""


@app.callback()
def audit() -> None:
    """Keep `show` a command of its own, while it is the only one."""


@app.command()
def show(
    code: Annotated[str, typer.Argument(help="The code of the case, such as R-7KQ2.")],
) -> None:
    """Print all that staff did with a case or saw of it; that you looked is written down too."""

    async def work() -> None:
        async with database_session(read_settings()) as session:
            case = await case_by_code(session, code.strip().upper())
            if case is None:
                raise UnknownCase(f"no case has the code {code}; it is on the case's card")
            for row in await trail(session, case):
                who = row.coordinator.name if row.coordinator else _NOBODY
                at = row.at.astimezone(MOROCCO).strftime("%Y-%m-%d %H:%M:%S")
                typer.echo("\t".join((at, who, row.action, row.detail or "")).rstrip())
            record(case, "audit", datetime.now(UTC))

    with plain_errors(UnknownCase):
        asyncio.run(work())
