"""Whatever staff do with a case, or see of it, is written down, and stays so."""

from __future__ import annotations

import asyncio

import pytest
from click.testing import Result
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from typer.testing import CliRunner

from bot.cli import app
from bot.simulator.actors import Person
from bot.storage.audit import trail
from bot.storage.tables import Case
from tests.journeys.watching import code_of
from tests.stage import Stage, ar


async def asks(stage: Stage) -> Person:
    person = await stage.welcome("ليلى")
    await person.taps(ar("Talk to a person"))
    await person.sees("R-")
    return person


async def written_down(stage: Stage, person: Person) -> list[tuple[str, str | None, str | None]]:
    assert stage.sanad
    assert stage.sanad.database
    async with stage.sanad.database.transaction() as session:
        case = await session.scalar(select(Case).where(Case.code == code_of(person)))
        assert case
        return [
            (row.action, row.coordinator.name if row.coordinator else None, row.detail)
            for row in await trail(session, case)
        ]


async def test_reading_and_writing_is_written_down_by_name(quiet_stage: Stage) -> None:
    leila, karim, nadia = await asks(quiet_stage), quiet_stage.karim, quiet_stage.nadia
    topic = await karim.sees_topic("R-")
    await karim.taps(ar("✋ Take"), topic=topic)
    await karim.writes(topic, "السلام عليكم")
    await leila.sees("السلام عليكم")
    await nadia.writes(topic, "// عندها موعد")
    await nadia.taps(ar("✔️ Close"), topic=topic)
    await nadia.taps(ar("✋ No longer wanted"), topic=topic)
    await leila.sees(ar("How was it for you?"))
    assert await written_down(quiet_stage, leila) == [
        ("shown", None, "fes"),
        ("take", "Karim", None),
        ("write", "Karim", None),
        ("note", "Nadia", None),
        ("close", "Nadia", None),
        ("outcome", "Nadia", "withdrawn"),
    ]


async def test_a_stranger_leaves_no_trace_since_nothing_is_done(quiet_stage: Stage) -> None:
    leila = await asks(quiet_stage)
    topic = await quiet_stage.karim.sees_topic("R-")
    await quiet_stage.stranger.taps(ar("✋ Take"), topic=topic)
    await quiet_stage.stranger.is_told(ar("Only the coordinators of this centre can do that."))
    assert [action for action, *_ in await written_down(quiet_stage, leila)] == ["shown"]


@pytest.mark.parametrize(
    "statement", ["DELETE FROM audit", "UPDATE audit SET action = 'x'", "TRUNCATE audit"]
)
async def test_nobody_changes_what_is_written_down(quiet_stage: Stage, statement: str) -> None:
    await asks(quiet_stage)
    await quiet_stage.karim.sees_topic("R-")
    assert quiet_stage.sanad
    assert quiet_stage.sanad.database
    with pytest.raises(DBAPIError, match="append-only"):
        async with quiet_stage.sanad.database.transaction() as session:
            await session.execute(text(statement))


def asked_at_the_terminal(stage: Stage, code: str, monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setenv("SANAD_DATABASE_URL", str(stage.settings.database_url))
    monkeypatch.setenv("SANAD_KEYS", stage.settings.keys.get_secret_value())
    monkeypatch.setenv("SANAD_INDEX_KEY", stage.settings.index_key.get_secret_value())
    return CliRunner().invoke(app, ["audit", "show", code], catch_exceptions=False)


async def test_it_is_read_at_the_terminal_and_that_is_written_down_too(
    quiet_stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    leila = await asks(quiet_stage)
    topic = await quiet_stage.karim.sees_topic("R-")
    await quiet_stage.karim.taps(ar("✋ Take"), topic=topic)
    await quiet_stage.karim.is_told(ar("It is yours."))
    code = code_of(leila).lower()
    shown = await asyncio.to_thread(asked_at_the_terminal, quiet_stage, code, monkeypatch)
    lines = [line.split("\t")[1:] for line in shown.stdout.splitlines()]
    assert lines == [["-", "shown", "fes"], ["Karim", "take"]]
    again = await asyncio.to_thread(asked_at_the_terminal, quiet_stage, code, monkeypatch)
    assert again.stdout.splitlines()[-1].split("\t")[1:] == ["-", "audit"]
    unknown = await asyncio.to_thread(asked_at_the_terminal, quiet_stage, "R-0000", monkeypatch)
    assert unknown.exit_code == 2
    assert "no case has the code R-0000" in unknown.stderr
