"""Which centre a case goes to, and that the card says why."""

from __future__ import annotations

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.centres import CentreEntry, import_centres
from bot.settings import Settings
from bot.simulator.server import Simulator
from bot.staff import add_coordinator, remove_coordinator
from bot.storage.tables import Centre, Person
from tests.journeys.teams import asks_for_a_place, database
from tests.journeys.watching import by_the_bot, code_of, rests
from tests.stage import WEEK, Stage, ar


class National(Stage):
    """The same with people at the national centre, where Mariam works."""

    def __init__(self, settings: Settings, simulator: Simulator) -> None:
        super().__init__(settings, simulator)
        self.nation = simulator.group("المركز الوطني")
        self.mariam = simulator.coordinator("مريم", self.nation)
        simulator.world.updates.drop()

    async def furnish(self, session: AsyncSession) -> None:
        """The list of centres gives the national one its group."""
        national = CentreEntry(
            code="national", kind="national", name_ar="المركز الوطني",
            name_fr="Centre national", region="rabat-sale-kenitra", latitude=34.02,
            longitude=-6.83, language="ar", hours=WEEK, group_chat_id=str(self.nation.id),
        )  # fmt: skip
        await import_centres(session, [national])
        await session.flush()
        await add_coordinator(session, "national", str(self.mariam.id), "مريم")
        await super().furnish(session)


@pytest.fixture
async def national(settings: Settings, simulator: Simulator):
    async with National(settings, simulator) as running:
        yield running


async def test_the_card_says_that_it_is_their_centre(national: National) -> None:
    karim, leila = national.karim, await national.welcome("ليلى")
    topic = await karim.sees_topic(await asks_for_a_place(leila))
    await karim.sees(ar("🧭 Their centre"), topic=topic)
    await rests(national)
    assert by_the_bot(national.mariam) == []


async def test_who_belongs_nowhere_yet_is_heard_at_the_national_centre(
    national: National,
) -> None:
    leila, mariam = national.simulator.user("ليلى"), national.mariam
    await leila.starts()
    await leila.taps(ar("English: this language"))
    await leila.taps(ar("✅ I agree"))
    await leila.taps(ar("🙋 Talk to a person"))
    await leila.sees(
        "R-", ar("The people of {centre} will answer you here.", centre="المركز الوطني")
    )
    topic = await mariam.sees_topic(code_of(leila))
    await mariam.sees(ar("🧭 They have no centre yet"), topic=topic)
    await mariam.writes(topic, "مرحبا، فين ساكنة؟")
    await leila.sees("مرحبا، فين ساكنة؟")


async def test_a_town_that_got_its_centre_later(national: National) -> None:
    karim, leila = national.karim, await national.welcome("ليلى", town="Sefrou")
    async with database(national) as session:
        await session.execute(update(Person).values(centre_id=None))
    topic = await karim.sees_topic(await asks_for_a_place(leila))
    await karim.sees(ar("🧭 Their town: {town}", town="صفرو"), topic=topic)


async def test_where_nobody_reads_the_national_centre_does(national: National) -> None:
    leila, mariam = await national.welcome("ليلى"), national.mariam
    async with database(national) as session:
        for person in (national.karim, national.nadia):
            await remove_coordinator(session, "fes", str(person.id))
    topic = await mariam.sees_topic(await asks_for_a_place(leila))
    why = ar("🧭 Their centre cannot be reached now: {centre}", centre="مركز فاس")
    await mariam.sees(why, topic=topic)
    async with database(national) as session:
        await add_coordinator(session, "fes", str(national.karim.id), "Karim")
    omar = await national.welcome("عمر")
    topic = await national.karim.sees_topic(await asks_for_a_place(omar))
    await national.karim.sees(ar("🧭 Their centre"), topic=topic)


async def test_without_a_national_group_it_waits_at_their_own_centre(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    async with database(quiet_stage) as session:
        for person in (quiet_stage.karim, quiet_stage.nadia):
            await remove_coordinator(session, "fes", str(person.id))
    topic = await quiet_stage.karim.sees_topic(await asks_for_a_place(leila))
    await quiet_stage.karim.sees(ar("🧭 Their centre"), topic=topic)


async def test_a_shared_place_gives_the_nearest_town_and_its_centre(national: National) -> None:
    leila = national.simulator.user("ليلى")
    await leila.starts()
    await leila.taps(ar("English: this language"))
    await leila.taps(ar("✅ I agree"))
    await leila.taps(ar("📍 Share where I am"))
    await leila.sees(ar("Press the button below to share where you are."))
    await leila.sends_location(33.57, -7.59)
    await leila.sees(ar("Your centre: {centre}.", centre="مركز الدار البيضاء"))


async def test_nobody_is_assigned_to_the_national_centre(national: National) -> None:
    leila = await national.welcome("ليلى", town="Rabat")
    async with database(national) as session:
        person = await session.get_one(Person, 1)
        centre = await session.get_one(Centre, person.centre_id)
        assert centre.kind == "centre"
    assert "المركز الوطني" not in leila.chat()
