"""Scores are what one would work out by hand."""

import pytest

from nlu.corpus import Example
from nlu.evaluation import scores
from nlu.evaluation.scores import F1, Understanding


def understood(
    meanings: str,
    confidence: float = 0.9,
    action: str = "act",
    *,
    danger: bool = False,
    **found: str,
) -> Understanding:
    first, *others = meanings.split()
    ranking = ((first, confidence), *((name, 0.01) for name in others))
    return Understanding(ranking, frozenset(found.items()), danger, action)


FES, CASA = (("city", "Fès"),), (("city", "Casablanca"),)
# Four messages: two about jobs, one about a home, one about a danger. Two are understood.
JUDGED = [
    (Example("job", "french", "1", FES), understood("job home", 0.95, city="Fès")),
    (Example("job", "darija_latin", "2", CASA, "a"), understood("home job", 0.55, city="Fès")),
    (Example("home", "darija_arabic", "3", (), "a"), understood("home job", 0.85, urgency="now")),
    (
        Example("danger", "darija_latin", "4", (), "b"),
        understood("job home danger", 0.25, "confirm", danger=True),
    ),
]


def test_f1_is_the_harmonic_mean() -> None:
    assert scores.f1(right=1, found=2, wanted=4) == F1(0.5, 0.25, pytest.approx(1 / 3), 4)


@pytest.mark.parametrize("counts", [(0, 0, 0), (0, 3, 0), (0, 0, 3), (0, 3, 3)])
def test_nothing_right_is_no_score(counts: tuple[int, int, int]) -> None:
    assert scores.f1(*counts) == F1(0, 0, 0, counts[2])


def test_each_meaning_has_its_score() -> None:
    assert scores.f1_by_intent(JUDGED) == {
        "danger": F1(0, 0, 0, 1),
        "home": F1(0.5, 1, pytest.approx(2 / 3), 1),
        "job": F1(0.5, 0.5, 0.5, 2),
    }
    assert scores.macro_f1(JUDGED) == pytest.approx((0 + 2 / 3 + 1 / 2) / 3)


def test_the_right_meaning_is_among_the_first() -> None:
    assert [scores.in_first(JUDGED, count) for count in (1, 2, 3)] == [0.5, 0.75, 1]


def test_confusions_are_counted() -> None:
    assert scores.confusions(JUDGED) == {
        ("job", "job"): 1,
        ("job", "home"): 1,
        ("home", "home"): 1,
        ("danger", "job"): 1,
    }


def test_how_often_it_is_sure_and_how_often_rightly() -> None:
    assert scores.sure(JUDGED) == (0.75, pytest.approx(2 / 3))
    assert scores.sure(JUDGED[-1:]) == (0, 1)


def test_coverage_grows_as_the_threshold_falls() -> None:
    assert scores.coverage_curve(JUDGED) == [
        (0.95, 0.25, 1),
        (0.85, 0.5, 1),
        (0.55, 0.75, pytest.approx(2 / 3)),
        (0.25, 1, 0.5),
    ]


def test_confidence_is_compared_with_what_is_right() -> None:
    assert scores.reliability(JUDGED, bins=2) == [
        (pytest.approx(0.25), 0, 1),
        (pytest.approx((0.95 + 0.55 + 0.85) / 3), pytest.approx(2 / 3), 3),
    ]
    assert scores.calibration_error(JUDGED) == pytest.approx((0.25 + 0.55 + 0.15 + 0.05) / 4)


def test_a_full_confidence_has_its_place() -> None:
    certain = [(JUDGED[0][0], understood("job", 1.0)), (JUDGED[0][0], understood("home", 0.0))]
    assert scores.reliability(certain) == [(0, 0, 1), (1, 1, 1)]
    assert scores.calibration_error(certain) == 0


def test_dangers_noticed_and_false_alarms() -> None:
    assert scores.danger_scores(JUDGED, "danger") == (1, 0)
    alarmed = [*JUDGED, (JUDGED[0][0], understood("job", danger=True))]
    assert scores.danger_scores(alarmed, "danger") == (1, 0.25)


def test_entities_are_scored_apart_and_together() -> None:
    assert scores.entity_scores(JUDGED) == {
        "city": F1(0.5, 0.5, 0.5, 2),
        "urgency": F1(0, 0, 0, 0),
        "all": F1(pytest.approx(1 / 3), 0.5, pytest.approx(0.4), 2),
    }


def test_only_what_was_written_twice_is_compared() -> None:
    assert scores.twin_accuracy(JUDGED) == {"darija_arabic": 1, "darija_latin": 0}


def test_the_part_in_one_register() -> None:
    assert [example.text for example, _ in scores.of_register(JUDGED, "darija_latin")] == ["2", "4"]


def test_the_danger_curve_says_what_each_threshold_would_do() -> None:
    judged = [
        (Example(intent, "french", str(place), ()), understood("job")._replace(suspicion=value))
        for place, (intent, value) in enumerate(
            [("danger", 0.9), ("job", 0.5), ("danger", 0.5), ("home", 0.2), ("danger", 0.1)]
        )
    ]
    curve = scores.danger_curve(judged, "danger")
    assert curve == [(0, 1 / 3), (0.5, 2 / 3), (1, 2 / 3), (1, 1)]
    assert scores.noticed_at(curve, 0.49) == 1 / 3
    assert scores.noticed_at(curve, 0.5) == 2 / 3
    assert scores.noticed_at([], 0.5) == 0
