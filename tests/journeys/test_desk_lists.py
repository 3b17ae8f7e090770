"""All the cases of a centre in its group: in lists, and found by a code or a number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.desk.commands import COMMANDS
from bot.desk.help import SUMMARIES
from bot.simulator.actors import Coordinator
from bot.simulator.model import Post
from bot.storage.desk_tables import AuditRow
from bot.storage.tables import Case
from tests.journeys.filing import filed
from tests.journeys.watching import code_of, heard, stored
from tests.stage import Stage, ar, fr

NONE = "✓ There are none."
NOTHING = "🔎 Nothing found for {words}."


def mine(who: str) -> str:
    return ar("✋ Requests of {name}:", name=who)


async def asks(who: Coordinator, command: str, *shown: str) -> Post:
    await who.says(command)
    return await who.sees(*shown, topic="General")


async def seen(stage: Stage, action: str) -> list[str]:
    """The codes of the cases that were written down as seen by Karim or Nadia in such a way."""
    rows = select(Case.code).join(AuditRow, AuditRow.case_id == Case.id)
    staff = AuditRow.coordinator_id.is_not(None)
    return [code for (code,) in await stored(stage, rows.where(AuditRow.action == action, staff))]


async def test_it_opens_on_ones_own_and_the_buttons_show_the_others(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    (own,) = await filed(quiet_stage, by="Karim", urgency=2)
    (hers,) = await filed(quiet_stage, by="Nadia", need="job")
    free = await filed(quiet_stage, 2)
    counts = [ar("✋ Mine · {n}", n=1), ar("📥 Unclaimed · {n}", n=2), ar("⏰ Late · {n}", n=0)]
    post = await asks(karim, "/cases", mine("Karim"), "🔴🏠", own, *counts)
    assert hers not in post.text
    await karim.taps(ar("📥 Unclaimed · {n}", n=2), topic="General")
    await karim.sees(ar("📥 Nobody has taken these yet:"), *free, topic="General")
    await nadia.taps(ar("✋ Mine · {n}", n=1), topic="General")
    changed = await karim.sees(mine("Nadia"), "💼", hers, topic="General")
    assert changed.id == post.id
    await karim.taps(ar("⏰ Late · {n}", n=0), topic="General")
    await karim.sees(ar(NONE), topic="General")
    assert sorted(await seen(quiet_stage, "list")) == sorted([own, hers, *free])


async def test_late_ones_first_then_urgent_ones_then_old_ones(quiet_stage: Stage) -> None:
    now = datetime.now(UTC)
    (newer,) = await filed(quiet_stage, opened_at=now - timedelta(days=1))
    (older,) = await filed(quiet_stage, opened_at=now - timedelta(days=9))
    (urgent,) = await filed(quiet_stage, urgency=3)
    (late,) = await filed(quiet_stage, urgency=0, next_due=now - timedelta(minutes=5))
    (mine_late,) = await filed(quiet_stage, by="Nadia", end_due=now - timedelta(days=2))
    await filed(quiet_stage, by="Nadia", first_due=now + timedelta(days=2))
    karim = quiet_stage.karim
    await asks(karim, "/cases", ar(NONE))
    await karim.taps(ar("📥 Unclaimed · {n}", n=4), topic="General")
    text = (await karim.sees(late, topic="General")).text
    order = sorted((late, urgent, older, newer), key=text.index)
    assert order == [late, urgent, older, newer]
    await karim.taps(ar("⏰ Late · {n}", n=2), topic="General")
    await karim.sees("Nadia", mine_late, late, "⏰", topic="General")


async def test_pages_of_ten(quiet_stage: Stage) -> None:
    karim, codes = quiet_stage.karim, await filed(quiet_stage, 23, by="Karim")
    post = await asks(karim, "/cases", ar("Page {page} of {pages}", page=1, pages=3), "➡️")
    assert sum(code in post.text for code in codes) == 10
    assert "⬅️" not in str(post.message["reply_markup"])
    await karim.taps("➡️", topic="General")
    await karim.sees(ar("Page {page} of {pages}", page=2, pages=3), "⬅️", topic="General")
    await karim.taps("➡️", topic="General")
    last = await karim.sees(ar("Page {page} of {pages}", page=3, pages=3), topic="General")
    assert [code for code in codes if code in last.text] == codes[20:]
    assert "➡️" not in str(last.message["reply_markup"])
    await karim.taps("⬅️", topic="General")
    await karim.sees(codes[10], codes[19], topic="General")


async def test_waiting_is_where_the_person_has_not_answered(quiet_stage: Stage) -> None:
    now = datetime.now(UTC)
    before = now - timedelta(hours=1)
    (theirs,) = await filed(quiet_stage, by="Karim", answered_at=now, heard_at=before)
    await filed(quiet_stage, by="Karim", answered_at=before, heard_at=now)
    await filed(quiet_stage, answered_at=now)
    (never,) = await filed(quiet_stage, by="Nadia", answered_at=now)
    await asks(quiet_stage.karim, "/cases", theirs)
    await quiet_stage.karim.taps(ar("💬 Waiting · {n}", n=2), topic="General")
    await quiet_stage.karim.sees(theirs, never, "💬", topic="General")


async def test_a_code_leads_to_its_topic(quiet_stage: Stage) -> None:
    leila, topic = await heard(quiet_stage, "ليلى")
    post = await asks(quiet_stage.karim, "/cases", mine("Karim"), code_of(leila))
    links = [one for one in post.message["entities"] if one["type"] == "text_link"]
    group = str(quiet_stage.fes.id).removeprefix("-100")
    assert [link["url"] for link in links] == [f"https://t.me/c/{group}/{topic.id}"]


async def test_nobody_of_another_centre_and_no_stranger_sees_any(quiet_stage: Stage) -> None:
    stage = quiet_stage
    (code,) = await filed(stage, by="Karim")
    (theirs,) = await filed(stage, at="casablanca")
    await stage.salma.says("/cases")
    await stage.salma.sees(fr(NONE), fr("📥 Unclaimed · {n}", n=1))
    await stage.salma.says(f"/find {code}")
    await stage.salma.sees(fr(NOTHING, words=code))
    await asks(stage.karim, "/cases", code)
    await stage.stranger.taps(ar("📥 Unclaimed · {n}", n=0), topic="General")
    await stage.stranger.is_told(ar("Only the coordinators of this centre can do that."))
    await stage.stranger.says("/cases")
    await stage.karim.says(f"/find {theirs}")
    await stage.karim.sees(ar(NOTHING, words=theirs), topic="General")
    assert await seen(stage, "list") == [code]
    assert await seen(stage, "find") == []


@pytest.mark.parametrize("written", ["{}", "{lower}", "{short}", "{part}", "r{short}", "R {short}"])
async def test_a_code_is_found_however_it_is_written(quiet_stage: Stage, written: str) -> None:
    (code,) = await filed(quiet_stage, by="Nadia")
    parts = {"lower": code.lower(), "short": code[2:].lower(), "part": code[2:4]}
    words = "/find " + written.format(code, **parts)
    await asks(quiet_stage.karim, words, ar("🔎 Found: {n}", n=1), code, "Nadia")
    assert await seen(quiet_stage, "find") == [code]


async def test_closed_ones_are_found_after_open_ones(quiet_stage: Stage) -> None:
    ended = {"outcome": "housing_found", "closed_at": datetime.now(UTC)}
    (closed,) = await filed(quiet_stage, status="closed", **ended)
    (open_one,) = await filed(quiet_stage)
    text = (await asks(quiet_stage.karim, "/find 77", closed, open_one)).text
    assert text.index(open_one) < text.index(closed)
    assert ar("🏠 Housing found").strip("\u200f") in text
    await filed(quiet_stage, 20)
    more = ar("… and {n} more: write more of the code.", n=12)
    await asks(quiet_stage.karim, "/find 77", ar("🔎 Found: {n}", n=22), more)


@pytest.mark.parametrize("shared", ["+212612345678", "212612345678"])
async def test_a_number_is_found_however_it_is_written(quiet_stage: Stage, shared: str) -> None:
    leila, _ = await heard(quiet_stage, "ليلى")
    await leila.sends_contact(phone=shared)
    await leila.sees(ar("📞 Thank you. They can call you on this number."))
    for words in ("0612345678", "06 12-34 56 78", "+212 6 12 34 56 78", "00212612345678"):
        await asks(quiet_stage.karim, f"/find {words}", ar("🔎 Found: {n}", n=1), code_of(leila))
    await asks(quiet_stage.karim, "/find 0612345679", ar(NOTHING, words="0612345679"), "/find")


async def test_what_is_not_found_says_how_to_search(quiet_stage: Stage) -> None:
    how = ar("🔎 Write a code, a part of it, or a phone number:")
    await asks(quiet_stage.karim, "/find", how, "/find R-7KQ2")
    await asks(quiet_stage.karim, "/find %", ar(NOTHING, words="%"), how)


async def test_help_names_every_command_and_telegram_lists_them_in_groups(
    quiet_stage: Stage,
) -> None:
    notes = ar("📝 What begins with // stays between colleagues.")
    await asks(quiet_stage.karim, "/help", ar("❔ What you can do here:"), "/cases", "/find", notes)
    await quiet_stage.salma.says("/help")
    await quiet_stage.salma.sees(fr("❔ What you can do here:"))
    calls = quiet_stage.simulator.world.called("setMyCommands")
    names = {
        (call.params.get("scope", {}).get("type"), call.params.get("language_code", "")): [
            command["command"] for command in call.params["commands"]
        ]
        for call in calls
    }
    assert names["all_group_chats", ""] == names["all_group_chats", "fr"] == list(SUMMARIES)
    assert names["default", ""] == names["default", "fr"] == ["menu", "start"]


def test_what_is_listed_is_there() -> None:
    assert set(SUMMARIES) <= set(COMMANDS)
