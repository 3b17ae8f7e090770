"""The training examples keep the contract of meanings."""

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml

from nlu.text import normalise

ROOT = Path(__file__).resolve().parents[2]
REGISTERS = ("darija_arabic", "darija_latin", "msa", "french", "mixed")
FEWEST = 20
INTENTS = tuple(
    """
    greet goodbye thank affirm deny cancel request_housing request_documents request_job
    request_training request_education request_family_support request_health
    request_legal_help request_financial_aid request_project_support report_project_problem
    report_project_progress ask_case_status add_information talk_to_human complain
    ask_centre_info ask_capabilities change_language change_centre ask_privacy delete_my_data
    report_danger out_of_scope
    """.split()  # noqa: SIM905 - the contract reads better as running words
)
ENTITIES = {"city", "document", "trade", "problem", "urgency"}


@cache
def examples() -> list[tuple[str, str, str]]:
    """All (intent, register, text) rows, as written."""
    rows = []
    for path in sorted((ROOT / "nlu/data/examples").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            assert block["intent"] == path.stem
            lines = block["examples"].splitlines()
            assert all(line.startswith("- ") for line in lines), path.name
            rows += [(path.stem, block["metadata"]["register"], line[2:]) for line in lines]
    return rows


def domain() -> dict:
    return yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))


def test_the_domain_has_every_meaning_and_one_for_answers() -> None:
    assert sorted(domain()["intents"]) == sorted((*INTENTS, "answer"))
    assert set(domain()["entities"]) == ENTITIES


def test_every_example_belongs_to_the_contract() -> None:
    assert {intent for intent, _, _ in examples()} <= set(INTENTS)
    assert {register for _, register, _ in examples()} <= set(REGISTERS)


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("intent", INTENTS)
def test_enough_examples_in_every_register(intent: str, register: str) -> None:
    texts = {normalise(text) for i, r, text in examples() if (i, r) == (intent, register)}
    assert len(texts) >= FEWEST


def test_no_example_is_written_twice() -> None:
    # Not normalised: a stretched "merciiii" beside "merci" is a way people write.
    counts = Counter(text.strip().casefold() for _, _, text in examples())
    assert [text for text, count in counts.items() if count > 1] == []


def test_no_example_holds_markup() -> None:
    assert [text for _, _, text in examples() if "](" in text or "]{" in text] == []
