"""Small projects: a distribution day is brought in, their holders join, coordinators follow."""

from __future__ import annotations

from datetime import UTC, date, datetime

from sqlalchemy import select

from bot.cases.projects import MOST_TRIES
from bot.channels.telegram.names import bot_name, joining_link
from bot.i18n.catalogs import render
from bot.i18n.text import Language, Text
from bot.projects_file import import_projects, read_projects
from bot.settings import ROOT
from bot.simulator.actors import Person
from bot.simulator.model import Topic
from bot.storage.database import Database
from bot.storage.project_tables import Grant, Project, StageChange
from bot.storage.projects import projects_at
from tests.journeys.watching import heard, rests, stored
from tests.stage import Stage, ar, fr

DAY = date(2026, 6, 3)
ASKS_REGION = "Where do you live? Choose your region, or write the name of your town."
MENU = "What do you need? Write it as you speak, or choose."
UNKNOWN = "🔎 I do not know this code. Look at it again: P- and four signs."
PAUSE = "⏸️ Too many codes were wrong. Try again at {time}."
TAKEN = "🙏 Somebody has joined by this code already."
YOURS = "🌱 Your project: {trade}"


def inside(source: str, language: Language) -> str:
    """A message of ours as it stands within another one."""
    return render(Text(id=source), language).strip("\u200f")


def beginning(source: str, language: Language = "ar") -> str:
    """The words of a message before its first value."""
    return inside(source, language).split("{", maxsplit=1)[0]


async def distributed(stage: Stage) -> dict[str, str]:
    """The example of a distribution day, brought in; the codes by name."""
    database = Database(str(stage.settings.database_url))
    holders = read_projects(ROOT / "examples" / "projects.csv", ["fes"], date(2026, 6, 20))
    async with database.transaction() as session:
        await import_projects(session, holders, datetime(2026, 6, 3, 15, tzinfo=UTC))
    async with database.transaction() as session:
        codes = {str(project.holder): project.code for project in await projects_at(session)}
    await database.close()
    return codes


async def comes_with(stage: Stage, name: str, code: str, language: Language) -> Person:
    """Somebody who starts by the link of their code, and goes through the first steps."""
    say = ar if language == "ar" else fr
    person = stage.simulator.user(name, language=language)
    bot = await bot_name(stage.settings)
    assert bot
    await person.starts(joining_link(bot, code).partition("?start=")[2])
    await person.taps(say("English: this language"))
    await person.taps(say("✅ I agree"))
    await person.sees(say(ASKS_REGION))
    await person.says("Fès")
    return person


async def test_two_people_join_by_their_code_in_arabic_and_in_french(quiet_stage: Stage) -> None:
    codes = await distributed(quiet_stage)
    amin = await comes_with(quiet_stage, "أمين", codes["مثال أمين"], "ar")
    await amin.sees(beginning(YOURS), inside("🔥 Welding", "ar"), "مركز فاس")
    await amin.sees(ar(MENU))
    rachid = await comes_with(quiet_stage, "Rachid", codes["Exemple Rachid"], "fr")
    await rachid.sees(beginning(YOURS, "fr"), inside("💈 Hairdressing", "fr"), "Centre de Fès")
    await rachid.sees(fr(MENU))
    joined = await stored(quiet_stage, select(Project.trade).where(Project.person_id.is_not(None)))
    assert sorted(joined) == [("hairdressing",), ("welding",)]


async def test_nothing_is_theirs_before_they_agreed_and_said_where_they_live(
    quiet_stage: Stage,
) -> None:
    codes = await distributed(quiet_stage)
    amin = quiet_stage.simulator.user("أمين")
    await amin.starts(codes["مثال أمين"])
    await amin.taps("العربية")
    await amin.taps(ar("❌ I do not agree"))
    await amin.sees(ar("That is your right. I keep and pass on nothing."))
    joined = select(Project.id).where(Project.person_id.is_not(None))
    assert await stored(quiet_stage, joined) == []


async def test_the_code_is_a_text_at_any_time_and_said_twice_does_no_harm(
    quiet_stage: Stage,
) -> None:
    codes = await distributed(quiet_stage)
    fatima, topic = await heard(quiet_stage, "فاطمة")
    code = codes["Exemple Fatima"]
    await fatima.says(code.replace("P-", "p ").lower() if any(map(str.isdigit, code)) else code)
    await fatima.sees(beginning(YOURS), inside("🧵 Sewing", "ar"), ar("My project has a problem"))
    await quiet_stage.karim.sees("🌱", inside("🧵 Sewing", "ar"), topic=topic)
    await fatima.says(code)
    await fatima.sees(beginning(YOURS))
    await rests(quiet_stage)
    assert code not in quiet_stage.karim.chat(topic)


async def test_what_is_known_of_the_project_shows_when_they_ask_for_help(
    quiet_stage: Stage,
) -> None:
    codes = await distributed(quiet_stage)
    fatima = await comes_with(quiet_stage, "Fatima", codes["Exemple Fatima"], "fr")
    await fatima.sees(fr(MENU))
    await fatima.taps(fr("My project has a problem"))
    await fatima.sees("🌱", inside("🧵 Sewing", "fr"), "juin 2026", fr("What happened?"))
    await fatima.taps(fr("⚙️ A machine broke"))
    await fatima.taps(fr("⛔ Yes, stopped"))
    await fatima.taps(fr("⏭️ Skip"))
    await fatima.sees("R-")
    topic = await quiet_stage.karim.sees_topic(ar("My project has a problem"))
    card = await quiet_stage.karim.sees("🌱", "يونيو 2026", topic=topic)
    assert card.text.count("🧵") == 2  # the trade is among what is known of the request too


async def test_a_second_person_with_the_code_is_refused_and_the_coordinators_hear_of_it(
    quiet_stage: Stage,
) -> None:
    codes = await distributed(quiet_stage)
    code = codes["مثال أمين"]
    amin = await comes_with(quiet_stage, "أمين", code, "ar")
    await amin.sees(beginning(YOURS))
    other = await quiet_stage.welcome("Autre", "fr")
    await other.says(code)
    await other.sees(fr(TAKEN), fr("🙋 Talk to a person"))
    await quiet_stage.karim.sees("⚠️", code, topic="General")
    fresh = await comes_with(quiet_stage, "Encore", code, "fr")
    await fresh.sees(fr(MENU))
    mine = await stored(quiet_stage, select(Project.person_id).where(Project.code == code))
    assert len(set(mine)) == 1
    assert "🔥" not in other.chat() + fresh.chat()


async def test_a_wrong_code_can_be_looked_at_again_and_five_are_met_with_a_pause(
    quiet_stage: Stage,
) -> None:
    codes = await distributed(quiet_stage)
    wrong = [code for code in ("P-2222", "P-3333", "P-4444") if code not in codes.values()]
    youssef = quiet_stage.simulator.user("Youssef", language="fr")
    await youssef.starts(wrong[0])
    await youssef.sees(ar(UNKNOWN), fr(UNKNOWN))  # no language was chosen yet
    await youssef.taps(fr("English: this language"))
    await youssef.says(wrong[1])
    await youssef.sees(fr(UNKNOWN))
    await youssef.sees(fr("Do you agree?"))
    await youssef.taps(fr("✅ I agree"))
    await youssef.says("Fès")
    await youssef.sees(fr(MENU))
    for _ in range(MOST_TRIES - 3):
        await youssef.says(wrong[2])
        await youssef.sees(fr(UNKNOWN))
    await youssef.says(wrong[2])
    await youssef.sees(beginning(PAUSE, "fr"), fr("🙋 Talk to a person"))
    await youssef.says(codes["Exemple Rachid"])
    await youssef.sees(beginning(PAUSE, "fr"))
    joined = select(Project.id).where(Project.person_id.is_not(None))
    assert await stored(quiet_stage, joined) == []


async def test_a_wrong_code_is_seen_by_whoever_talks_with_them(quiet_stage: Stage) -> None:
    leila, topic = await heard(quiet_stage, "ليلى")
    await leila.says("P-2222")
    await leila.sees(ar(UNKNOWN))
    await quiet_stage.karim.sees("P-2222", topic=topic)


async def opens_project(stage: Stage, topic: Topic) -> None:
    await stage.karim.taps(ar("➕ More"), topic=topic)
    await stage.karim.taps(ar("🌱 Project"), topic=topic)


async def test_a_coordinator_makes_one_from_the_topic_and_moves_it_on(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await opens_project(quiet_stage, topic)
    await karim.is_told(ar("Which trade?"))
    await karim.taps(inside("🧵 Sewing", "ar"), topic=topic)
    await karim.taps(ar("🎁 Granted"), topic=topic)
    await leila.sees("🌱", inside("🧵 Sewing", "ar"), "مركز فاس")
    await karim.sees("🌱", beginning("granted in {month}"), ar("🚪 Started"), topic=topic)
    await karim.taps(ar("🚪 Started"), topic=topic)
    await karim.sees("🌱", beginning("started in {month}"), topic=topic)
    await karim.taps(ar("🏃 Running"), topic=topic)
    await karim.sees("🌱", beginning("running since {month}"), topic=topic)
    await karim.taps(ar("⬅️ Back"), topic=topic)
    await karim.sees("🌱", ar("✔️ Close"), topic=topic)
    stages = await stored(quiet_stage, select(StageChange.stage).order_by(StageChange.id))
    assert stages == [("granted",), ("started",), ("running",)]
    (project,) = await stored(quiet_stage, select(Project))
    assert project[0].code.startswith("P-")
    assert project[0].granted_on == project[0].started_on == project[0].since


async def test_grants_are_written_in_the_topic_and_stay_there(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await opens_project(quiet_stage, topic)
    await karim.taps(inside("🧵 Sewing", "ar"), topic=topic)
    await karim.taps(ar("🎁 Granted"), topic=topic)
    await karim.taps(ar("🎁 Add a grant"), topic=topic)
    await karim.taps(ar("💰 Money"), topic=topic)
    await karim.sees("💰", ar("✖️ Leave it"), topic=topic)
    await karim.writes(topic, "بزاف")
    await karim.sees("⚠️", topic=topic)
    await karim.writes(topic, "2 000 درهم")
    await karim.sees(beginning("🎁 Written down: {grant}"), "2000", topic=topic)
    await karim.taps(ar("🎁 Add a grant"), topic=topic)
    await karim.taps(ar("🧰 Equipment"), topic=topic)
    await karim.sees("3500", ar("✖️ Leave it"), topic=topic)
    await karim.writes(topic, "2 آلة خياطة 3500")
    await karim.sees("آلة خياطة", "2 ×", topic=topic)
    await karim.writes(topic, "مبروك")
    await leila.sees("مبروك")
    found = select(Grant.kind, Grant.quantity, Grant.value_mad).order_by(Grant.id)
    assert await stored(quiet_stage, found) == [("money", 1, 2000), ("equipment", 2, 3500)]
    assert "3500" not in leila.chat()


async def test_a_wish_to_start_one_is_accepted_by_the_same_button(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila = await quiet_stage.welcome("Leila", "fr")
    await leila.taps(fr("Start a project"))
    await leila.taps(fr("💡 An idea"))
    await leila.taps(fr("🧰 Tools or a machine"))
    await leila.taps(fr("⏭️ Skip"))
    await leila.sees("R-")
    topic = await karim.sees_topic(ar("Start a project"))
    await opens_project(quiet_stage, topic)
    await karim.taps(inside("🛒 Food shop", "ar"), topic=topic)
    await karim.taps(ar("📝 Application"), topic=topic)
    await leila.sees("🌱", inside("🛒 Food shop", "fr"), "Centre de Fès")
    await karim.sees("🌱", beginning("application since {month}"), topic=topic)
    assert await stored(quiet_stage, select(Project.stage)) == [("application",)]


async def test_one_that_ended_makes_room_for_another(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    _, topic = await heard(quiet_stage, "ليلى")
    await opens_project(quiet_stage, topic)
    await karim.taps(inside("🧵 Sewing", "ar"), topic=topic)
    await karim.taps(ar("🏃 Running"), topic=topic)
    await karim.taps(ar("🏆 Succeeded"), topic=topic)
    await karim.sees("🌱", beginning("succeeded in {month}"), topic=topic)
    await karim.taps(ar("🌱 Another project"), topic=topic)
    await karim.taps(inside("🔌 Electricity", "ar"), topic=topic)
    await karim.taps(ar("💡 An idea"), topic=topic)
    await karim.sees("🌱", inside("🔌 Electricity", "ar"), topic=topic)
    ended = select(Project.stage, Project.outcome).order_by(Project.id)
    assert await stored(quiet_stage, ended) == [("succeeded", "succeeded"), ("idea", None)]


async def test_a_project_of_another_centre_is_seen_and_not_changed(quiet_stage: Stage) -> None:
    stage = quiet_stage
    codes = await distributed(stage)
    amin = await comes_with(stage, "Amin", codes["مثال أمين"], "fr")
    await amin.sees(fr(MENU))
    await amin.taps(fr("⚙️ More"))
    await amin.taps(fr("📍 Change centre"))
    await amin.says("Casablanca")
    await amin.sees("Centre de Casablanca")
    await amin.taps(fr("🙋 Talk to a person"))
    await stage.salma.sees("🌱", inside("🔥 Welding", "fr"))
    await stage.salma.taps(fr("➕ More"))
    await stage.salma.taps(fr("🌱 Project"))
    await stage.salma.is_told("Centre de Fès")
    await rests(stage)
    assert fr("🚪 Started") not in stage.salma.chat()


async def test_they_see_what_is_known_of_their_project_and_can_erase_it(quiet_stage: Stage) -> None:
    codes = await distributed(quiet_stage)
    code = codes["Exemple Driss"]
    driss = await comes_with(quiet_stage, "Driss", code, "fr")
    await driss.sees(fr(MENU))
    await driss.taps(fr("⚙️ More"))
    await driss.taps(fr("🔒 Who reads this"))
    await driss.taps(fr("📥 What you know about me"))
    await driss.taps(fr("✅ Yes"))
    await driss.sees("🌱", code, "Exemple Driss", "1974", "Vitrine réfrigérée", "7800", "2000")
    await driss.says(fr("erase my data"))
    await driss.taps(fr("🗑️ Yes, erase everything"))
    await driss.sees(fr("🗑️ Everything is erased. You can start again whenever you want."))
    known = select(
        Project.holder, Project.phone, Project.phone_index, Project.town, Project.birth_year,
        Project.person_id, Project.sex, Project.trade,
    ).where(Project.code == code)  # fmt: skip
    assert await stored(quiet_stage, known) == [(None,) * 7 + ("food_retail",)]
    items = select(Grant.item, Grant.kind).join(Project, Project.id == Grant.project_id)
    assert {item for item, _ in await stored(quiet_stage, items.where(Project.code == code))} == {
        None
    }


async def test_who_changed_their_mind_joins_again_by_the_same_code(quiet_stage: Stage) -> None:
    codes = await distributed(quiet_stage)
    code = codes["مثال أمين"]
    amin = await comes_with(quiet_stage, "أمين", code, "ar")
    await amin.sees(ar(MENU))
    await amin.says(ar("erase my data"))
    await amin.taps(ar("🗑️ Yes, erase everything"))
    await amin.sees(ar("🗑️ Everything is erased. You can start again whenever you want."))
    await amin.starts(code)
    await amin.taps("العربية")
    await amin.taps(ar("✅ I agree"))
    await amin.sees(ar(ASKS_REGION))
    await amin.says("فاس")
    await amin.sees(beginning(YOURS), inside("🔥 Welding", "ar"))
