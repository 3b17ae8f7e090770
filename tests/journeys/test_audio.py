"""Recorded words: what is said is heard too, where somebody recorded it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select, update

from bot.i18n.audio import audio_id, recording
from bot.i18n.text import Language
from bot.settings import Settings
from bot.simulator.actors import Person as Actor
from bot.simulator.model import Json
from bot.simulator.samples import ogg
from bot.simulator.server import Simulator
from bot.storage.mail import OutboundRow
from bot.storage.tables import Person
from tests.journeys.test_privacy import CLEANED, asks_who_reads
from tests.journeys.watching import rests, stored, talking
from tests.stage import Stage, ar

HELLO = "Hello. Choose your language."
REGION = "Where do you live? Choose your region, or write the name of your town."
MENU = "What do you need? Write it as you speak, or choose."
SLEEP = "Where do you sleep these days?"
READ = "Write here: they will read it."


@pytest.fixture
async def spoken(settings: Settings, simulator: Simulator) -> AsyncIterator[Stage]:
    """A Sanad with some recordings, of some words, in some language."""
    settings = settings.model_copy(update={"audio": settings.data / "recordings"})
    for language, words in (("ar", HELLO), ("fr", HELLO), ("ar", MENU), ("ar", READ)):
        record(settings.audio, language, words)  # type: ignore[arg-type]
    async with Stage(settings, simulator) as running:
        yield running


def record(folder: Path, language: Language, words: str) -> None:
    file = recording(folder, language, words)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(ogg(1) + f"{language} {words}".encode())


def heard(stage: Stage, person: Actor) -> list[str]:
    """The recordings that a person got, oldest first."""
    files = stage.simulator.world.files
    voices = [m for m in person.messages() if "voice" in m and m["from"]["is_bot"]]
    return [files.get(m["voice"]["file_id"]).data.removeprefix(ogg(1)).decode() for m in voices]


def before_voices(person: Actor) -> list[str]:
    """The message before each recording."""
    said: list[Json] = person.messages()
    return [a.get("text", "") for a, b in pairwise(said) if "voice" in b]


async def test_what_is_recorded_is_heard_after_the_words(spoken: Stage) -> None:
    leila = await spoken.welcome("ليلى")
    await spoken.arrives(leila, "voice")
    await rests(spoken)
    # Hello is said in both languages at once, and there is one voice for a message.
    assert heard(spoken, leila) == [f"ar {HELLO}", f"ar {MENU}"]
    assert before_voices(leila)[1] == ar(MENU)
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))
    await rests(spoken)
    assert len(heard(spoken, leila)) == 2
    omar = await spoken.welcome("Omar", "fr")
    await rests(spoken)
    assert heard(spoken, omar) == [f"ar {HELLO}"]


async def test_a_voice_makes_no_sound_of_its_own_and_no_button_moves(spoken: Stage) -> None:
    leila = await spoken.welcome("ليلى")
    await rests(spoken)
    (_, voice) = [p for p in leila.room.posts.values() if "voice" in p.message]
    assert voice.silent
    assert "reply_markup" not in voice.message
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))


@pytest.mark.parametrize("trouble", ["unknown", "forbidden", "too many", "cut off"])
async def test_a_voice_that_does_not_go_costs_nothing(spoken: Stage, trouble: str) -> None:
    faults = spoken.simulator.world.faults
    match trouble:
        case "unknown":
            faults.lack("sendVoice")
        case "forbidden":
            faults.fail("sendVoice", 400, "Bad Request: VOICE_MESSAGES_FORBIDDEN", times=None)
        case "too many":
            faults.fail("sendVoice", 429, "Too Many Requests", retry_after=60, times=None)
        case _:
            faults.drop_before("sendVoice", times=None)
    leila = await spoken.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))
    await rests(spoken)
    assert heard(spoken, leila) == []
    assert leila.chat().count(ar(MENU)) == 1
    assert await stored(spoken, select(OutboundRow).where(OutboundRow.status != "sent")) == []


async def test_a_discreet_person_gets_no_voice(spoken: Stage) -> None:
    leila = await spoken.welcome("ليلى")
    await rests(spoken)
    assert spoken.sanad
    assert spoken.sanad.database
    async with spoken.sanad.database.transaction() as session:
        await session.execute(update(Person).values(discreet=True))
    await leila.says("/menu")
    await leila.sees(ar(MENU))
    await rests(spoken)
    assert len(heard(spoken, leila)) == 2


async def test_coordinators_read(spoken: Stage) -> None:
    leila, topic = await talking(spoken, "ليلى")
    await spoken.karim.taps(ar("✋ Take"), topic=topic)
    await leila.sees(ar(READ))
    await rests(spoken)
    assert "voice" not in spoken.karim.chat()


async def test_a_clean_chat_keeps_no_voice(spoken: Stage) -> None:
    leila = await spoken.welcome("ليلى")
    await spoken.arrives(leila, "voice")
    await asks_who_reads(leila)
    await rests(spoken)
    await leila.taps(ar("🧹 Clean this chat"))
    await leila.sees(ar(CLEANED))
    assert [m.get("text") for m in leila.messages()] == [ar(CLEANED)]


def test_an_id_is_short_and_tells_the_message() -> None:
    assert audio_id(MENU) == "what-do-you-need-write-it-as-you-speak-2e1058"
    assert audio_id("🆘") != audio_id("🙋")
    assert all(len(audio_id(words)) <= 47 for words in (MENU, REGION, "x" * 99, "🆘"))
