"""A message that is changed: what it said is replaced wherever it is read."""

from __future__ import annotations

import pytest

from bot.channels.base import Inbound, Press
from bot.dialogue.edits import note, replaced
from bot.dialogue.forms import read_forms
from bot.dialogue.state import Dialogue
from bot.i18n.text import Language
from tests.journeys.watching import MENU, SLEEP, by_the_bot, code_of, rests, talking
from tests.stage import Stage, ar, fr

CHANGED = "✏️ Changed."
WRITE_AGAIN = "I saw that you changed a message. Please write the new words here."
FORMS = read_forms()


# -- what a message gave --------------------------------------------------------------------


def message(number: int, **content: object) -> Inbound:
    return Inbound.model_validate(
        {"channel": "telegram", "external_id": "1", "chat": "1", "message": str(number)} | content
    )


PRESSED = message(9, press=Press(id="1", data="x"))
OPENED = Dialogue(
    form="documents_form",
    requested="document_situation",
    slots={"document": "cin"},
    story="ضاعت ليا لاكارط",
    trade="welder",
)


def test_words_that_open_a_form_are_its_story_and_what_was_found_in_them() -> None:
    state = OPENED.model_copy()
    note(Dialogue(), state, message(5), clear=True)
    assert state.said_in == {"document": "5", "story": "5"}
    after = replaced(state, FORMS, "5", "ضاع ليا الباسبور")
    assert after
    assert (after.story, after.slots, after.requested) == ("ضاع ليا الباسبور", {}, "document")
    assert after.trade is None


def test_words_that_answer_are_the_answer() -> None:
    before = OPENED.model_copy(update={"said_in": {"story": "5", "document": "5"}})
    state = before.model_copy(update={"slots": {"document": "cin", "document_situation": "البارح"}})
    note(before, state, message(6), clear=True)
    after = replaced(state, FORMS, "6", "الجمعة")
    assert after
    assert after.slots == {"document": "cin", "document_situation": "الجمعة"}
    assert (after.story, after.requested) == (OPENED.story, OPENED.requested)


def test_an_answer_by_a_button_is_nobodys_words() -> None:
    before = OPENED.model_copy(update={"slots": {}, "said_in": {"document": "5"}})
    state = OPENED.model_copy()
    note(before, state, PRESSED, clear=True)
    assert state.said_in == {}
    assert replaced(state, FORMS, "5", "x") is None


def test_what_was_not_understood_becomes_the_story_of_what_is_chosen() -> None:
    asked = Dialogue(unclear_words="خدمة", unclear=1)
    note(Dialogue(), asked, message(7), clear=False)
    assert asked.said_in == {"unclear_words": "7"}
    state = Dialogue(form="job_form", requested="job_skill", story="خدمة")
    note(asked.without_form(), state, PRESSED, clear=True)
    after = replaced(state, FORMS, "7", "خدمة ديال النجارة")
    assert after
    assert after.story == "خدمة ديال النجارة"


def test_of_several_that_were_not_understood_none_is_the_story() -> None:
    asked = Dialogue(unclear_words="خدمة\nنجار", said_in={"unclear_words": "8"})
    state = Dialogue(form="job_form", requested="job_skill", story="خدمة\nنجار")
    note(asked, state, PRESSED, clear=True)
    assert replaced(state, FORMS, "8", "x") is None


@pytest.mark.parametrize("state", [Dialogue(), Dialogue(said_in={"document": "5"})])
def test_what_is_over_is_not_changed(state: Dialogue) -> None:
    assert replaced(state, FORMS, "5", "x") is None


# -- what the person sees -------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "fr"])
async def test_an_answer_is_changed_and_the_question_asked_again(
    quiet_stage: Stage, language: Language
) -> None:
    karim, say = quiet_stage.karim, ar if language == "ar" else fr
    leila = await quiet_stage.welcome("ليلى", language)
    await leila.taps(say("Housing"))
    await leila.sees(say(SLEEP))
    answer = await leila.says("فالمحطة")
    await leila.sees(say("Who needs the place?"))
    await leila.edits(answer, "عند خويا")
    await leila.sees(say(CHANGED))
    await leila.sees(say("Who needs the place?"))
    await leila.taps(say("🧍 Only me"))
    await leila.taps(say("⏭️ Skip"))
    await leila.sees("R-")
    topic = await karim.sees_topic(ar("Housing"))
    await karim.sees("عند خويا", topic=topic)
    assert "فالمحطة" not in karim.chat(topic)


async def test_a_caption_and_an_answer_given_twice(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))
    photo = await leila.sends_photo("هنا")
    await leila.sees(ar("Who needs the place?"))
    await leila.edits(photo, "حدا المحطة")
    await leila.sees(ar(CHANGED))
    await leila.taps(ar("⬅️ Back"))
    await leila.taps(ar("🌙 Outside or at the station"))
    await leila.sees(ar("Who needs the place?"))
    await leila.edits(photo, "لا، فالدار")  # another answer took its place
    await leila.sees(ar(WRITE_AGAIN))
    await leila.sees(ar("Who needs the place?"))


async def test_an_answer_is_not_shown_where_it_was_never_said(quiet_stage: Stage) -> None:
    """While a coordinator talks, the answers of another request are none of the topic's."""
    leila, topic = await talking(quiet_stage, "ليلى")
    await leila.taps(ar("📋 Menu"))
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))
    answer = await leila.says("فالمحطة")
    await leila.sees(ar("Who needs the place?"))
    await leila.edits(answer, "عند خويا")
    await leila.sees(ar(CHANGED))
    await rests(quiet_stage)
    assert "عند خويا" not in quiet_stage.karim.chat(topic)


@pytest.mark.parametrize("words", ["bghit nmout", "je veux mourir"])
async def test_a_change_to_a_danger_raises_the_alarm(quiet_stage: Stage, words: str) -> None:
    leila = await quiet_stage.welcome("ليلى")
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))
    answer = await leila.says("فالمحطة")
    await leila.sees(ar("Who needs the place?"))
    await leila.edits(answer, words)
    await leila.sees(ar("I hear you. You are not alone."))
    topic = await quiet_stage.karim.sees_topic("🆘")
    await quiet_stage.karim.sees(words, topic=topic)
    await leila.edits(answer, f"{words} دابا")
    await quiet_stage.karim.sees("دابا", topic=topic)
    await rests(quiet_stage)
    assert by_the_bot(leila).count(ar(CHANGED)) == 0
    assert len([t for t in quiet_stage.karim.room.topics.values() if "🆘" in t.name]) == 1


async def test_a_change_to_the_words_that_erase_asks(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("ليلى")
    first = await leila.says("/menu")
    await leila.sees(ar(MENU))
    await leila.edits(first, ar("erase my data"))
    await leila.sees(ar("🗑️ Yes, erase everything"))


async def test_a_change_that_nothing_waits_for_is_answered(quiet_stage: Stage) -> None:
    leila = await quiet_stage.welcome("Leila", "fr")
    first = await leila.says("/menu")
    await leila.sees(fr(MENU))
    await leila.edits(first, "bonjour")
    await leila.sees(fr(WRITE_AGAIN), fr("🙋 Talk to a person"), fr("📋 Menu"))


async def test_a_town_that_is_spelt_again_is_heard(quiet_stage: Stage) -> None:
    sara = quiet_stage.simulator.user("سارة")
    await sara.starts()
    await sara.taps(ar("English: this language"))
    await sara.taps(ar("✅ I agree"))
    town = await sara.says("xxfsxx")
    await sara.sees(ar("Where do you live? Choose your region, or write the name of your town."))
    await sara.edits(town, "Fès")
    await sara.sees("مركز فاس")


async def test_the_topic_that_saw_the_first_words_sees_the_new_ones(quiet_stage: Stage) -> None:
    leila, topic = await talking(quiet_stage, "ليلى")
    first = await leila.says("زنقة 4")
    copy = await quiet_stage.karim.sees("زنقة 4", topic=topic)
    await leila.taps(ar("📋 Menu"))
    await leila.taps(ar("Housing"))
    await leila.sees(ar(SLEEP))
    await leila.edits(first, "زنقة 5")
    changed = await quiet_stage.karim.sees("زنقة 5", topic=topic)
    assert changed.message["reply_to_message"]["message_id"] == copy.id
    assert code_of(leila) in topic.name
