"""What a centre's group is told in the morning, and the supervisors' group on Monday."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.desk.weekly import weekly
from bot.i18n.catalogs import render
from bot.i18n.text import msgs
from bot.settings import Settings
from bot.simulator.files import image_size
from bot.simulator.model import Post
from bot.simulator.server import Simulator
from bot.storage.database import Database
from bot.storage.desk_tables import AuditRow
from bot.storage.mail import OutboundRow
from bot.storage.tables import Appointment, Case, Centre
from tests.journeys.filing import at, awake, day_after, filed, watch
from tests.journeys.test_complaint import Supervised
from tests.journeys.watching import rests, stored
from tests.stage import Stage, ar, fr

WEEK = "📊 The last seven days:"
PICTURE = "📊 Today, and the last seven days"
TUESDAY = day_after(1)
MONDAY = day_after(0, weeks=1)
SUNDAY = day_after(6)


@pytest.fixture
async def supervised(settings: Settings, simulator: Simulator) -> AsyncIterator[Supervised]:
    async with Supervised(settings, simulator) as running:
        yield running


def good_day(n: int) -> str:
    """How the morning's message begins."""
    greeting = msgs("☀️ Good day! {n} request is open.", "☀️ Good day! {n} requests are open.", n)
    return render(greeting, "ar")


async def morning(stage: Stage, day: date, clock: str = "08:30") -> int:
    return await watch(stage, at(day, clock)).look()


def said(stage: Stage, words: str) -> list[str]:
    """The messages in Fès' General with some words."""
    posts = stage.karim.room.posts.values()
    return [post.text for post in posts if post.topic is None and words in post.text]


async def test_the_day_begins_with_what_is_late_unclaimed_and_expected(quiet_stage: Stage) -> None:
    stage, opens = quiet_stage, at(TUESDAY, "08:30")
    await awake(stage)
    (late,) = await filed(stage, by="Karim", next_due=opens - timedelta(days=1), urgency=2)
    (fresh,) = await filed(stage, need="job", opened_at=opens - timedelta(hours=20))
    (hers,) = await filed(stage, by="Nadia", answered_at=opens - timedelta(days=3))
    await expected(stage, hers, at(TUESDAY, "10:00"))
    await filed(stage, by="Nadia")
    assert await morning(stage, TUESDAY) == 1
    post = await stage.karim.sees(good_day(4), topic="General")
    lines = post.text.split("\n")
    assert [late in lines[1], "🔴🏠" in lines[1], "⏰" in lines[1], "Karim" in lines[1]] == [
        True
    ] * 4
    assert [fresh in lines[2], "🟠💼" in lines[2], "⏰" in lines[2]] == [True, True, False]
    assert [hers in lines[3], "📅" in lines[3], "10:00" in lines[3]] == [True] * 3
    assert lines[4:] == [ar("💬 We wait for the answer of: {n}", n=1)]
    assert rung(post) == [stage.karim.id]
    codes = select(Case.code).join(AuditRow, AuditRow.case_id == Case.id)
    shown = await stored(stage, codes.where(AuditRow.action == "digest"))
    assert [code for (code,) in shown] == [late, fresh, hers]


def rung(post: Post) -> list[int]:
    """Whose telephones a message makes ring."""
    entities = post.message.get("entities", [])
    return [one["user"]["id"] for one in entities if one["type"] == "text_mention"]


async def expected(stage: Stage, code: str, when: datetime) -> None:
    database = Database(str(stage.settings.database_url))
    async with database.transaction() as session:
        case = (await session.scalars(select(Case).where(Case.code == code))).unique().one()
        visit = Appointment(case_id=case.id, at=when, state="accepted", made_at=case.opened_at)
        session.add(visit)
        await session.flush()
        case.appointment_id = visit.id
    await database.close()


async def test_once_a_day_whoever_looks_and_only_while_the_centre_is_open(
    quiet_stage: Stage,
) -> None:
    stage = quiet_stage
    await awake(stage)
    await filed(stage, 2)
    assert await morning(stage, SUNDAY, "10:00") == 0
    assert await morning(stage, TUESDAY, "08:29") == 0
    assert await morning(stage, TUESDAY, "16:30") == 0
    two = [watch(stage, at(TUESDAY, "11:00")) for _ in range(2)]
    assert sum(await asyncio.gather(*(one.look() for one in two))) == 1
    assert await morning(stage, TUESDAY, "11:01") == 0
    await rests(stage)
    assert len(said(stage, "☀️")) == 1
    assert await morning(stage, TUESDAY + timedelta(days=1)) == 1
    await rests(stage)
    assert len(said(stage, "☀️")) == 2


async def test_fifteen_lines_at_most(quiet_stage: Stage) -> None:
    stage, opens = quiet_stage, at(TUESDAY, "08:30")
    await awake(stage)
    await filed(stage, 9, by="Nadia", next_due=opens - timedelta(hours=20))
    await filed(stage, 20)
    await filed(stage, by="Karim", answered_at=opens)
    await morning(stage, TUESDAY)
    post = await stage.karim.sees(good_day(30), topic="General")
    lines = post.text.split("\n")
    assert len(lines) == 15
    assert sum("⏰" in line for line in lines) == 6
    assert lines[-1] == ar("… and {n} more: /cases", n=17)


async def test_where_nothing_is_open_nothing_is_said(quiet_stage: Stage) -> None:
    stage = quiet_stage
    await awake(stage)
    await filed(stage, at="casablanca")
    assert await morning(stage, TUESDAY) == 1
    await stage.salma.sees(fr("☀️ Good day! {n} request is open.").split("{n}")[0])
    assert said(stage, "☀️") == []
    await filed(stage)
    assert await morning(stage, TUESDAY, "09:00") == 0


async def test_supervisors_get_the_week_in_words_and_in_a_picture(supervised: Supervised) -> None:
    stage, opens = supervised, at(MONDAY, "08:30")
    await awake(stage)
    day = opens - timedelta(days=3)
    await filed(stage, by="Karim", opened_at=day, taken_at=day + timedelta(hours=3))
    await filed(stage, 2, need="job", opened_at=day, next_due=opens - timedelta(days=1))
    ended = {"status": "closed", "opened_at": day, "closed_at": opens - timedelta(days=1)}
    await filed(stage, at="casablanca", rating=3, taken_at=day + timedelta(hours=1), **ended)
    await filed(stage, at="casablanca", status="closed", opened_at=day - timedelta(days=90))
    two = [watch(stage, opens) for _ in range(2)]
    await asyncio.gather(*(one.look() for one in two))
    post = await stage.souad.sees(ar(WEEK), topic="General")
    counted = "Opened {opened} · closed {closed} · open {open} · late {late}"
    assert ar(counted, opened=4, closed=1, open=3, late=2) in post.text
    assert ar("🏢 {centre}", centre="مركز فاس") in post.text
    assert ar(counted, opened=3, closed=0, open=3, late=2) in post.text
    assert ar("🏢 {centre}", centre="مركز الدار البيضاء") in post.text
    assert ar(counted, opened=1, closed=1, open=0, late=0) in post.text
    assert ar("😊 {good} · 😐 {middling} · 🙁 {bad}", good=1, middling=0, bad=0) in post.text
    await rests(stage)
    pictures = [p for p in stage.souad.room.posts.values() if "photo" in p.message]
    assert [picture.text for picture in pictures] == [ar(PICTURE)]
    (size,) = pictures[0].message["photo"]
    png = stage.simulator.world.files.get(size["file_id"]).data
    assert image_size(png) == (size["width"], size["height"])
    assert size["width"] == 1080
    assert "photo" not in str(stage.karim.messages())
    assert await watch(stage, opens + timedelta(days=1), [weekly]).look() == 0


async def test_the_week_comes_when_they_open_for_the_first_time(supervised: Supervised) -> None:
    stage = supervised
    await awake(stage)
    await filed(stage)
    assert await morning(stage, SUNDAY, "10:00") == 0
    assert await morning(stage, MONDAY, "08:00") == 0
    assert await morning(stage, MONDAY + timedelta(days=1), "09:00") == 2
    await stage.souad.sees(ar(WEEK), topic="General")


async def test_without_supervision_the_national_centre_gets_the_week(quiet_stage: Stage) -> None:
    stage = quiet_stage
    group = stage.simulator.group("المركز الوطني")
    database = Database(str(stage.settings.database_url))
    await awake(stage)
    async with database.transaction() as session:
        index = stage.sanad._vault.index("telegram", str(group.id))
        named = update(Centre).where(Centre.kind == "national")
        await session.execute(named.values(group=str(group.id), group_index=index, language="fr"))
    await database.close()
    await filed(stage, by="Karim")
    reader = stage.simulator.coordinator("Rachid", group)
    await watch(stage, at(MONDAY, "08:30")).look()
    await reader.sees(fr(WEEK), fr("🏢 {centre}", centre="Centre de Fès"))
    await reader.sees(fr(PICTURE))


async def test_a_picture_whose_fate_is_unknown_is_not_sent_twice(supervised: Supervised) -> None:
    stage = supervised
    await awake(stage)
    await filed(stage, by="Karim")
    stage.simulator.world.faults.drop("sendPhoto")
    await morning(stage, MONDAY)
    await rests(stage)
    fates = select(OutboundRow.status).where(OutboundRow.op == "chart")
    assert await stored(stage, fates) == [("unknown",)]
    assert len(stage.simulator.world.called("sendPhoto")) == 1
