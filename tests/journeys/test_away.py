"""While nobody understands: menus and buttons go on, words reach a person."""

from __future__ import annotations

from tests.stage import Stage, ar, fr


async def test_the_housing_form_by_buttons(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.sees(ar("Where do you sleep these days?"))
    await leila.taps(ar("🌙 Outside or at the station"))
    await leila.sees(ar("Who needs the place?"))
    await leila.taps(ar("🧍 Only me"))
    await leila.says("من نهار الاثنين وأنا فلاكار")
    await leila.sees("R-")
    topic = await karim.sees_topic(ar("Housing"))
    card = await karim.sees("من نهار الاثنين", topic=topic)
    assert ar("🔴 Today") in card.text
    assert "ليلى" not in topic.name


async def test_a_changed_message_is_not_ignored_while_a_form_is_open(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.taps(ar("🌙 Outside or at the station"))
    await leila.sees(ar("Who needs the place?"))
    answer = await leila.says("أنا وبنتي")
    await leila.sees(ar("⏭️ Skip"))
    await leila.edits(answer, "أنا وولدي")
    await leila.sees(ar("✏️ Changed."))
    await leila.sees(ar("⏭️ Skip"))


async def test_words_go_to_a_person(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    omar = await quiet_stage.welcome("Omar", "fr")
    await omar.says("je dors à la gare depuis lundi")
    await omar.sees(fr("You can go on writing here: they will read it."))
    topic = await karim.sees_topic(ar("Something else"))
    await karim.sees("je dors à la gare depuis lundi", topic=topic)
    await omar.says("il fait froid")
    await karim.sees("il fait froid", topic=topic)
    await karim.writes(topic, "Passez demain à 10h")
    await omar.sees("Passez demain à 10h")
