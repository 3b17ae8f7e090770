"""The checker refuses what nobody should learn from, and the scores are what a hand computes."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.corpus import (
    HELD_OUT,
    REGISTERS,
    CorpusError,
    Example,
    marks,
    read_examples,
    read_set,
    unmarked,
)
from nlu.evaluation import check
from nlu.evaluation.contract import INTENTS, SMALL_TALK

JOB = Example("request_job", "french", "je cherche un travail")


def in_each_register(intent: str, count: int) -> list[Example]:
    """Give `count` examples of a meaning, as many in each register, none like another."""
    return [
        Example(intent, REGISTERS[number % len(REGISTERS)], f"{intent}{number}")
        for number in range(count)
    ]


ENOUGH = [
    example
    for intent in INTENTS
    for example in in_each_register(
        intent, check.FEWEST_SMALL_TALK if intent in SMALL_TALK else check.FEWEST
    )
]


# What may be learned from


def test_the_shipped_examples_are_in_order() -> None:
    held_out = [example for name in HELD_OUT for example in read_set(name)]
    assert list(check.problems(read_examples(), held_out)) == []


def test_enough_different_examples_are_in_order() -> None:
    assert list(check.problems(ENOUGH, [JOB])) == []


@pytest.mark.parametrize(
    ("example", "problem"),
    [
        (JOB._replace(intent="request_moon"), "unknown meaning request_moon"),
        (JOB._replace(register="latin"), "unknown register latin"),
        (JOB._replace(entities=(("city", "Fez"),)), "unknown city Fez"),
        (JOB._replace(entities=(("colour", "red"),)), "unknown colour red"),
        (JOB._replace(entities=(("problem", "premises"),)), "a problem outside"),
    ],
)
def test_a_label_outside_the_contract_is_seen(example: Example, problem: str) -> None:
    (found,) = check.outside_the_contract([JOB, example])
    assert found.startswith(problem)


def test_labels_of_the_contract_pass() -> None:
    entities = (("city", "Fès"), ("problem", "premises"), ("urgency", "now"))
    stall = JOB._replace(intent="report_project_problem", entities=entities)
    assert list(check.outside_the_contract([JOB, stall])) == []


def test_the_evaluation_sets_keep_the_contract_too() -> None:
    (found,) = check.problems(ENOUGH, [JOB._replace(intent="request_moon")])
    assert "request_moon" in found


def test_a_meaning_short_of_examples_is_seen() -> None:
    rest = [example for example in ENOUGH if example.text not in {"greet0", "request_job0"}]
    assert list(check.too_few(rest)) == [
        "greet: 149 examples, 150 are needed",
        "request_job: 399 examples, 400 are needed",
    ]


def test_a_register_that_is_left_behind_is_seen() -> None:
    ten = in_each_register("greet", 50)
    mixed = [example for example in ten if example.register == "mixed"]
    assert list(check.unbalanced([*ten, *in_each_register("thank", 100)])) == []
    assert list(check.unbalanced(example for example in ten if example not in mixed[:3])) == []
    for missing in (4, 10):
        rest = [example for example in ten if example not in mixed[:missing]]
        assert list(check.unbalanced(rest)) == [
            f"greet: {10 - missing} examples in mixed, 10 in another"
        ]


def test_a_text_written_twice_is_seen() -> None:
    again = JOB._replace(intent="request_training", text="Je cherche un travail ")
    assert list(check.written_twice([JOB, again])) == ["written 2 times: je cherche un travail"]


def test_a_stretched_word_is_another_text() -> None:
    said = ("merci", "merciiii", "mercii")
    assert list(check.written_twice(Example("thank", "french", text) for text in said)) == []


def test_examples_that_repeat_each_other_are_seen() -> None:
    once = JOB._replace(text="Bonjour, je cherche un travail à Fès")
    found = list(check.repeating([JOB, once, *ENOUGH[:37]]))
    assert found == [
        "2 of 39 examples share 4 words with another:",
        "  2 times «je cherche un travail» (request_job)",
    ]


def test_a_few_turns_of_phrase_are_allowed() -> None:
    once = JOB._replace(text="Bonjour, je cherche un travail à Fès")
    assert list(check.repeating([JOB, once, *ENOUGH[:38]])) == []
    assert list(check.repeating([JOB, JOB._replace(text="je cherche un logement")])) == []


def test_a_phrase_said_twice_in_one_example_is_no_repetition() -> None:
    assert list(check.repeating([JOB._replace(text="non je ne sais pas je ne sais pas")])) == []


def test_a_text_of_an_evaluation_set_is_seen() -> None:
    known = [JOB, JOB._replace(text="un travail")]
    held_out = [JOB._replace(text="Je cherche  un TRAVAIL"), JOB._replace(text="un travail")]
    assert list(check.leaked(known, held_out)) == [
        "in an evaluation set and an example: Je cherche  un TRAVAIL"
    ]


# How it is written down


@pytest.mark.parametrize(
    ("marked", "text", "entities"),
    [
        ("je veux partir", "je veux partir", ()),
        (
            "[دابا](urgency:now) ف[فاس](city:Fès)",
            "دابا ففاس",
            (("city", "Fès"), ("urgency", "now")),
        ),
        ("[fes](city:Fès) wla [fas](city:Fès)", "fes wla fas", (("city", "Fès"),)),
        ("(a) [b] (c:d)", "(a) [b] (c:d)", ()),
    ],
)
def test_marks_come_off(marked: str, text: str, entities: tuple[tuple[str, str], ...]) -> None:
    assert unmarked(marked) == text
    assert marks(marked) == entities


PLAIN = st.text(st.characters(exclude_characters="[]()", exclude_categories=["Cs"]))
NAMED = st.tuples(
    PLAIN.filter(bool), st.sampled_from(["city", "trade", "urgency"]), PLAIN.filter(bool)
)


@given(st.lists(st.tuples(PLAIN, NAMED)), PLAIN)
def test_what_is_marked_is_read_back(parts: list, rest: str) -> None:
    marked = "".join(f"{before}[{w}]({e}:{v})" for before, (w, e, v) in parts) + rest
    assert unmarked(marked) == "".join(before + w for before, (w, _, _) in parts) + rest
    assert marks(marked) == tuple(sorted({(e, v) for _, (_, e, v) in parts}))


@given(st.text())
def test_any_text_can_be_unmarked(text: str) -> None:
    assert len(unmarked(text)) <= len(text)
    assert bool(marks(text)) == (unmarked(text) != text)


GREETINGS = """version: "3.1"
nlu:
- intent: greet
  metadata: {register: darija_latin}
  examples: |
    - salam
    - salam mn [fes](city:Fès)
"""


def test_a_file_of_examples_is_read(tmp_path: Path) -> None:
    (tmp_path / "greet.yml").write_text(GREETINGS, encoding="utf-8")
    assert read_examples(tmp_path) == [
        Example("greet", "darija_latin", "salam"),
        Example("greet", "darija_latin", "salam mn fes", (("city", "Fès"),)),
    ]


@pytest.mark.parametrize(
    ("name", "right", "wrong", "reason"),
    [
        ("thank.yml", "", "", "holds examples of greet"),
        ("greet.yml", "- salam\n", "salam\n", "begins with '- '"),
        ("greet.yml", "(city:Fès)", "(city)", r"write \[words\]\(entity:value\)"),
        ("greet.yml", "(city:Fès)", '{"entity": "city"}', r"write \[words\]\(entity:value\)"),
    ],
)
def test_a_file_of_another_form_is_refused(
    tmp_path: Path, name: str, right: str, wrong: str, reason: str
) -> None:
    (tmp_path / name).write_text(GREETINGS.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"{name}: .*{reason}"):
        read_examples(tmp_path)


def test_a_set_is_read(tmp_path: Path) -> None:
    lines = (
        "greet\tfrench\t\t\tbonjour\ngreet\tmixed\t7\turgency=now;city=Fès;city=Fès\tsalut fes\n"
    )
    (tmp_path / "mine.tsv").write_text(lines, encoding="utf-8")
    assert read_set("mine", tmp_path) == [
        Example("greet", "french", "bonjour"),
        Example("greet", "mixed", "salut fes", (("city", "Fès"), ("urgency", "now")), "7"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [("greet\tfrench\tbonjour", "expected intent"), ("greet\tfrench\t\tFès\tx", "not Fès")],
)
def test_a_line_of_another_form_is_named(tmp_path: Path, line: str, reason: str) -> None:
    (tmp_path / "mine.tsv").write_text(f"greet\tfrench\t\t\tx\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=rf"mine\.tsv:2: .*{reason}"):
        read_set("mine", tmp_path)
