"""A complaint reaches a supervisor, and not the people whom it may be about."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.centres import CentreEntry, import_centres
from bot.i18n.text import Language
from bot.settings import Settings
from bot.simulator.actors import Coordinator, Person
from bot.simulator.model import Topic
from bot.simulator.server import Simulator
from bot.staff import add_coordinator
from tests.journeys.teams import ALWAYS, keeps_hours
from tests.journeys.test_alarm import looks_after
from tests.journeys.test_case import housing_by_buttons
from tests.journeys.watching import by_the_bot, code_of, rests
from tests.stage import WEEK, Stage, ar, fr

BY_A_SUPERVISOR = "A supervisor will answer you here, not the people of your centre."
BY_THE_CENTRE = "The people of {centre} will answer you here."
WHAT_HAPPENED = "What happened? Tell us in your own words, or send a voice note."
WORDS = "كريم هضر معايا خايب"


class Supervised(Stage):
    """The same with a supervision, where Souad works."""

    def __init__(self, settings: Settings, simulator: Simulator) -> None:
        super().__init__(settings, simulator)
        self.above = simulator.group("الإشراف")
        self.souad = simulator.coordinator("سعاد", self.above)

    async def furnish(self, session: AsyncSession) -> None:
        """Supervisors too, nearer to Fès than its own centre."""
        above = CentreEntry(
            code="above", kind="supervision", name_ar="الإشراف", name_fr="Supervision",
            region="fes-meknes", latitude=34.03, longitude=-5.0, hours=WEEK,
            group_chat_id=str(self.above.id),
        )  # fmt: skip
        await import_centres(session, [above])
        await session.flush()
        await add_coordinator(session, "above", str(self.souad.id), "سعاد")
        await super().furnish(session)


@pytest.fixture
async def supervised(settings: Settings, simulator: Simulator) -> AsyncIterator[Supervised]:
    async with Supervised(settings, simulator) as running:
        yield running


async def begins_a_complaint(person: Person, language: Language = "ar") -> None:
    say = ar if language == "ar" else fr
    await person.taps(say("⚙️ More"))
    await person.taps(say("A complaint"))
    await person.taps(say("👤 How I was treated"))
    await person.sees(say(WHAT_HAPPENED))


async def complains(person: Person, language: Language = "ar", words: str = WORDS) -> str:
    """Fill in the form; returns the code."""
    await begins_a_complaint(person, language)
    await person.says(words)
    await person.sees("R-")
    return code_of(person)


def seen_in(stage: Stage, *words: str) -> list[str]:
    """Which of some words the people of the centre can read, in any topic or name of one."""
    topics = " ".join(topic.name for topic in stage.karim.room.topics.values())
    return [word for word in words if word in stage.karim.chat() + topics]


async def hears_of_it(stage: Supervised, code: str) -> Topic:
    topic = await stage.souad.sees_topic(code)
    await stage.souad.sees(code, ar("Their centre: {centre}", centre="مركز فاس"), topic=topic)
    return topic


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_a_supervisor_answers_and_the_centre_sees_nothing(
    supervised: Supervised, language: Language
) -> None:
    say, souad = (ar if language == "ar" else fr), supervised.souad
    person = await supervised.welcome("ليلى", language)
    code = await complains(person, language)
    assert say(BY_A_SUPERVISOR) in by_the_bot(person)[-1]
    topic = await souad.sees_topic(code)
    await souad.sees(WORDS, ar("👤 How I was treated"), "مركز فاس", topic=topic)
    await souad.taps(ar("✋ Take"), topic=topic)
    await person.sees(say("Write here: they will read it."))
    await souad.writes(topic, "شكرا، غادي نشوفو")
    await person.sees("شكرا، غادي نشوفو")
    await person.says("الله يجازيك")
    await souad.sees("الله يجازيك", topic=topic)
    await souad.taps(ar("✔️ Close"), topic=topic)
    await souad.taps(ar("✅ Question answered"), topic=topic)
    await person.sees(say("If you need anything else, write here."))
    await rests(supervised)
    assert by_the_bot(supervised.karim) == []


async def test_the_person_still_has_their_centre(supervised: Supervised) -> None:
    leila = await supervised.welcome("ليلى")
    assert ar("Your centre: {centre}.", centre="مركز فاس") in leila.chat()
    await housing_by_buttons(leila)
    await supervised.karim.sees_topic(ar("Housing"))
    assert ar(BY_THE_CENTRE, centre="مركز فاس") in by_the_bot(leila)[-1]
    await leila.taps(ar("📋 Menu"))
    await leila.taps(ar("⚙️ More"))
    await leila.taps(ar("🔒 Who reads this"))
    await leila.sees(ar("📣 A complaint is read by a supervisor instead."))


async def test_what_is_said_next_is_not_for_whoever_was_talking(supervised: Supervised) -> None:
    karim, souad, leila = supervised.karim, supervised.souad, await supervised.welcome("ليلى")
    await housing_by_buttons(leila)
    housing = await karim.sees_topic(ar("Housing"))
    await karim.writes(housing, "مرحبا")
    await leila.sees("مرحبا")
    await leila.says("/menu")
    await begins_a_complaint(leila)
    said = await leila.says(WORDS)
    await leila.sees("R-", ar("You can go on writing here: they will read it."))
    topic = await souad.sees_topic(code_of(leila))
    await leila.says("وزاد عليا")
    await souad.sees("وزاد عليا", topic=topic)
    await karim.writes(housing, "كاين جديد")
    await leila.sees("كاين جديد")
    # Karim is talking again; a change of what he may not read does not reach him either.
    await leila.edits(said, f"{WORDS} بزاف")
    await souad.sees(f"{WORDS} بزاف", topic=topic)
    await leila.says("واخا")
    await karim.sees("واخا", topic=housing)
    assert seen_in(supervised, WORDS, "وزاد عليا", "📣") == []


async def test_a_change_of_the_first_words_is_not_for_whoever_was_talking(
    supervised: Supervised,
) -> None:
    karim, souad, leila = supervised.karim, supervised.souad, await supervised.welcome("ليلى")
    await housing_by_buttons(leila)
    housing = await karim.sees_topic(ar("Housing"))
    await karim.writes(housing, "مرحبا")
    await leila.sees("مرحبا")
    await leila.says("/menu")
    await begins_a_complaint(leila)
    said = await leila.says("كلام اول")
    await leila.sees("R-")
    await leila.says("/menu")
    await begins_a_complaint_again(leila)
    await leila.edits(said, "كلام تبدل")
    topic = await souad.sees_topic("R-")
    await souad.sees("كلام تبدل", topic=topic)
    await leila.says("كلام ثاني")
    await leila.sees("R-")
    await rests(supervised)
    assert seen_in(supervised, "كلام") == []


async def begins_a_complaint_again(person: Person) -> None:
    await person.taps(ar("⚙️ More"))
    await person.taps(ar("A complaint"))
    await person.taps(ar("🆕 New request"))
    await person.taps(ar("👤 How I was treated"))
    await person.sees(ar(WHAT_HAPPENED))


async def test_more_is_added_to_an_open_complaint(supervised: Supervised) -> None:
    souad, leila = supervised.souad, await supervised.welcome("ليلى")
    code = await complains(leila)
    await leila.taps(ar("📋 Menu"))
    await leila.taps(ar("⚙️ More"))
    await leila.taps(ar("A complaint"))
    await leila.taps(ar("➕ Add to {code}", code=code))
    await leila.sees(ar("It will be added to {code}.", code=code))
    await leila.says("نسيت حاجة")
    await souad.sees("نسيت حاجة", topic=await souad.sees_topic(code))
    await leila.sends_photo()
    await supervised.arrives(souad, "photo")
    await leila.says("/menu")
    await leila.taps(ar("📂 My requests"))
    await leila.sees("📣", code)
    await rests(supervised)
    assert by_the_bot(supervised.karim) == []


async def test_in_the_middle_a_person_is_a_supervisor(supervised: Supervised) -> None:
    leila = await supervised.welcome("ليلى")
    await begins_a_complaint(leila)
    await leila.taps(ar("🙋 Talk to a person"))
    await leila.sees("R-", ar(BY_A_SUPERVISOR))
    topic = await supervised.souad.sees_topic(code_of(leila))
    await leila.says(WORDS)
    await supervised.souad.sees(WORDS, topic=topic)
    await rests(supervised)
    assert by_the_bot(supervised.karim) == []


@pytest.mark.parametrize("sent", [True, False], ids=["sent", "not sent yet"])
async def test_a_danger_goes_to_the_own_centre_without_the_complaint(
    supervised: Supervised, sent: bool
) -> None:
    karim, leila = supervised.karim, await supervised.welcome("ليلى")
    if sent:
        await complains(leila)
    else:
        await begins_a_complaint(leila)
    await leila.says("bghit nmout")
    await leila.sees(ar("I hear you. You are not alone."))
    topic = await karim.sees_topic("🆘")
    await karim.sees("bghit nmout", topic=topic)
    await rests(supervised)
    assert seen_in(supervised, WORDS, "📣", ar("👤 How I was treated")) == []
    assert [t for t in supervised.souad.room.topics.values() if "🆘" in t.name] == []
    if not sent:
        await leila.taps(ar("🙂 It is not a danger"))
        await leila.sees(ar(WHAT_HAPPENED))
        await leila.says(WORDS)
        await leila.sees("R-", ar(BY_A_SUPERVISOR))


async def test_erasing_ends_it_there_too(supervised: Supervised) -> None:
    leila = await supervised.welcome("ليلى")
    code = await complains(leila)
    await supervised.souad.sees_topic(code)
    await leila.says(ar("erase my data"))
    await leila.taps(ar("🗑️ Yes, erase everything"))
    await supervised.souad.sees(ar("🗑️ {code}: the person erased their data.", code=code))
    await rests(supervised)
    assert WORDS not in supervised.souad.chat()
    assert by_the_bot(supervised.karim) == []


async def test_nobody_of_the_centre_may_press_its_buttons(supervised: Supervised) -> None:
    karim, souad = supervised.karim, supervised.souad
    leila = await supervised.welcome("ليلى")
    topic = await souad.sees_topic(await complains(leila))
    supervised.simulator.world.add_member(supervised.above.id, karim.id)
    await souad.sees(ar("✋ Take"), topic=topic)
    among_them = Coordinator(supervised.simulator.world, karim.user, supervised.above.id)
    await among_them.taps(ar("✋ Take"), topic=topic)
    await karim.is_told(ar("Only the coordinators of this centre can do that."))


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_without_supervision_the_centre_answers_and_so_it_is_said(
    quiet_stage: Stage, language: Language
) -> None:
    say = ar if language == "ar" else fr
    person = await quiet_stage.welcome("ليلى", language)
    code = await complains(person, language)
    centre = "مركز فاس" if language == "ar" else "Centre de Fès"
    assert say(BY_THE_CENTRE, centre=centre) in by_the_bot(person)[-1]
    assert say(BY_A_SUPERVISOR) not in person.chat()
    await quiet_stage.karim.sees(WORDS, topic=await quiet_stage.karim.sees_topic(code))


async def test_a_danger_that_nobody_takes_climbs_to_the_supervisors(
    supervised: Supervised,
) -> None:
    await keeps_hours(supervised, ALWAYS)  # where it is closed they hear of it at once
    leila = await supervised.welcome("ليلى")
    await leila.says("بغيت نموت")
    topic = await supervised.karim.sees_topic(ar("Danger"))
    code = topic.name.split()[1]
    unheard = (
        "🆘 {code}: nobody at {centre} has taken a danger for {minutes} min. Please call them."
    )
    await looks_after(supervised, minutes=6)
    await rests(supervised)
    assert code not in supervised.souad.chat("General")
    await looks_after(supervised, minutes=11)
    told = ar(unheard, code=code, centre="مركز فاس", minutes=11)
    await supervised.souad.sees(told, topic="General")


async def test_while_understanding_is_away_what_follows_is_for_the_supervisor_too(
    supervised: Supervised,
) -> None:
    souad, leila = supervised.souad, await supervised.welcome("ليلى")
    code = await complains(leila)
    await leila.says("وعاود دار نفس الحاجة")
    await leila.sees(ar("➕ Added to {code}.", code=code))
    await souad.sees("وعاود دار نفس الحاجة", topic=await souad.sees_topic(code))
    await rests(supervised)
    assert by_the_bot(supervised.karim) == []
