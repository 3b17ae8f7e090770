"""A case passes from hand to hand within a centre, also when two reach for it at once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from bot.i18n.catalogs import render
from bot.i18n.text import Text
from bot.simulator.actors import Coordinator as Colleague
from bot.simulator.actors import Person
from bot.simulator.model import Place, Topic
from bot.storage.audit import trail
from bot.storage.database import Database
from bot.storage.tables import Case, Coordinator
from tests.journeys.test_after import changed, closed, closes, finds
from tests.journeys.watching import TIME_LIMIT, by_the_bot, code_of, heard, rests, stored, talking
from tests.stage import Stage, ar, fr

HAS_IT = "✋ {name} has it"
READ = "Write here: they will read it."
YOURS = "👉 {name}, it is yours: {by} gave it to you."
REOPENED = "🔁 {name} opened it again."


def on_button(name: str, load: int, sign: str = "👤", say: str = "ar") -> str:
    """A colleague as the list of `Assign` shows them."""
    count = Text(id="{n} open", plural="{n} open", n=load, args={"n": load})
    label = Text(id=f"{sign} {{name}} · {{open}}", args={"name": name, "open": count})
    return render(label, "ar" if say == "ar" else "fr").strip("\u200f")


async def opens_colleagues(who: Colleague, topic: Topic | None, say: Callable[..., str]) -> None:
    await who.taps(say("➕ More"), topic=topic)
    await who.taps(say("👥 Assign"), topic=topic)


@asynccontextmanager
async def held(stage: Stage, waiting: int) -> AsyncIterator[None]:
    """All cases are locked until so many turns wait for one: they really come at once."""
    database = Database(str(stage.settings.database_url))
    blocked = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    async with database.transaction() as session:
        await session.execute(select(Case.id).with_for_update())
        yield
        async with asyncio.timeout(TIME_LIMIT), database.reading() as other:
            while (await other.scalar(blocked) or 0) < waiting:
                await asyncio.sleep(0.02)
    await database.close()


async def in_danger(stage: Stage) -> tuple[Person, Topic]:
    """Somebody in danger, who is called out in General too: two places to take them."""
    leila = await stage.welcome("ليلى")
    await leila.says("بغيت نموت")
    topic = await stage.karim.sees_topic("🆘")
    await stage.karim.sees(ar("✋ Take"), topic=topic)
    await stage.nadia.sees(ar("✋ Take"), topic="General")
    await rests(stage)
    return leila, topic


def takes_called_out(stage: Stage, who: Colleague) -> None:
    """Tap the button of the call in General."""
    [call] = [post for post in who.room.posts.values() if "alert:" in str(post.message)]
    data = call.message["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    stage.simulator.world.tap(who.id, call.id, data, Place(who.room.id))


async def owner(stage: Stage) -> tuple[str, str | None]:
    query = select(Case.status, Coordinator.name).outerjoin(
        Coordinator, Coordinator.id == Case.coordinator_id
    )
    return tuple((await stored(stage, query))[0])


async def test_given_back_anybody_can_take_it(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    leila, topic = await heard(quiet_stage, "ليلى")
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("↩️ Give back"), topic=topic)
    await karim.is_told(ar("Given back."))
    await karim.sees(ar("↩️ {name} gave it back: whoever can takes it.", name="Karim"), topic=topic)
    await nadia.sees(ar("✋ Take"), topic=topic)
    assert await owner(quiet_stage) == ("open", None)
    await leila.says("واش كاين شي واحد؟")
    await karim.sees("واش كاين شي واحد؟", topic=topic)
    await nadia.taps(ar("✋ Take"), topic=topic)
    await nadia.is_told(ar("It is yours."))
    await karim.sees(ar(HAS_IT, name="Nadia"), topic=topic)


async def test_a_danger_given_back_is_called_out_again(quiet_stage: Stage) -> None:
    karim, (_, topic) = quiet_stage.karim, await in_danger(quiet_stage)
    await karim.taps(ar("✋ Take"), topic=topic)
    await karim.sees(ar(HAS_IT, name="Karim"), topic=topic)
    await karim.taps(ar("➕ More"), topic=topic)
    await karim.taps(ar("↩️ Give back"), topic=topic)
    await quiet_stage.nadia.sees("🆘", ar("✋ Take"), topic="General")


async def test_assigned_their_telephone_rings_and_the_person_hears_it_once(
    quiet_stage: Stage,
) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    leila, topic = await talking(quiet_stage, "ليلى")
    await opens_colleagues(karim, topic, ar)
    await karim.taps(on_button("Nadia", 0), topic=topic)
    await karim.is_told(ar(HAS_IT, name="Nadia"))
    post = await nadia.sees(ar(YOURS, name="Nadia", by="Karim"), topic=topic)
    assert [e["user"]["id"] for e in post.message["entities"]] == [nadia.id]
    await leila.sees(ar("👤 A person has your request {code} now.", code=code_of(leila)), ar(READ))
    await opens_colleagues(nadia, topic, ar)
    await nadia.sees(
        ar(HAS_IT, name="Nadia"), on_button("Nadia", 1), on_button("Karim", 0), topic=topic
    )
    await nadia.taps(on_button("Karim", 0), topic=topic)
    await karim.sees(ar(YOURS, name="Karim", by="Nadia"), topic=topic)
    await rests(quiet_stage)
    assert leila.chat().count(ar(READ)) == 1
    assert await owner(quiet_stage) == ("taken", "Karim")


async def test_in_french_without_topics_to_oneself(quiet_stage: Stage) -> None:
    salma, omar = quiet_stage.salma, await quiet_stage.welcome("Omar", "fr", town="Casablanca")
    await omar.taps(fr("🙋 Talk to a person"))
    await salma.sees(fr("✋ Take"))
    await opens_colleagues(salma, None, fr)
    await salma.taps(on_button("Salma", 0, say="fr"))
    await salma.sees(fr(HAS_IT, name="Salma"))
    await omar.sees(fr(READ))
    assert "👉" not in salma.chat()


async def test_who_is_away_bears_a_sign(quiet_stage: Stage) -> None:
    karim, (_, topic) = quiet_stage.karim, await talking(quiet_stage, "ليلى")
    await quiet_stage.nadia.says("/away")
    await quiet_stage.nadia.taps(ar("🌴 Today"), topic="General")
    await karim.sees("🌴", "Nadia", topic="General")
    await opens_colleagues(karim, topic, ar)
    await karim.sees(on_button("Nadia", 0, "🌴"), topic=topic)
    assert not any("Salma" in label for label in karim.buttons(topic))


async def test_two_take_at_the_same_moment(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    _, topic = await in_danger(quiet_stage)
    async with held(quiet_stage, waiting=2):
        await karim.taps(ar("✋ Take"), topic=topic)
        takes_called_out(quiet_stage, nadia)
    _, name = await owner_when_taken(quiet_stage)
    winner, other = (karim, nadia) if name == "Karim" else (nadia, karim)
    await winner.is_told(ar("It is yours."))
    told = await other.is_told(ar("{name} has it already.", name=str(name)))
    assert told.alert
    await karim.sees(ar(HAS_IT, name=str(name)), topic=topic)


async def test_assign_races_with_take(quiet_stage: Stage) -> None:
    karim, nadia = quiet_stage.karim, quiet_stage.nadia
    leila, topic = await in_danger(quiet_stage)
    await opens_colleagues(karim, topic, ar)
    await karim.sees(on_button("Karim", 0), topic=topic)
    await rests(quiet_stage)
    async with held(quiet_stage, waiting=2):
        await karim.taps(on_button("Karim", 0), topic=topic)
        takes_called_out(quiet_stage, nadia)
    _, name = await owner_when_taken(quiet_stage)
    winner, other = (karim, nadia) if name == "Karim" else (nadia, karim)
    await winner.is_told(ar(HAS_IT, name="Karim") if winner is karim else ar("It is yours."))
    await other.is_told(ar("{name} has it already.", name=str(name)))
    await leila.sees(ar(READ))
    await rests(quiet_stage)
    assert leila.chat().count(ar(READ)) == 1


async def owner_when_taken(stage: Stage) -> tuple[str, str | None]:
    async with asyncio.timeout(TIME_LIMIT):
        while (found := await owner(stage))[0] != "taken":
            await asyncio.sleep(0.02)
    return found


async def test_a_list_that_is_older_than_the_last_change_of_hands_moves_nothing(
    quiet_stage: Stage,
) -> None:
    karim, (_, topic) = quiet_stage.karim, await talking(quiet_stage, "ليلى")
    await opens_colleagues(karim, topic, ar)
    await karim.sees(on_button("Karim", 0), topic=topic)
    await quiet_stage.nadia.writes(topic, "مرحبا")
    await karim.sees(ar(HAS_IT, name="Nadia"), topic=topic)
    staff = await stored(quiet_stage, select(Coordinator.name, Coordinator.id))
    [(code,)] = await stored(quiet_stage, select(Case.code))
    await finds(karim, "old", f"hand:{code}:1.-")
    await karim.is_told(ar("{name} has it already.", name="Nadia"))
    await finds(karim, "foreign", f"hand:{code}:{dict(staff)['Salma']}.2")
    await karim.is_told(ar("This button is too old."))
    assert await owner(quiet_stage) == ("taken", "Nadia")


async def test_a_coordinator_opens_it_again(quiet_stage: Stage) -> None:
    nadia, (leila, topic) = quiet_stage.nadia, await closed(quiet_stage)
    await nadia.taps(ar("🔁 Reopen"), topic=topic)
    await nadia.is_told(ar("Open again."))
    await nadia.sees(ar(HAS_IT, name="Karim"), topic=topic)
    await nadia.sees(ar(REOPENED, name="Nadia"), topic=topic)
    await leila.sees(ar("🔁 Your request {code} is open again.", code=code_of(leila)), ar(READ))
    await leila.says("شكرا")
    await quiet_stage.karim.sees("شكرا", topic=topic)
    assert ar("🔁 They opened it again.") not in by_the_bot(nadia, topic)
    assert await actions(quiet_stage) == ["shown", "take", "close", "outcome", "reopen"]


async def actions(stage: Stage) -> list[str]:
    assert stage.sanad
    assert stage.sanad.database
    async with stage.sanad.database.transaction() as session:
        case = (await session.scalars(select(Case))).unique().one()
        return [row.action for row in await trail(session, case)]


@pytest.mark.parametrize("gone", ["late", "erased", "open"])
async def test_what_cannot_be_opened_again(quiet_stage: Stage, gone: str) -> None:
    karim, (leila, topic) = quiet_stage.karim, await closed(quiet_stage)
    [(code,)] = await stored(quiet_stage, select(Case.code))
    if gone == "late":
        long_ago = datetime.now(UTC) - timedelta(days=31)
        await changed(quiet_stage, Case, closed_at=long_ago)
        await karim.taps(ar("🔁 Reopen"), topic=topic)
        await karim.is_told(
            ar("It was closed more than {days} days ago: it stays closed.", days=30)
        )
    elif gone == "erased":
        await leila.says(ar("erase my data"))
        await leila.taps(ar("🗑️ Yes, erase everything"))
        await karim.sees(ar("🗑️ {code}: the person erased their data.", code=code), topic="General")
        await rests(quiet_stage)
        await karim.says("/cases")
        await karim.sees(ar("✓ There are none."), topic="General")
        await finds(karim, "old", f"reopen:{code}")
        await karim.is_told(ar("This button is too old."))
    else:
        await karim.taps(ar("🔁 Reopen"), topic=topic)
        await karim.sees(ar(REOPENED, name="Karim"), topic=topic)
        await rests(quiet_stage)
        await finds(karim, "old", f"reopen:{code}")
        await karim.is_told(ar("{name} has it already.", name="Karim"))
        await closes(quiet_stage, topic)
