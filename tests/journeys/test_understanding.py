"""Free text, understood by the trained model."""

from __future__ import annotations

from tests.stage import Stage, ar, fr


async def test_housing_in_darija(stage: Stage) -> None:
    karim, leila = stage.karim, await stage.welcome("ليلى")
    await leila.says("بغيت سكنى")
    await leila.sees(ar("Where do you sleep these days?"))
    await leila.says("كنبات فلاكار من نهار الاثنين")
    await leila.sees(ar("Who needs the place?"))
    await leila.taps(ar("🧍 Only me"))
    await leila.taps(ar("⏭️ Skip"))
    await leila.sees("R-")
    topic = await karim.sees_topic(ar("Housing"))
    await karim.sees("بغيت سكنى", "كنبات فلاكار", topic=topic)


async def test_documents_in_latin_letters_skips_what_was_said(stage: Stage) -> None:
    karim, omar = stage.karim, await stage.welcome("Omar", "fr")
    await omar.says("bghit njedded la carte nationale")
    await omar.sees(fr("What is the problem with it?"))
    await omar.taps(fr("🔍 Lost or stolen"))
    await omar.sends_photo(caption="voilà")
    await omar.sees("R-")
    topic = await karim.sees_topic(ar("Papers"))
    await karim.sees(ar("🪪 Identity card"), topic=topic)
    await stage.arrives(karim, "photo", topic)


async def test_an_interruption_is_answered_and_the_question_comes_back(stage: Stage) -> None:
    leila = await stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.sees(ar("Where do you sleep these days?"))
    await leila.says("شكون كيقرا هادشي لي كنكتب؟")
    await leila.sees(ar("📥 What you know about me"))
    await leila.sees(ar("Where do you sleep these days?"))


async def test_back_and_stop(stage: Stage) -> None:
    leila = await stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.taps(ar("🛋️ With someone, not for long"))
    await leila.sees(ar("Who needs the place?"))
    await leila.taps(ar("⬅️ Back"))
    await leila.sees(ar("Where do you sleep these days?"))
    await leila.taps(ar("✖️ Stop"))
    await leila.sees(ar("Stopped. Nothing was sent."))
    assert "R-" not in leila.chat()


async def test_work_asks_what_an_adviser_would_ask(stage: Stage) -> None:
    karim, omar = stage.karim, await stage.welcome("Omar", "fr")
    await omar.says("je cherche du travail comme soudeur")
    await omar.sees(fr("Do you know a trade?"))
    await omar.taps(fr("👐 Yes, without a diploma"))
    await omar.taps(fr("📜 My past"))
    await omar.sends_voice()
    await omar.sees("R-")
    topic = await karim.sees_topic(ar("Work"))
    await karim.sees("je cherche du travail", ar("👐 Yes, without a diploma"), topic=topic)
    await stage.arrives(karim, "voice", topic)


async def test_a_problem_that_stops_the_work_is_for_today(stage: Stage) -> None:
    karim, leila = stage.karim, await stage.welcome("ليلى")
    await leila.says("الماكينة ديال الخياطة خسرات ليا فالمحل")
    await leila.taps(ar("⛔ Yes, stopped"))
    await leila.says("من نهار الجمعة")
    await leila.sees("R-")
    topic = await karim.sees_topic(ar("My project has a problem"))
    told = (ar("🧵 Sewing"), ar("⚙️ A machine broke"), "من نهار الجمعة", ar("🔴 Today"))
    await karim.sees(*told, topic=topic)


async def test_what_is_not_understood_offers_meanings_then_a_person(stage: Stage) -> None:
    karim, leila = stage.karim, await stage.welcome("ليلى")
    words = "زعما واش هاكا ولا هاكا"
    await leila.says(words)
    await leila.sees(
        ar("I am not sure I understood. Is it one of these?"), ar("🙋 Talk to a person")
    )
    await leila.says(words)
    await leila.sees(ar("Sorry, I still do not understand. Choose here, or ask for a person."))
    await leila.says(words)
    topic = await karim.sees_topic("R-")
    await karim.sees(words, topic=topic)


async def test_danger_comes_before_everything(stage: Stage) -> None:
    karim = stage.karim
    amine = stage.simulator.user("Amine")
    await amine.starts()
    await amine.taps("Français")
    await amine.says("bghit nmout")
    await amine.sees(fr("I hear you. You are not alone."))
    topic = await karim.sees_topic("🆘")
    await karim.sees("bghit nmout", ar("🆘 Now"), topic=topic)
    await amine.says("ma b9a 3ndi ta wa7ed")
    await karim.sees("ma b9a 3ndi ta wa7ed", topic=topic)


async def test_everything_is_erased_on_demand(stage: Stage) -> None:
    karim, leila = stage.karim, await stage.welcome("ليلى")
    await leila.taps(ar("🙋 Talk to a person"))
    topic = await karim.sees_topic(ar("Talk to a person"))
    code = topic.name.split()[1]
    await leila.says("سمعوني")
    await karim.sees("سمعوني", topic=topic)
    await leila.taps(ar("📋 Menu"))
    await karim.taps(ar("✋ Take"), topic=topic)
    await karim.taps(ar("✔️ Close"), topic=topic)
    await karim.taps(ar("✅ Question answered"), topic=topic)
    await leila.sees(ar("If you need anything else, write here."))
    await leila.says("امسحوا معلوماتي")
    await leila.taps(ar("🗑️ Yes, erase everything"))
    await leila.sees(ar("🗑️ Everything is erased. You can start again whenever you want."))
    await karim.sees(ar("🗑️ {code}: the person erased their data.", code=code), topic="General")
    gone = await karim.world.changes.until(lambda: topic.id not in stage.fes.topics or None, 10)
    assert gone
    await leila.says("سلام")
    await leila.sees(ar("Hello. Choose your language."))
