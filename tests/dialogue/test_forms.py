from __future__ import annotations

from pathlib import Path

import pytest

from bot.dialogue.forms import read_forms

FORMS = read_forms()
QUESTIONS = [(form, q) for form, questions in FORMS.questions.items() for q in questions]
CALLBACK_LIMIT = 64  # bytes, Telegram's

DOMAIN = """
forms:
  tea_form: {required_slots: [sugar, mint]}
responses:
  utter_ask_sugar:
    - text: "Sugar?"
      buttons: [{title: "Yes", payload: with}, {title: "No", payload: without}]
  utter_ask_mint:
    - text: "Mint?"
"""


def test_questions_come_in_the_order_of_the_domain(tmp_path: Path):
    domain = tmp_path / "domain.yml"
    domain.write_text(DOMAIN, encoding="utf-8")
    forms = read_forms(domain)
    sugar, mint = forms.questions["tea_form"]
    assert (sugar.slot, sugar.text.id) == ("sugar", "Sugar?")
    assert {value: label.id for value, label in sugar.options.items()} == {
        "with": "Yes",
        "without": "No",
    }
    assert mint.options == {}
    assert forms.question("tea_form", "mint") is mint
    with pytest.raises(KeyError):
        forms.question("tea_form", "milk")


@pytest.mark.parametrize(
    ("slots", "next_slot", "last_slot"),
    [
        ({}, "housing_situation", None),
        ({"housing_situation": "outside"}, "housing_with", "housing_situation"),
        ({"housing_with": "alone"}, "housing_situation", "housing_with"),
        (
            {"housing_with": "alone", "housing_situation": "x", "housing_details": "skip"},
            None,
            "housing_details",
        ),
        ({"job_details": "x"}, "housing_situation", None),
    ],
)
def test_where_a_form_goes_on_and_back(slots, next_slot, last_slot):
    question = FORMS.next_open("housing_form", slots)
    assert (question.slot if question else None) == next_slot
    assert FORMS.last_answered("housing_form", slots) == last_slot


@pytest.mark.parametrize(("form", "question"), QUESTIONS, ids=lambda v: getattr(v, "slot", v))
def test_every_question_can_be_answered_by_a_button(form, question):
    assert question.options
    for value in question.options:
        data = f"answer:{question.slot}:{value}"
        assert ":" not in value, "the press could not be read again"
        assert len(data.encode()) <= CALLBACK_LIMIT
