"""How urgent a case is, from what was asked and answered."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from bot.i18n.text import Text, msg


class Urgency(IntEnum):
    """Ordered, so that the queue can serve the most urgent first."""

    not_urgent = 0
    soon = 1
    today = 2
    now = 3


LABELS: dict[Urgency, Text] = {
    Urgency.not_urgent: msg("🟢 It can wait"),
    Urgency.soon: msg("🟠 This week"),
    Urgency.today: msg("🔴 Today"),
    Urgency.now: msg("🆘 Now"),
}
SIGNS = {u: label.id.split()[0] for u, label in LABELS.items()}
"""An urgency at a glance, where there is no room for words."""
# Answers that make a case more urgent than its need: no roof tonight, nothing to eat, a date in
# court, a workshop that earns nothing any more.
_ANSWERS: dict[str, dict[str, Urgency]] = {
    "housing_situation": {
        "outside": Urgency.today,
        "rent_at_risk": Urgency.soon,
        "hosted": Urgency.soon,
    },
    "legal_date": {"this_week": Urgency.today},
    "money_for": {"food": Urgency.today},
    "problem_stops": {"stopped": Urgency.today},
}
_NEEDS = {"danger": Urgency.now, "health": Urgency.today, "person": Urgency.soon}


def urgency_of(need: str, answers: Mapping[str, str], said: str | None = None) -> Urgency:
    """The urgency of a new case.

    Args:
        need: Key of the need.
        answers: The form's answers by slot; a person's own words count as unknown.
        said: The `urgency` entity found in the first message, if any.
    """
    candidates = [_NEEDS.get(need, Urgency.soon)]
    if said and said in Urgency.__members__:
        candidates = [Urgency[said]]
    candidates += [
        urgencies[answers[slot]]
        for slot, urgencies in _ANSWERS.items()
        if answers.get(slot) in urgencies
    ]
    return max(candidates)
