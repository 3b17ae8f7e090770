import pytest

from bot.cases.needs import BY_KEY
from bot.cases.routing import (
    By,
    Point,
    Route,
    centre_for,
    distance_km,
    nearest,
    readers_of,
    route,
)

FES = Point(34.03, -5.0, "fes-meknes")
CASA = Point(33.57, -7.59, "casablanca-settat")
TANGER = Point(35.77, -5.80, "tanger-tetouan-al-hoceima")
SETTAT = Point(33.0, -7.62, "casablanca-settat")
CENTRES = [FES, CASA, TANGER, SETTAT]


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (Point(33.89, -5.55, "fes-meknes"), FES),  # Meknès
        (Point(33.26, -7.58, "casablanca-settat"), SETTAT),  # Berrechid: two in the region
        # Ouezzane is nearer to Fès than to Tanger, but belongs to Tanger's region.
        (Point(34.80, -5.58, "tanger-tetouan-al-hoceima"), TANGER),
        (Point(30.42, -9.60, "souss-massa"), SETTAT),  # Agadir: no centre in the region
        (Point(35.76, -5.83), TANGER),  # a shared location: no region
    ],
)
def test_a_place_is_served_in_its_region_else_by_the_nearest(place, expected):
    assert centre_for(place, CENTRES) is expected


def test_ouezzane_really_is_nearer_to_fes():
    assert nearest(Point(34.80, -5.58), CENTRES) is FES


def test_without_centres_there_is_none():
    assert centre_for(FES, []) is None


def test_distances_are_kilometres():
    assert distance_km(FES, CASA) == pytest.approx(245, abs=3)
    assert distance_km(FES, CASA) == distance_km(CASA, FES)
    assert distance_km(FES, FES) == 0


ABOVE_FES, ABOVE_CASA = Point(34.0, -4.9, "fes-meknes"), Point(33.6, -7.6, "casablanca-settat")
MEKNES = Point(33.89, -5.55, "fes-meknes")
AGADIR = Point(30.42, -9.60, "souss-massa")


@pytest.mark.parametrize(
    ("place", "supervisions", "expected"),
    [
        (MEKNES, [ABOVE_CASA, ABOVE_FES], ABOVE_FES),
        (AGADIR, [ABOVE_FES, ABOVE_CASA], ABOVE_CASA),  # none in the region: any, the nearest
        (None, [ABOVE_FES, ABOVE_CASA], ABOVE_FES),
        (MEKNES, [], FES),
        (None, [], FES),
    ],
)
def test_a_complaint_goes_to_supervisors_if_any_can_be_reached(place, supervisions, expected):
    assert readers_of("complaint", place, FES, supervisions) is expected


@pytest.mark.parametrize("need", sorted(BY_KEY.keys() - {"complaint"}))
def test_everything_else_goes_to_the_own_centre(need):
    assert readers_of(need, MEKNES, FES, [ABOVE_FES]) is FES
    assert readers_of(need, MEKNES, None, [ABOVE_FES]) is None


RABAT = Point(34.02, -6.83, "rabat-sale-kenitra")


@pytest.mark.parametrize(
    ("own", "of_town", "national", "readable", "expected"),
    [
        (FES, None, RABAT, [FES, RABAT], Route(FES, By.centre)),
        (None, FES, RABAT, [FES, RABAT], Route(FES, By.town)),
        (None, None, RABAT, [FES, RABAT], Route(RABAT, By.national)),
        (None, None, RABAT, [], Route(RABAT, By.national)),  # it waits there
        (None, None, None, [FES], Route(CASA, By.national)),
        (FES, None, RABAT, [RABAT], Route(RABAT, By.unreachable)),
        (None, FES, RABAT, [RABAT], Route(RABAT, By.unreachable)),
        (FES, None, RABAT, [CASA], Route(FES, By.centre)),  # it waits where it belongs
        (FES, None, None, [CASA], Route(FES, By.centre)),
    ],
)
def test_a_case_has_a_centre_and_a_reason(own, of_town, national, readable, expected):
    assert route(own, of_town, national, CASA, readable) == expected


def test_without_any_centre_it_still_has_a_reason():
    assert route(None, None, None, None, []) == Route(None, By.national)
