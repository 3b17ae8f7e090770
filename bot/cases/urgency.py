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
# Someone without a roof tonight, or about to lose it, is not a matter of next week.
_HOUSING = {"outside": Urgency.today, "rent_at_risk": Urgency.soon, "hosted": Urgency.soon}
_NEEDS = {"danger": Urgency.now, "health": Urgency.today, "person": Urgency.soon}


def urgency_of(need: str, answers: Mapping[str, str], said: str | None = None) -> Urgency:
    """The urgency of a new case.

    Args:
        need: Key of the need.
        answers: The form's answers by slot; a person's own words count as unknown.
        said: The `urgency` entity found in the first message, if any.
    """
    candidates = [_NEEDS.get(need, Urgency.soon)]
    for word in (answers.get("need_urgency"), said):
        if word and word in Urgency.__members__:
            candidates = [Urgency[word]]
            break
    if situation := _HOUSING.get(answers.get("housing_situation", "")):
        candidates.append(situation)
    return max(candidates)
