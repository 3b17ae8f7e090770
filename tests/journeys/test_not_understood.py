"""Not understood: never the same sentence twice, and a person in the end.

What Rasa made of the words is given, as it would answer; all that follows is real.
"""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.channels.base import Inbound
from bot.dialogue.assistant import Heard, Reply, Understood
from bot.dialogue.context import Turn
from bot.dialogue.forms import read_forms
from bot.dialogue.speaker import dialogue_for, speak
from bot.i18n.text import Language
from bot.simulator.actors import Person
from bot.storage.inbox import lane_of
from bot.storage.mail import InboundRow
from bot.storage.outbox import Outbox
from bot.storage.people import meet
from tests.journeys.watching import MENU, SLEEP
from tests.stage import Stage, ar, fr

UNSURE = (
    "I am not sure I understood. Is it one of these?",
    "Perhaps I misunderstood. Which one is it?",
)
LOST = (
    "I did not understand. Talk to a person, or choose from the menu.",
    "I could not follow. A person can help you, or choose from the menu.",
)
STILL = "Sorry, I still do not understand. Choose here, or ask for a person."
RANKED = ["request_job", "greet", "request_housing", "talk_to_human", "ask_case_status", "deny"]
_ids = itertools.count(1_000_000)


async def says(stage: Stage, person: Person, text: str, *directives: str, **kind: Any) -> None:
    """Say something of which the assistant makes what is given."""
    sanad, number = stage.sanad, next(_ids)
    assert sanad
    assert sanad.database
    assert sanad.queue
    inbound = Inbound(
        channel="telegram", external_id=str(number), chat=str(person.id), sender=str(person.id),
        message=str(kind.pop("message", number)), text=text, edited=kind.pop("edited", False),
    )  # fmt: skip
    async with sanad.database.transaction() as session:
        now = datetime.now(UTC)
        row = InboundRow(
            channel=inbound.channel, external_id=inbound.external_id, lane=lane_of(inbound),
            body=inbound.model_dump(mode="json"), handled_at=now,
        )  # fmt: skip
        session.add(row)
        await session.flush()
        beneficiary = await meet(session, inbound.channel, inbound.chat)
        heard = Heard(text=text)
        understood = Understood(
            action=kind.pop("action", "confirm"),
            ranking=[{"name": name, "confidence": 0.2} for name in RANKED],
        )
        reply = Reply(
            directives=list(directives),
            understood=understood,
            dialogue=dialogue_for(beneficiary, heard),
        )
        row.person_id = beneficiary.id
        out = Outbox(session, row.id)
        await speak(Turn(session, row, inbound, beneficiary, out, read_forms(), now), heard, reply)
        await out.flush(sanad.queue)


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_meanings_then_the_menu_then_a_person(quiet_stage: Stage, language: Language) -> None:
    say, karim = ar if language == "ar" else fr, quiet_stage.karim
    leila = await quiet_stage.welcome("ليلى", language)
    await says(quiet_stage, leila, "طقطق", "clarify")
    await leila.sees(say(UNSURE[0]))
    offered = ["Work", "Housing", "📂 My requests", "📋 Menu", "🙋 Talk to a person"]
    shown = leila.buttons()
    assert len(shown) == len(offered)
    assert all(say(words) in label for words, label in zip(offered, shown, strict=True))
    await says(quiet_stage, leila, "بلا طقطق", "clarify")
    await leila.sees(say(STILL), say(MENU))
    await says(quiet_stage, leila, "زعما", "clarify")
    await leila.sees("R-")
    topic = await karim.sees_topic("R-")
    await karim.sees("طقطق", "بلا طقطق", "زعما", topic=topic)


async def test_when_nothing_is_likely_a_person_is_offered(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await says(quiet_stage, leila, "طقطق", "clarify", action="offer_person")
    await leila.sees(ar(LOST[0]))
    assert leila.buttons() == [ar("📋 Menu"), ar("🙋 Talk to a person")]


@pytest.mark.parametrize(("action", "words"), [("confirm", UNSURE), ("offer_person", LOST)])
async def test_understood_in_between_it_begins_again_in_other_words(
    quiet_stage: Stage, action: str, words: tuple[str, str]
) -> None:
    leila = await quiet_stage.welcome("ليلى")
    for turn in range(4):
        await says(quiet_stage, leila, "طقطق", "clarify", action=action)
        await leila.sees(ar(words[turn % 2]))
        if turn % 2:
            await leila.taps(ar("📋 Menu"))
        else:
            await says(quiet_stage, leila, "سلام", "show_menu")
        await leila.sees(ar(MENU))


async def test_after_a_person_it_begins_again(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    for _ in range(3):
        await says(quiet_stage, leila, "طقطق", "clarify")
    await leila.sees("R-")
    topic = await karim.sees_topic("R-")
    await karim.taps(ar("✔️ Close"), topic=topic)
    await karim.taps(ar("✅ Question answered"), topic=topic)
    await leila.sees("✔️")
    await says(quiet_stage, leila, "طقطق", "clarify")
    await leila.sees(ar(UNSURE[0]), ar("📋 Menu"))


async def test_what_was_not_understood_goes_with_what_is_chosen(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await says(quiet_stage, leila, "بلاصة فين نحط راسي", "clarify")
    await leila.taps(ar("📋 Menu"))
    await leila.sees(ar(MENU))
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))
    await leila.taps(ar("🙋 Talk to a person"))
    await karim.sees("بلاصة فين نحط راسي", topic=await karim.sees_topic(ar("Housing")))


async def test_and_to_the_person_that_is_asked_for(quiet_stage: Stage) -> None:
    karim, leila = quiet_stage.karim, await quiet_stage.welcome("ليلى")
    await says(quiet_stage, leila, "بلاصة فين نحط راسي", "clarify")
    await leila.taps(ar("🙋 Talk to a person"))
    await karim.sees("بلاصة فين نحط راسي", topic=await karim.sees_topic("R-"))


async def test_the_changed_words_are_heard_in_their_place(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await says(quiet_stage, leila, "طقطق", "clarify", message=77)
    await leila.sees(ar(UNSURE[0]))
    await says(quiet_stage, leila, "زعما", "clarify", message=77, edited=True)
    await leila.sees(ar(STILL))
    await leila.taps(ar("🙋 Talk to a person"))
    topic = await quiet_stage.karim.sees_topic("R-")
    await quiet_stage.karim.sees("زعما", topic=topic)
    assert "طقطق" not in quiet_stage.karim.chat(topic)
