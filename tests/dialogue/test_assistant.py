"""Rasa is away: what goes on without it."""

from __future__ import annotations

import pytest

from bot.cases.needs import NEEDS, OTHER_MEANINGS
from bot.channels.base import Media
from bot.dialogue.assistant import Assistant, Away, Heard, Reply
from bot.dialogue.forms import read_forms
from bot.dialogue.state import Dialogue


class Nobody:
    async def turn(self, dialogue: Dialogue, heard: Heard) -> Reply:
        raise Away


@pytest.fixture
def alone() -> Assistant:
    return Assistant(Nobody(), read_forms())


async def test_a_whole_form_by_buttons(alone: Assistant):
    reply = await alone.reply(Dialogue(), Heard(intent="request_housing"))
    for slot, value in [
        ("housing_situation", "outside"),
        ("housing_with", "children"),
        ("housing_details", "skip"),
    ]:
        assert (reply.dialogue.form, reply.dialogue.requested) == ("housing_form", slot)
        assert reply.directives == []
        reply = await alone.reply(reply.dialogue, Heard(intent="answer", text=value))
    assert reply.directives == ["open_case"]
    assert (reply.dialogue.form, reply.dialogue.requested) == (None, None)
    assert reply.dialogue.slots == {
        "housing_situation": "outside",
        "housing_with": "children",
        "housing_details": "skip",
    }


async def test_words_answer_the_open_question(alone: Assistant):
    state = Dialogue(form="job_form", requested="job_skill", need="job", story="khdma")
    reply = await alone.reply(state, Heard(text="soudeur, 5 ans"))
    assert reply.dialogue.slots == {"job_skill": "soudeur, 5 ans"}
    assert reply.dialogue.requested == "job_obstacle"
    assert (reply.dialogue.need, reply.dialogue.story) == ("job", "khdma")


async def test_words_outside_a_form_are_for_a_person(alone: Assistant):
    reply = await alone.reply(Dialogue(), Heard(text="je dors à la gare"))
    assert reply.away
    assert (reply.says, reply.directives, reply.dialogue) == ([], [], Dialogue())


async def test_the_state_it_was_given_is_left_alone(alone: Assistant):
    state = Dialogue(
        form="job_form", requested="job_skill", media=[Media(kind="voice", file_id="v")]
    )
    before = state.model_copy(deep=True)
    await alone.reply(state, Heard(intent="answer", text="x"))
    assert state == before


@pytest.mark.parametrize("need", [need for need in NEEDS if need.intent], ids=lambda n: n.key)
async def test_every_need_is_served(alone: Assistant, need):
    reply = await alone.reply(Dialogue(), Heard(intent=need.intent))
    assert reply.dialogue.form == need.form
    if need.form is None:
        assert reply.directives == [{"person": "talk_to_human", "danger": "danger"}[need.key]]


@pytest.mark.parametrize("intent", [*OTHER_MEANINGS, "cancel"])
async def test_every_other_button_goes_on_working(alone: Assistant, intent):
    """Without words or a directive, a press would be handed to a person as if it were words."""
    reply = await alone.reply(Dialogue(), Heard(intent=intent))
    assert reply.directives or reply.says


async def test_a_service_asked_for_on_the_way_leaves_the_form_open(alone: Assistant):
    state = Dialogue(form="job_form", requested="job_skill", need="job")
    reply = await alone.reply(state, Heard(intent="ask_case_status"))
    assert reply.directives == ["show_cases"]
    assert reply.dialogue == state
