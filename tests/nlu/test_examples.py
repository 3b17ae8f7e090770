"""The training examples and the domain speak of the same meanings."""

from pathlib import Path

import yaml

from nlu.corpus import EXAMPLES, REGISTERS, read_examples
from nlu.evaluation.contract import INTENTS, allowed_values

DOMAIN = yaml.safe_load(
    (Path(__file__).resolve().parents[2] / "domain.yml").read_text(encoding="utf-8")
)


def test_the_domain_has_every_meaning_and_one_for_answers() -> None:
    assert sorted(DOMAIN["intents"]) == sorted((*INTENTS, "answer"))
    assert set(DOMAIN["entities"]) == set(allowed_values())


def test_every_meaning_has_its_file() -> None:
    assert {path.stem for path in EXAMPLES.glob("*.yml")} == set(INTENTS)


def test_every_meaning_is_told_in_every_register() -> None:
    told = {(example.intent, example.register) for example in read_examples()}
    assert told == {(intent, register) for intent in INTENTS for register in REGISTERS}


def test_every_entity_is_named_somewhere() -> None:
    named = {entity for example in read_examples() for entity, _ in example.entities}
    assert named == set(allowed_values())
