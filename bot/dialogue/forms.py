"""The questions of `domain.yml`: their order, words and options."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.i18n.text import Text
from bot.settings import ROOT


@dataclass(frozen=True)
class Question:
    """A question of a form; `options` are payload → words of the button."""

    slot: str
    text: Text
    options: dict[str, Text]


@dataclass(frozen=True)
class Forms:
    """Every form: its questions in order."""

    questions: dict[str, tuple[Question, ...]]

    def question(self, form: str, slot: str) -> Question:
        """One question; KeyError if the form does not have it."""
        return {question.slot: question for question in self.questions[form]}[slot]

    def next_open(self, form: str, slots: dict[str, str]) -> Question | None:
        """The first question without an answer; None when the form is complete."""
        return next((q for q in self.questions[form] if q.slot not in slots), None)

    def last_answered(self, form: str, slots: dict[str, str]) -> str | None:
        """The slot that was answered last; None at the first question."""
        answered = [q.slot for q in self.questions[form] if q.slot in slots]
        return answered[-1] if answered else None


@cache
def read_forms(domain: Path = ROOT / "domain.yml") -> Forms:
    """Read the forms of a domain file."""
    content = yaml.safe_load(domain.read_text(encoding="utf-8"))

    def question(slot: str) -> Question:
        (response,) = content["responses"][f"utter_ask_{slot}"]
        options = {b["payload"]: Text(id=b["title"]) for b in response.get("buttons", ())}
        return Question(slot, Text(id=response["text"]), options)

    return Forms(
        {
            name: tuple(question(slot) for slot in form["required_slots"])
            for name, form in content["forms"].items()
        }
    )
