import pytest

from bot.cases.needs import NEEDS
from bot.cases.urgency import LABELS, Urgency, urgency_of


@pytest.mark.parametrize(
    ("need", "answers", "said", "expected"),
    [
        ("job", {}, None, "soon"),
        ("danger", {}, None, "now"),
        ("health", {}, None, "today"),
        ("person", {}, None, "soon"),
        # What the person says about it counts more than the need.
        ("job", {}, "not_urgent", "not_urgent"),
        ("health", {}, "soon", "soon"),
        ("job", {}, "today", "today"),
        ("job", {}, "شي نهار", "soon"),
        # No roof tonight is for today, whatever else was said.
        ("housing", {"housing_situation": "outside"}, None, "today"),
        ("housing", {"housing_situation": "outside"}, "not_urgent", "today"),
        ("housing", {"housing_situation": "bad_place"}, "not_urgent", "not_urgent"),
        ("housing", {"housing_situation": "hosted"}, "not_urgent", "soon"),
        ("housing", {"housing_situation": "عند صاحبي"}, None, "soon"),
        # Nor can hunger, a date in court or a workshop that stands still wait.
        ("money", {"money_for": "food"}, None, "today"),
        ("money", {"money_for": "clothes"}, None, "soon"),
        ("legal", {"legal_date": "this_week"}, "not_urgent", "today"),
        ("project_problem", {"problem_stops": "stopped"}, None, "today"),
        ("project_problem", {"problem_stops": "slower"}, "not_urgent", "not_urgent"),
    ],
)
def test_how_urgent_a_case_is(need, answers, said, expected):
    assert urgency_of(need, answers, said) is Urgency[expected]


def test_every_urgency_has_a_label_and_every_need_an_urgency():
    assert set(LABELS) == set(Urgency)
    assert {urgency_of(need.key, {}) for need in NEEDS} <= set(LABELS)
    assert Urgency.now > Urgency.today > Urgency.soon > Urgency.not_urgent
