import pytest
import yaml

from bot.cases.needs import BY_INTENT, BY_KEY, MENU, NEEDS, OTHER_MEANINGS, meaning
from bot.dialogue.assistant import DIRECTIVE_OF
from bot.settings import ROOT

DOMAIN = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
# Politeness, and what only makes sense as an answer: nobody would press them as a meaning.
NEEDS_NO_BUTTON = {"goodbye", "thank", "cancel", "out_of_scope", "answer"}


@pytest.mark.parametrize("need", NEEDS, ids=lambda need: need.key)
def test_a_need_is_asked_for_and_asked_about_as_the_domain_says(need):
    assert need.intent is None or need.intent in DOMAIN["intents"]
    assert need.form is None or need.form in DOMAIN["forms"]
    assert need.icon
    assert need.label.id


def test_stored_keys_and_meanings_are_unique():
    assert len(BY_KEY) == len(NEEDS)
    assert len(BY_INTENT) == sum(need.intent is not None for need in NEEDS)


def test_every_meaning_has_a_button_or_needs_none():
    assert {i for i in DOMAIN["intents"] if meaning(i) is None} == NEEDS_NO_BUTTON
    assert set(OTHER_MEANINGS) <= set(DOMAIN["intents"])


def test_the_menu_offers_every_need_that_has_questions_but_a_complaint():
    assert {need.key for need in MENU} == {n.key for n in NEEDS if n.form} - {"complaint"}


def test_every_directive_of_a_button_is_in_the_domain():
    known = {
        variant["custom"]["directive"]
        for variants in DOMAIN["responses"].values()
        for variant in variants
        if "custom" in variant
    }
    assert set(DIRECTIVE_OF.values()) <= known
