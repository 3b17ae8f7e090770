"""Erasing in a group without topics: what was said there goes, message by message."""

from __future__ import annotations

import pytest

from bot.settings import Settings
from bot.simulator.actors import Person
from bot.simulator.server import Simulator
from tests.journeys.watching import code_of, rests
from tests.stage import Stage, fr

PLEASE = "🗑️ I may not delete their messages here. Please delete them yourselves."
LONG = "mon fils est malade. " * 40


async def talks(stage: Stage) -> Person:
    """Somebody of Casablanca, whom Salma answers there, with a note and talk of her own."""
    omar = await stage.welcome("Omar", "fr", town="Casablanca")
    await omar.taps(fr("Housing"))
    await omar.sees(fr("Where do you sleep these days?"))
    await omar.says(LONG)
    await omar.sees(fr("Who needs the place?"))
    await omar.taps(fr("🙋 Talk to a person"))
    await omar.sees("R-")
    card = await stage.salma.sees(fr("Housing"))
    await omar.says("c'est pour mon fils")
    await stage.salma.sees("c'est pour mon fils")
    await omar.sends_photo("son certificat")
    await stage.salma.sees("son certificat")
    await stage.salma.says("// appeler sa mère", reply_to=card)
    await stage.salma.says("Bonjour Omar, je vous écoute", reply_to=card)
    await omar.sees("je vous écoute")
    await stage.salma.says("qui déjeune ?")
    await rests(stage)
    return omar


async def erases(stage: Stage, omar: Person) -> str:
    """Returns the code of the case."""
    code = code_of(omar)
    await omar.says(fr("erase my data"))
    await omar.taps(fr("🗑️ Yes, erase everything"))
    await omar.sees(fr("🗑️ Everything is erased. You can start again whenever you want."))
    await stage.salma.sees(fr("🗑️ {code}: the person erased their data.", code=code))
    await rests(stage)
    return code


@pytest.mark.parametrize("lacking", [[], ["deleteMessages"]], ids=["at once", "one by one"])
async def test_nothing_of_it_is_left_but_the_number(
    settings: Settings, simulator: Simulator, lacking: list[str]
) -> None:
    for method in lacking:
        simulator.world.faults.lack(method)
    async with Stage(settings, simulator) as stage:
        omar = await talks(stage)
        code = await erases(stage, omar)
        left = stage.salma.chat()
        for words in ("malade", "mon fils", "certificat", "sa mère", "Bonjour Omar"):
            assert words not in left
        assert code in left
        assert "qui déjeune ?" in left
        assert not any("photo" in message for message in stage.salma.messages())


async def test_what_may_not_be_deleted_the_coordinators_are_asked_to(quiet_stage: Stage) -> None:
    omar = await talks(quiet_stage)
    for method in ("deleteMessages", "deleteMessage"):
        quiet_stage.simulator.world.faults.fail(
            method, 400, "Bad Request: message can't be deleted", times=None,
            chat_id=quiet_stage.casa.id,
        )  # fmt: skip
    await erases(quiet_stage, omar)
    await quiet_stage.salma.sees(fr(PLEASE))


async def test_what_is_gone_already_is_no_trouble(quiet_stage: Stage) -> None:
    omar = await talks(quiet_stage)
    for method in ("deleteMessages", "deleteMessage"):
        quiet_stage.simulator.world.faults.fail(
            method, 400, "Bad Request: message to delete not found", times=None,
            chat_id=quiet_stage.casa.id,
        )  # fmt: skip
    await erases(quiet_stage, omar)
    assert fr(PLEASE) not in quiet_stage.salma.chat()
