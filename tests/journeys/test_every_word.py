"""Many at once, each in order, and every word whole."""

from __future__ import annotations

import asyncio

import pytest

from bot.simulator.actors import Person
from bot.simulator.model import Topic
from tests.journeys.watching import (
    TIME_LIMIT,
    by_the_bot,
    code_of,
    heard,
)
from tests.stage import Stage, ar


async def test_ten_conversations_side_by_side_each_in_order(quiet_stage: Stage) -> None:
    stage, karim, names = quiet_stage, quiet_stage.karim, [f"شخص{number}" for number in range(10)]

    async def arrives(name: str) -> tuple[Person, Topic]:
        person = await stage.welcome(name)
        await person.taps(ar("🙋 Talk to a person"))
        await person.sees("R-", timeout=TIME_LIMIT)
        return person, await karim.sees_topic(code_of(person), timeout=TIME_LIMIT)

    people = await asyncio.gather(*(arrives(name) for name in names))
    for turn in range(5):
        for name, (person, topic) in zip(names, people, strict=True):
            await person.says(f"{name} قال {turn}")
            await karim.writes(topic, f"ل {name} جواب {turn}")
    for name, (person, topic) in zip(names, people, strict=True):
        await karim.sees(f"{name} قال 4", topic=topic, timeout=TIME_LIMIT)
        await person.sees(f"ل {name} جواب 4", timeout=TIME_LIMIT)
        said = [text for text in by_the_bot(karim, topic) if f"{name} قال" in text]
        assert said == [f"👤 {name} قال {turn}" for turn in range(5)]
        answers = [text for text in by_the_bot(person) if f"{name} جواب" in text]
        assert answers == [f"ل {name} جواب {turn}" for turn in range(5)]


LONGEST = [
    "ا" * 4095 + ".",
    "ك" * 4031 + ".",
    "é" * 4033 + ".",
    "🌹" * 2047 + "..",
    "a<&>" * 1024,
]


async def passes(stage: Stage, person: Person, topic: Topic, words: str) -> None:
    """Some words pass whole, there and back."""
    await person.says(words)
    await stage.karim.sees(words, topic=topic)
    await stage.karim.writes(topic, words)
    await person.sees(words)
    assert by_the_bot(person)[-1] == words
    assert by_the_bot(stage.karim, topic)[-1].removeprefix("👤 ") == words


@pytest.mark.parametrize("words", LONGEST, ids=lambda words: f"{words[0]}-{len(words)}")
async def test_the_longest_texts_pass_whole(quiet_stage: Stage, words: str) -> None:
    leila, topic = await heard(quiet_stage, "ليلى")
    await passes(quiet_stage, leila, topic, words)


@pytest.mark.parametrize("words", LONGEST, ids=lambda words: f"{words[0]}-{len(words)}")
async def test_the_longest_text_that_opens_a_request_passes_whole(
    quiet_stage: Stage, words: str
) -> None:
    stage, leila = quiet_stage, await quiet_stage.welcome("ليلى")
    await leila.says(words)
    await leila.sees("R-")
    topic = await stage.karim.sees_topic(code_of(leila))
    await stage.karim.sees(words, topic=topic)


@pytest.mark.parametrize("words", LONGEST, ids=lambda words: f"{words[0]}-{len(words)}")
async def test_the_longest_change_passes_whole(quiet_stage: Stage, words: str) -> None:
    leila, topic = await heard(quiet_stage, "ليلى")
    said = await leila.says("غلط")
    await leila.edits(said, words)
    await quiet_stage.karim.sees(words, topic=topic)


@pytest.mark.parametrize("caption", ["ا" * 1024, "ا" * 1023, "🌹" * 512])
async def test_the_longest_captions_pass_whole(quiet_stage: Stage, caption: str) -> None:
    stage, karim = quiet_stage, quiet_stage.karim
    leila, topic = await heard(stage, "ليلى")
    await leila.sends_photo(caption)
    await karim.sees(caption, topic=topic)
    await stage.arrives(karim, "photo", topic)
    await karim.sends_photo(caption, topic=topic)
    await leila.sees(caption)
    await stage.arrives(leila, "photo")


ODD = [
    "<b>غامق</b> & <i>مائل</i> <script>alert(1)</script> &amp;",
    "*نجمة* _خط_ `code` [رابط](http://example.org) \\",
    "\u200fمن اليمين\u200e to the left",  # what turns words around goes: see test_odd
    "🌹",
    "👩🏽‍👩🏽‍👧🏽‍👦🏽 🇲🇦 ❤️",
    "{words} {{x}} %s %(name)s {0} ${a}",
    "سطر\n\n\nآخر\tمع فراغ   طويل",
    "ﷺ ـــ ١٢٣ ؟",
    "'; DROP TABLE people; --",
    "\u0627\u0301\u0300\u0302\u0303\u0308\u0654",
]


async def test_odd_words_pass_as_they_are(quiet_stage: Stage) -> None:
    leila, topic = await heard(quiet_stage, "ليلى")
    for words in ODD:
        await passes(quiet_stage, leila, topic, words)


async def test_odd_words_stand_on_the_card_as_they_are(quiet_stage: Stage) -> None:
    stage, karim = quiet_stage, quiet_stage.karim
    leila = await stage.welcome("ليلى")
    await leila.says("\n".join(ODD))
    await leila.sees("R-")
    topic = await karim.sees_topic(code_of(leila))
    await karim.sees("\n".join(ODD), ar("✋ Take"), topic=topic)
