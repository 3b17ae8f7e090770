"""Who is there, who gets a new case, and whose telephone rings in a danger."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from bot.simulator.actors import Person
from bot.simulator.model import Post
from bot.simulator.server import Simulator
from bot.staff import Skills
from tests.journeys.teams import ALWAYS, asks_for_a_place, keeps_hours, records, topic_of
from tests.journeys.test_alarm import ASKED, WORDS
from tests.journeys.test_complaint import Supervised
from tests.journeys.watching import by_the_bot, code_of, rests
from tests.stage import Stage, ar, fr

GENERAL = "General"
TAKEN = "👤 A person has your request {code} now."


@pytest.fixture
async def supervised(settings: Settings, simulator: Simulator) -> AsyncIterator[Supervised]:
    async with Supervised(settings, simulator) as running:
        yield running


async def test_a_need_that_somebody_does_is_given_to_them(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await records(quiet_stage, karim, Skills(needs=["housing"]))
    code = await asks_for_a_place(leila)
    topic = await quiet_stage.nadia.sees_topic(code)
    card = await quiet_stage.nadia.sees("👉", "Karim", ar("✔️ Close"), topic=topic)
    assert rung(card) == [karim.id]
    assert ar("Housing") in card.text
    await rests(quiet_stage)
    assert ar(TAKEN, code=code) not in leila.chat()
    await leila.says("/menu")
    await leila.taps(ar("📂 My requests"))
    await leila.sees(code, ar("⏳ Nobody has taken it yet"))
    await karim.writes(topic, "مرحبا، أنا كريم")
    await leila.sees(ar(TAKEN, code=code))
    await leila.sees("مرحبا، أنا كريم")
    await karim.sees(ar("✋ {name} has it", name="Karim"), topic=topic)


async def test_the_least_busy_one_gets_the_next(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    for one in (karim, nadia):
        await records(quiet_stage, one, Skills(needs=["housing"]))
    for name, expected in (("ليلى", "Karim"), ("سارة", "Nadia"), ("هند", "Karim")):
        person = await quiet_stage.welcome(name)
        topic = await karim.sees_topic(await asks_for_a_place(person))
        await karim.sees("👉", expected, topic=topic)


async def test_whoever_taps_takes_what_was_given(quiet_stage: Stage) -> None:
    nadia, leila = quiet_stage.nadia, await quiet_stage.welcome("ليلى")
    await records(quiet_stage, quiet_stage.karim, Skills(needs=["housing"]))
    topic = await topic_of(quiet_stage, await asks_for_a_place(leila))
    await nadia.taps(ar("✋ Take"), topic=topic)
    await nadia.sees(ar("✋ {name} has it", name="Nadia"), topic=topic)
    await leila.sees(ar("Write here: they will read it."))


async def test_a_language_that_nobody_of_them_speaks_is_left_to_everybody(
    quiet_stage: Stage,
) -> None:
    await records(quiet_stage, quiet_stage.karim, Skills(needs=["housing"], languages=["ar"]))
    omar = await quiet_stage.welcome("Omar", "fr")
    topic = await quiet_stage.karim.sees_topic(await asks_for_a_place(omar, "fr"))
    await quiet_stage.karim.sees(ar("✋ Take"), ar("speaks French"), topic=topic)
    assert "👉" not in quiet_stage.karim.chat(topic)


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_who_asks_for_a_woman_gets_one_now_and_later(
    quiet_stage: Stage, language: str
) -> None:
    say = ar if language == "ar" else fr
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    leila = await quiet_stage.welcome("ليلى", language)  # type: ignore[arg-type]
    topic = await topic_of(quiet_stage, await asks_for_a_place(leila, language))
    await records(quiet_stage, nadia, Skills(woman=True))
    await leila.says("/menu")
    await leila.taps(say("⚙️ More"))
    await leila.taps(say("👩 A woman answers me"))
    await leila.sees(say("👩 A woman will answer you, where your centre has one."))
    await karim.sees(ar("👩 They ask that a woman answers them."), topic=topic)
    await karim.sees("👉", "Nadia", ar("👩 Asks for a woman"), topic=topic)
    topic = await karim.sees_topic(await asks_for_a_person(leila, language))
    await karim.sees("👉", "Nadia", ar("👩 Asks for a woman"), topic=topic)
    await leila.says("/menu")
    await leila.taps(say("⚙️ More"))
    await leila.taps(say("👥 Anybody may answer me"))
    await leila.sees(say("👥 Whoever is there will answer you."))
    await karim.sees(ar("👥 Anybody may answer them again."), topic=topic)


async def asks_for_a_person(person: Person, language: str) -> str:
    say = ar if language == "ar" else fr
    await person.says("/menu")
    await person.taps(say("🙋 Talk to a person"))
    await person.sees(say("You can go on writing here: they will read it."))
    return code_of(person)


async def test_without_a_woman_everybody_sees_it(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("⚙️ More"))
    await leila.taps(ar("👩 A woman answers me"))
    topic = await quiet_stage.karim.sees_topic(await asks_for_a_place(leila))
    await quiet_stage.karim.sees(ar("👩 Asks for a woman"), ar("✋ Take"), topic=topic)


async def test_the_team_is_shown(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    await records(quiet_stage, karim, Skills(needs=["housing", "job"]))
    await asks_for_a_place(await quiet_stage.welcome("ليلى"))
    await nadia.says("/duty")
    await nadia.sees(ar("🆘 {name} is on duty.", name="Nadia"), topic=GENERAL)
    await nadia.says("/team")
    shown = await nadia.sees("Karim", "Nadia", topic=GENERAL)
    lines = shown.text.splitlines()
    (one,) = [line for line in lines if "Karim" in line]
    assert ("🟢" in one, ar("Housing") in one, ar("Work") in one, "1" in one) == (True,) * 4
    (two,) = [line for line in lines if "Nadia" in line]
    assert ("🆘" in two, ar("all needs").strip("\u200f") in two) == (True, True)


async def test_away_and_back_by_buttons(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    await records(quiet_stage, karim, Skills(needs=["housing"]))
    await karim.says("/away")
    await karim.sees(ar("🌴 Until I say"), topic=GENERAL)
    await nadia.taps(ar("🌴 3 days"), topic=GENERAL)
    await nadia.is_told(ar("This is for a colleague: write /away yourself."))
    await karim.taps(ar("🌴 Until I say"), topic=GENERAL)
    away = ar("🌴 {name} is away until they write /back.", name="Karim")
    await karim.sees(away, topic=GENERAL)
    topic = await karim.sees_topic(await asks_for_a_place(await quiet_stage.welcome("ليلى")))
    await karim.sees(ar("✋ Take"), topic=topic)
    assert "👉" not in karim.chat(topic)
    await karim.says("/team")
    shown = await karim.sees("Nadia", topic=GENERAL)
    assert [line for line in shown.text.splitlines() if "Karim" in line and "🌴" in line]
    await karim.says("/back")
    await karim.sees(ar("🟢 {name} is back.", name="Karim"), topic=GENERAL)


@pytest.mark.parametrize("button", ["🌴 Today", "🌴 3 days", "🌴 1 week"])
async def test_away_for_a_while(quiet_stage: Stage, button: str) -> None:
    karim = quiet_stage.karim
    await karim.says("/away")
    await karim.taps(ar(button), topic=GENERAL)
    words = ar("🌴 {name} is away until {day}, that day included.", name="Karim", day="\0")
    await karim.sees(words.split("\0")[0].rstrip("\u2068"), topic=GENERAL)


@pytest.mark.parametrize(
    ("written", "told", "example"),
    [
        ("/away bukra", "⚠️ I do not understand this day. Write one to come, within a year:",
         "/away 2026-12-24"),
        ("/away 2020-01-01", "⚠️ I do not understand this day. Write one to come, within a year:",
         "/away 2026-12-24"),
        ("/duty tomorrow", "⚠️ Write /duty to be on duty, or to end it:", "/duty off"),
    ],
)  # fmt: skip
async def test_what_is_wrong_is_said_with_an_example(
    quiet_stage: Stage, written: str, told: str, example: str
) -> None:
    await quiet_stage.karim.says(written)
    await quiet_stage.karim.sees(ar(told), example, topic=GENERAL)


async def test_one_is_on_duty_and_their_telephone_rings(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    for one in (karim, nadia):
        await one.says("/duty")
        await one.sees(ar("🆘 {name} is on duty.", name=one.user.first_name), topic=GENERAL)
    leila = await quiet_stage.welcome("ليلى")
    await leila.says(WORDS)
    await leila.sees(ar("I hear you. You are not alone."))
    code = (await karim.sees_topic("🆘")).name.split()[1]
    assert rung(await karim.sees(ar(ASKED, code=code), "🔔", topic=GENERAL)) == [nadia.id]


async def test_nobody_on_duty_rings_all_who_are_there(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    await nadia.says("/duty")
    await nadia.says("/duty off")
    await nadia.sees(ar("🔕 {name} is not on duty any more.", name="Nadia"), topic=GENERAL)
    leila = await quiet_stage.welcome("ليلى")
    await leila.says(WORDS)
    alert = await karim.sees("🔔", ar("✋ Take"), topic=GENERAL)
    assert rung(alert) == [karim.id, nadia.id]


async def test_a_night_time_danger_is_heard_by_supervisors_at_once(supervised: Supervised) -> None:
    karim, souad = supervised.karim, supervised.souad
    await keeps_hours(supervised, {})
    leila = await supervised.welcome("ليلى")
    await leila.says(WORDS)
    code = (await karim.sees_topic("🆘")).name.split()[1]
    await souad.sees(code, told_at_once(code))
    await karim.taps(ar("✋ Take"), topic=GENERAL)
    await leila.sees(ar("Write here: they will read it."))


@pytest.mark.parametrize("why", ["open", "on duty"])
async def test_supervisors_are_not_woken_where_somebody_is_there(
    supervised: Supervised, why: str
) -> None:
    karim, souad = supervised.karim, supervised.souad
    await keeps_hours(supervised, ALWAYS if why == "open" else {})
    if why == "on duty":
        await karim.says("/duty")
        await karim.sees(ar("🆘 {name} is on duty.", name="Karim"), topic=GENERAL)
    leila = await supervised.welcome("ليلى")
    await leila.says(WORDS)
    await karim.sees("🔔", topic=GENERAL)
    await rests(supervised)
    assert by_the_bot(souad) == []


def told_at_once(code: str) -> str:
    return ar(
        "🆘 {code}: a danger at {centre}. It is closed now and nobody is on duty. "
        "Please call them.",
        code=code,
        centre="مركز فاس",
    )


def rung(post: Post) -> list[int]:
    """Whose telephones a message makes ring."""
    entities = post.message.get("entities", [])
    links = [e["user"]["id"] for e in entities if e["type"] == "text_mention"]
    urls = [e["url"] for e in entities if e["type"] == "text_link"]
    return links + [int(url.split("id=")[1]) for url in urls if "user?id=" in url]
