import pytest

from bot.cases.needs import NEEDS
from bot.cases.outcomes import NOT_CHOSEN, OUTCOMES, other_outcomes, outcomes_for


@pytest.mark.parametrize(
    ("need", "first"),
    [
        ("housing", "housing_found"),
        ("documents", "document_obtained"),
        ("job", "job_found"),
        ("training", "training_enrolled"),
        ("education", "school_returned"),
        ("family", "family_settled"),
        ("project_problem", "project_solved"),
        ("danger", "answered"),
        ("other", "answered"),
    ],
)
def test_the_likely_outcome_comes_first(need, first):
    assert outcomes_for(need)[0] == first


def test_every_offer_has_a_label_and_every_outcome_is_offered():
    offers = [outcomes_for(need.key) + other_outcomes(need.key) for need in NEEDS]
    assert all(len(set(offer)) == len(offer) for offer in offers)
    assert {key for offer in offers for key in offer} == set(OUTCOMES) - NOT_CHOSEN
