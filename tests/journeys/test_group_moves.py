"""The group becomes another one, or is not there."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.settings import Settings
from bot.simulator.actors import Person
from bot.simulator.model import Post
from bot.simulator.server import Simulator
from bot.storage.mail import OutboundRow
from bot.storage.tables import Case, Centre
from tests.journeys.watching import (
    MENU,
    UNSURE,
    code_of,
    heard,
    rests,
    settles,
    stored,
)
from tests.stage import Stage, ar, fr


async def plain_case(stage: Stage, name: str) -> tuple[Person, Post]:
    """Somebody of Casablanca, whose group has no topics, with their card."""
    person = await stage.welcome(name, "fr", town="Casablanca")
    await person.taps(fr("🙋 Talk to a person"))
    await person.sees("R-")
    return person, await stage.salma.sees(code_of(person), fr("✋ Take"))


@pytest.mark.parametrize("forum", [False, True])
async def test_a_group_becomes_a_supergroup_in_the_middle(quiet_stage: Stage, forum: bool) -> None:
    stage, salma = quiet_stage, quiet_stage.salma
    omar, card = await plain_case(stage, "Omar")
    await salma.says("Je vous écoute", reply_to=card)
    await omar.sees("Je vous écoute")
    stage.simulator.world.migrate_group(stage.casa.id, forum=forum)
    await omar.says("c'est pour mon fils")
    said = await salma.sees("c'est pour mon fils")
    await rests(stage)  # nobody reads and answers within a millisecond
    await salma.says("Quel âge a-t-il ?", topic=said.topic, reply_to=said)
    await omar.sees("Quel âge a-t-il ?")
    samira = await stage.welcome("Samira", "fr", town="Casablanca")
    await samira.taps(fr("🙋 Talk to a person"))
    await samira.sees("R-")
    topic = await salma.sees_topic(code_of(samira)) if forum else None
    await salma.sees(code_of(samira), fr("✋ Take"), topic=topic)


async def test_an_answer_to_a_message_that_nobody_knows_of_is_not_swallowed(
    quiet_stage: Stage,
) -> None:
    """Its sending was cut off after it arrived: we never learnt its number."""
    stage, salma = quiet_stage, quiet_stage.salma
    omar, _ = await plain_case(stage, "Omar")
    await rests(stage)
    stage.simulator.world.faults.drop("sendMessage", chat_id=stage.casa.id)
    await omar.says("c'est pour mon fils")
    said = await salma.sees("c'est pour mon fils")
    await salma.sees(UNSURE)
    answer = await salma.says("Je vous écoute", reply_to=said)
    told = await salma.sees("")
    assert told.message["reply_to_message"]["message_id"] == answer.id


async def test_it_learns_of_the_supergroup_by_writing_to_the_old_group(
    quiet_stage: Stage,
) -> None:
    stage, salma = quiet_stage, quiet_stage.salma
    omar, _ = await plain_case(stage, "Omar")
    allowed = stage.simulator.world.updates.allowed
    stage.simulator.world.updates.allowed = [""]  # the news of it gets lost
    stage.simulator.world.migrate_group(stage.casa.id)
    stage.simulator.world.updates.allowed = allowed
    await omar.says("c'est pour mon fils")
    said = await salma.sees("c'est pour mon fils")
    await rests(stage)  # nobody reads and answers within a millisecond
    await salma.says("Je vous écoute", reply_to=said)
    await omar.sees("Je vous écoute")


async def test_a_request_that_waits_can_be_taken_in_the_supergroup(quiet_stage: Stage) -> None:
    stage = quiet_stage
    omar, _ = await plain_case(stage, "Omar")
    stage.simulator.world.migrate_group(stage.casa.id)
    await omar.says("c'est pour mon fils")
    await stage.salma.sees("c'est pour mon fils")
    await stage.salma.taps(fr("✋ Take"))
    await omar.sees(fr("Write here: they will read it."))


async def test_old_numbers_of_messages_mean_nothing_in_the_supergroup(quiet_stage: Stage) -> None:
    """A supergroup counts its messages anew: what colleagues say stays among them."""
    stage, salma, world = quiet_stage, quiet_stage.salma, quiet_stage.simulator.world
    omar, card = await plain_case(stage, "Omar")
    world.migrate_group(stage.casa.id)
    said = await salma.says("Bonjour à tous")
    while said.id < card.id:
        said = await salma.says("Bonjour à tous")
    secret = await salma.says("On en parle entre nous", reply_to=said)
    assert secret.message["reply_to_message"]["message_id"] == card.id
    await omar.says("c'est pour mon fils")
    heard_there = await salma.sees("c'est pour mon fils")
    await rests(stage)
    await salma.says("Je vous écoute", reply_to=heard_there)
    await omar.sees("Je vous écoute")
    assert "entre nous" not in omar.chat()


class Groupless(Stage):
    """Fès has no group yet."""

    async def furnish(self, session: AsyncSession) -> None:
        await super().furnish(session)
        centre = await session.scalar(select(Centre).where(Centre.code == "fes"))
        assert centre
        centre.group = centre.group_index = None


async def test_without_a_group_the_request_waits_and_the_person_is_answered(
    settings: Settings, simulator: Simulator
) -> None:
    waiting = select(OutboundRow.op, OutboundRow.status).where(OutboundRow.to_case)
    async with Groupless(settings, simulator) as stage:
        leila = await stage.welcome("ليلى")
        await leila.taps(ar("🙋 Talk to a person"))
        await leila.sees("R-")
        await leila.says("باقا كنتسنى")
        await settles(stage, waiting.where(OutboundRow.reason == "no group"))
        await settles(stage, waiting.where(OutboundRow.op == "say"))
        assert await stored(stage, waiting.order_by(OutboundRow.id)) == [
            ("card", "pending"),
            ("say", "pending"),
        ]
        assert await stored(stage, select(Case.topic, Case.status)) == [(None, "open")]
        await leila.taps(ar("📋 Menu"))
        await leila.sees(ar(MENU))
    assert simulator.world.called("createForumTopic") == []


async def test_out_of_the_group_nothing_of_the_centre_is_given_up(quiet_stage: Stage) -> None:
    stage = quiet_stage
    leila, _ = await heard(stage, "ليلى")
    stage.simulator.world.remove_bot(stage.fes.id, stage.karim.id)
    await leila.says("باقا كنتسنى")
    unreachable = select(OutboundRow.status).where(OutboundRow.reason == "group unreachable")
    assert await settles(stage, unreachable) == [("pending",)]
