"""Deadlines where something else happens too, and what the calendar changes for people."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.cases.calendar import MOROCCO, Calendar
from bot.cases.deadlines import due
from bot.i18n.catalogs import render
from bot.i18n.text import Moment, Text
from bot.settings import Settings
from bot.simulator.server import Simulator
from bot.storage.tables import Case
from tests.journeys.test_complaint import Supervised
from tests.journeys.test_desk_late import case_of, homeless, watch
from tests.journeys.watching import code_of, rests, stored
from tests.stage import WEEK, Stage, ar

A_MONTH = timedelta(days=30)
SPECIAL = "📅 The coming days that are not like the others:"


@pytest.fixture
async def supervised(settings: Settings, simulator: Simulator) -> AsyncIterator[Supervised]:
    async with Supervised(settings, simulator) as running:
        yield running


async def test_of_two_that_look_at_once_one_tells(quiet_stage: Stage) -> None:
    leila, _ = await homeless(quiet_stage)
    await rests(quiet_stage)
    missed = due(await case_of(quiet_stage, leila))
    assert missed
    two = [watch(quiet_stage, missed) for _ in range(2)]
    assert sum(await asyncio.gather(*(one.look() for one in two))) == 1


async def test_supervisors_hear_of_it_without_a_word_of_the_persons(
    supervised: Supervised,
) -> None:
    leila, _ = await homeless(supervised)
    await rests(supervised)
    missed = due(await case_of(supervised, leila))
    assert missed
    assert await watch(supervised, missed + A_MONTH).look() == 1
    told = await supervised.souad.sees("🔥", code_of(leila))
    assert ar("🌙 Outside or at the station").strip("\u200f") not in told.text


async def test_a_false_alarm_has_more_time_and_is_still_not_forgotten(
    quiet_stage: Stage,
) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.says("بغيت نموت")
    await leila.taps(ar("🙂 It is not a danger"))
    await leila.sees(ar("Good. A person will still read it, without hurry."))
    await rests(quiet_stage)
    ((first, opened),) = await stored(quiet_stage, select(Case.first_due, Case.opened_at))
    assert first - opened >= timedelta(hours=8)
    assert await watch(quiet_stage, datetime.now(UTC) + A_MONTH).look() == 1


async def test_nobody_is_promised_on_a_day_that_is_closed(quiet_stage: Stage) -> None:
    karim, now = quiet_stage.karim, datetime.now(UTC)
    today, later = now.astimezone(MOROCCO).date(), Calendar(WEEK).next_opening(now)
    assert later
    closed = {today: "closed", later.date(): "closed"}
    for day in closed:
        await karim.says(f"/calendar closed {day} جرد")
        await karim.sees("جرد", topic="General")
    back = Calendar(WEEK, closed).next_opening(now)
    assert back
    leila, _ = await homeless(quiet_stage)
    day = render(Text(id="{day}", args={"day": Moment(at=back, show="day")}), "ar")
    assert day.strip("\u200f") in leila.chat()
    assert ar("They are there now.") not in leila.chat()


async def test_ramadan_begins_once_a_year_and_about_when_it_can(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    today = datetime.now(MOROCCO).date()
    first = next(
        start
        for days in range(400)
        if (start := Calendar(WEEK).ramadan(today + timedelta(days=days))[0]) > today + A_MONTH
    )
    for late in (1, 2):
        await karim.says(f"/calendar ramadan {first + timedelta(days=late)}")
        await karim.sees("🌙", topic="General")
    await karim.says(f"/calendar ramadan {first + timedelta(days=10)}")
    await karim.sees("⚠️", topic="General")
    await karim.says("/calendar")
    listed = await karim.sees(ar(SPECIAL), topic="General")
    assert listed.text.count("🌙") == 1
