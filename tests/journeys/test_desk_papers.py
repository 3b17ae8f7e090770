"""A coordinator asks for papers: they come, are looked at, and are ticked off on the card."""

from __future__ import annotations

import pytest

from bot.cases.needs import NEEDS
from bot.cases.papers import PAPERS, State, checklist, in_state, papers_for, with_paper
from bot.simulator.actors import Person
from bot.simulator.model import Topic
from tests.journeys.test_privacy import asks_who_reads
from tests.journeys.watching import code_of, heard
from tests.stage import Stage, ar, fr

ID, RESIDENCE, LETTER = "🪪 Identity card", "🏠 Residence certificate", "✉️ The letter that came"
SEND = "📎 Please send a photo of it: {paper}"
SENT = "📎 They sent: {paper}"


def line(source: str, paper: str) -> str:
    """A line that names a paper, which is nested and so not isolated."""
    shown = ar(source, paper="\0").replace("\u2068\0\u2069", ar(paper).strip("\u200f"))
    return shown.strip("\u200f")


async def asks(stage: Stage, topic: Topic, *papers: str) -> None:
    await stage.karim.taps(ar("➕ More"), topic=topic)
    await stage.karim.taps(ar("📎 Ask for a paper"), topic=topic)
    for paper in papers:
        await stage.karim.taps(ar(paper), topic=topic)
    await stage.karim.taps(ar("⬅️ Back"), topic=topic)


async def test_a_paper_is_asked_for_sent_and_ticked_off(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await asks(quiet_stage, topic, ID, RESIDENCE)
    await leila.sees(line(SEND, ID))
    await leila.sees(line(SEND, RESIDENCE))
    await karim.sees(line("☐ {paper}", ID), line("☐ {paper}", RESIDENCE), topic=topic)
    await leila.sends_photo()
    await karim.sees(line("📥 {paper}: please look at it", ID), topic=topic)
    await karim.sees(line(SENT, ID), topic=topic)
    await karim.taps(line("☑ {paper}", ID), topic=topic)
    await karim.sees(line("☑ {paper}", ID), line("☐ {paper}", RESIDENCE), topic=topic)
    await leila.sends_document(caption="هاهي")
    await karim.sees("هاهي", topic=topic)
    await karim.sees(line(SENT, RESIDENCE), topic=topic)


async def test_it_may_be_another_of_the_papers_asked_for(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await asks(quiet_stage, topic, ID, RESIDENCE)
    await leila.sees(line(SEND, RESIDENCE))
    await leila.sends_photo()
    await karim.sees(line(SENT, ID), topic=topic)
    await karim.taps(line("☑ {paper}", RESIDENCE), topic=topic)
    await karim.sees(line("☐ {paper}", ID), line("☑ {paper}", RESIDENCE), topic=topic)


async def test_what_cannot_be_read_is_asked_for_again(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await asks(quiet_stage, topic, ID)
    await leila.sees(line(SEND, ID))
    await leila.sends_photo()
    await karim.taps(ar("🔁 Ask for another photo"), topic=topic)
    await leila.sees(line("📷 It cannot be read well. Please send another photo: {paper}", ID))
    await karim.sees(line("🔁 Asked again: {paper}", ID), "Karim", topic=topic)
    await leila.sends_photo()
    await karim.sees(line(SENT, ID), topic=topic)


async def test_who_does_not_have_it_says_so_by_one_tap(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await asks(quiet_stage, topic, LETTER)
    await leila.taps(ar("🤷 I do not have it"))
    await leila.sees(ar("👌 No problem. They know it, and look for another way."))
    await karim.sees(line("🤷 They do not have it: {paper}", LETTER), topic=topic)
    await karim.sees(line("☐ {paper}: they do not have it", LETTER), topic=topic)


async def test_it_goes_where_it_was_asked_for_though_nobody_is_in_charge(
    quiet_stage: Stage,
) -> None:
    stage, karim = quiet_stage, quiet_stage.karim
    leila, topic = await heard(stage, "ليلى")
    first = code_of(leila)
    await asks(stage, topic, ID)
    await leila.sees(line(SEND, ID))
    await another_request(leila)
    other = await karim.sees_topic(ar("Housing"))
    await karim.taps(ar("✋ Take"), topic=other)
    await karim.sees(ar("✋ {name} has it", name="Karim"), topic=other)
    await karim.taps(ar("✔️ Close"), topic=other)
    await karim.taps(ar("🏠 Housing found"), topic=other)
    await leila.sees(ar("How was it for you?"))
    await leila.sends_photo(caption="هاهي")
    await leila.sees(ar("➕ Added to {code}.", code=first))
    await karim.sees("هاهي", topic=topic)
    await karim.sees(line(SENT, ID), topic=topic)


async def another_request(person: Person) -> None:
    await person.taps(ar("📋 Menu"))
    await person.taps(ar("Housing"))
    await person.taps(ar("🌙 Outside or at the station"))
    await person.taps(ar("🧍 Only me"))
    await person.taps(ar("⏭️ Skip"))
    await person.sees("R-")


async def test_what_was_asked_for_is_among_what_is_known_about_them(quiet_stage: Stage) -> None:
    leila, topic = await heard(quiet_stage, "ليلى")
    await asks(quiet_stage, topic, ID)
    await leila.sees(line(SEND, ID))
    await asks_who_reads(leila)
    await leila.taps(ar("📥 What you know about me"))
    await leila.taps(ar("✅ Yes"))
    await leila.sees(line("☐ {paper}", ID))


async def test_a_group_without_topics_asks_and_answers_under_its_card(quiet_stage: Stage) -> None:
    salma = quiet_stage.salma
    omar = await quiet_stage.welcome("Omar", "fr", town="Casablanca")
    await omar.taps(fr("🙋 Talk to a person"))
    await salma.sees(fr("✋ Take"))
    await salma.taps(fr("➕ More"))
    await salma.taps(fr("📎 Ask for a paper"))
    await salma.taps(fr(ID))
    await omar.taps(fr("🤷 I do not have it"))
    await salma.sees(fr("🤷 They do not have it: {paper}").split("{")[0])
    await salma.taps(fr("⬅️ Back"))
    await salma.taps(fr("➕ More"))
    await salma.taps(fr("✍️ Answers"))
    await salma.taps(fr("📞 May I call you?"))
    await salma.taps(fr("📤 Send"))
    await omar.sees(fr("📞 May I call you? Tell me at what time, and on which number."))


async def test_no_paper_no_label(quiet_stage: Stage) -> None:
    karim = quiet_stage.karim
    leila, topic = await heard(quiet_stage, "ليلى")
    await leila.sends_photo(caption="شوفو")
    await karim.sees("شوفو", topic=topic)
    await leila.says("صافي")
    await karim.sees("صافي", topic=topic)
    assert "📎" not in karim.chat(topic)


@pytest.mark.parametrize("need", [need.key for need in NEEDS])
def test_every_need_offers_papers_whose_buttons_fit(need: str) -> None:
    offered = papers_for(need)
    assert offered
    assert set(offered) <= set(PAPERS)
    for paper in offered:
        assert len(f"paperok:R-7KQ2XY:{paper}.{max(PAPERS, key=len)}".encode()) <= 64


def test_a_list_keeps_the_order_in_which_was_asked() -> None:
    papers = with_paper(with_paper([], "lease", State.asked), "cv", State.asked)
    assert in_state(papers, State.asked) == ["lease", "cv"]
    papers = with_paper(papers, "lease", State.good)
    assert in_state(papers, State.asked) == ["cv"]
    assert len(checklist(papers)) == 2
