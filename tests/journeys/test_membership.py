"""Who comes to a centre's group and leaves it, and what becomes of us there."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.settings import Settings
from bot.simulator.actors import Coordinator
from bot.simulator.server import Simulator
from tests.journeys.teams import hands_on
from tests.journeys.test_complaint import Supervised
from tests.journeys.watching import by_the_bot, heard, rests
from tests.stage import ar

GENERAL = "General"
HERE = "⚠️ {name} joined this group and is not registered here."
THERE = "⚠️ {name} joined the group of {centre} and is not registered there."
WHAT_TO_DO = "They can read everything there: remove them, or register them."
FES = "مركز فاس"


@pytest.fixture
async def supervised(settings: Settings, simulator: Simulator) -> AsyncIterator[Supervised]:
    async with Supervised(settings, simulator) as running:
        yield running


def joins(stage: Supervised, name: str) -> Coordinator:
    return stage.simulator.coordinator(name, stage.fes, role="stranger")


async def test_a_stranger_is_told_of_in_both_groups(supervised: Supervised) -> None:
    stranger = joins(supervised, "غريب")
    number = ar("Their Telegram number: {number}", number=str(stranger.id))
    await supervised.karim.sees(ar(HERE, name="غريب"), ar(WHAT_TO_DO), number, topic=GENERAL)
    await supervised.souad.sees(ar(THERE, name="غريب", centre=FES), ar(WHAT_TO_DO), number)


async def test_of_another_centre_is_a_stranger_too(supervised: Supervised) -> None:
    supervised.simulator.world.add_member(supervised.fes.id, supervised.salma.id)
    await supervised.karim.sees(ar(HERE, name="Salma"), topic=GENERAL)


async def test_a_stranger_in_the_supervision_is_told_of_once(supervised: Supervised) -> None:
    supervised.simulator.world.add_member(supervised.above.id, supervised.karim.id)
    await supervised.souad.sees(ar(HERE, name="Karim"))
    await rests(supervised)
    assert sum("Karim" in said for said in by_the_bot(supervised.souad)) == 1


async def test_a_coordinator_who_leaves_is_away_at_once_and_back_when_they_return(
    supervised: Supervised,
) -> None:
    karim, nadia, world = supervised.karim, supervised.nadia, supervised.simulator.world
    _, topic = await heard(supervised, "ليلى")
    world.remove_member(supervised.fes.id, karim.id)
    left = ar("🚪 {name} left the group of {centre}.", name="Karim", centre=FES)
    await supervised.souad.sees(left)
    await hands_on(supervised)
    await nadia.sees(ar("✋ {name} has it", name="Nadia"), topic=topic)
    world.add_member(supervised.fes.id, karim.id)
    await nadia.sees(ar("🟢 {name} is back.", name="Karim"), topic=GENERAL)


async def test_a_stranger_who_leaves_is_no_news(supervised: Supervised) -> None:
    world = supervised.simulator.world
    world.remove_member(supervised.fes.id, supervised.stranger.id)
    joins(supervised, "غريب")
    await supervised.souad.sees(ar(THERE, name="غريب", centre=FES))
    await rests(supervised)
    assert not any("🚪" in said for said in by_the_bot(supervised.souad))


async def test_supervisors_hear_that_we_were_removed_and_are_there_again(
    supervised: Supervised,
) -> None:
    world, souad = supervised.simulator.world, supervised.souad
    leila, topic = await heard(supervised, "ليلى")
    world.remove_bot(supervised.fes.id, supervised.karim.id)
    await souad.sees(
        ar("📵 I was removed from the group of {centre}.", centre=FES),
        ar("Nothing is lost: their requests wait until I am in it again."),
    )
    world.restore_bot(supervised.fes.id, supervised.karim.id)
    await souad.sees(ar("✅ I am in the group of {centre} again.", centre=FES))
    await leila.says("باقا كنتسنى")
    await supervised.karim.sees("باقا كنتسنى", topic=topic)


async def test_other_rights_of_ours_are_no_news(supervised: Supervised) -> None:
    world = supervised.simulator.world
    world.demote_bot(supervised.fes.id, supervised.karim.id)
    joins(supervised, "غريب")
    await supervised.souad.sees(ar(THERE, name="غريب", centre=FES))
    await rests(supervised)
    assert not any("✅" in said for said in by_the_bot(supervised.souad))
