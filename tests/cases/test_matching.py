"""Who of a centre gets a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.cases.absences import BadDay, end_of_day, end_of_span
from bot.cases.calendar import MOROCCO
from bot.cases.matching import Load, Wanted, is_away, match_new, match_next, present

NOW = datetime(2026, 12, 1, 10, tzinfo=UTC)
HOUSING = Wanted("housing", "ar")
FOR_A_WOMAN = Wanted("housing", "ar", woman=True)


@dataclass
class Staff:
    id: int
    needs: list[str] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    woman: bool = False
    active: bool = True
    away_since: datetime | None = None
    away_until: datetime | None = None


KARIM = Staff(1, needs=["housing", "job"])
NADIA = Staff(2, woman=True)
OMAR = Staff(3)
HIND = Staff(4, needs=["housing"], woman=True)
AWAY = Staff(5, needs=["housing"], away_since=NOW - timedelta(days=1))
GONE = Staff(6, needs=["housing"], active=False)
FRENCH = Staff(7, needs=["housing"], languages=["fr"])
ZINEB = Staff(8, needs=["job"], woman=True)
LOADS = {1: Load(3, NOW), 4: Load(5, NOW)}


def new(staff: list[Staff], wanted: Wanted = HOUSING) -> int | None:
    found = match_new(staff, wanted, LOADS, NOW)
    return found.staff.id if found else None


def following(staff: list[Staff], wanted: Wanted = HOUSING) -> int | None:
    found = match_next(staff, wanted, LOADS, NOW)
    return found.staff.id if found else None


@pytest.mark.parametrize(
    ("staff", "wanted", "expected"),
    [
        ([NADIA, OMAR], HOUSING, None),  # nobody recorded it: everybody sees it
        ([KARIM, NADIA], HOUSING, 1),
        ([KARIM, HIND], HOUSING, 1),  # three open cases, not five
        ([KARIM, HIND], Wanted("job", "ar"), 1),
        ([KARIM, HIND], Wanted("family", "ar"), None),
        ([AWAY, GONE, FRENCH, OMAR], HOUSING, None),
        ([AWAY, GONE, FRENCH, OMAR], Wanted("housing", "fr"), 7),
        ([KARIM, NADIA], FOR_A_WOMAN, 2),
        ([KARIM, NADIA, HIND], FOR_A_WOMAN, 4),  # she does housing, however busy she is
        ([KARIM, ZINEB], FOR_A_WOMAN, 8),  # a woman, if not for housing
        ([KARIM, OMAR], FOR_A_WOMAN, None),
        ([KARIM, NADIA], Wanted("danger", "ar", woman=True), None),
        ([KARIM, NADIA], Wanted("complaint", "ar", woman=True), None),
        ([], HOUSING, None),
    ],
)
def test_a_new_case_is_given_only_where_the_centre_recorded_it(staff, wanted, expected):
    assert new(staff, wanted) == expected


@pytest.mark.parametrize(
    ("staff", "wanted", "expected"),
    [
        ([NADIA, OMAR], HOUSING, 2),
        ([KARIM, OMAR], HOUSING, 1),
        ([KARIM, OMAR], Wanted("family", "ar"), 3),
        ([KARIM], Wanted("family", "ar"), None),
        ([KARIM, OMAR, NADIA], FOR_A_WOMAN, 2),
        ([KARIM, OMAR, ZINEB], FOR_A_WOMAN, None),
        ([AWAY, GONE], HOUSING, None),
        ([OMAR], Wanted("danger", "ar"), 3),
    ],
)
def test_a_case_that_was_left_goes_on_with_whoever_suits(staff, wanted, expected):
    assert following(staff, wanted) == expected


def test_of_the_least_busy_the_one_who_got_a_case_longest_ago():
    one, two, three = (Staff(n, needs=["housing"]) for n in (1, 2, 3))
    loads = {1: Load(1, NOW), 2: Load(1, NOW - timedelta(hours=1)), 3: Load(2, None)}
    found = match_new([one, two, three], HOUSING, loads, NOW)
    assert found
    assert (found.staff, found.open) == (two, 1)
    found = match_new([two, one], HOUSING, {}, NOW)
    assert found
    assert (found.staff, found.open) == (one, 0)


def test_an_absence_begins_and_ends():
    staff = Staff(1, away_since=NOW, away_until=NOW + timedelta(hours=1))
    assert not is_away(staff, NOW - timedelta(seconds=1))
    assert is_away(staff, NOW)
    assert not is_away(staff, NOW + timedelta(hours=1))
    assert present([staff, GONE, OMAR], NOW) == [OMAR]


@pytest.mark.parametrize(
    ("span", "day"), [("today", (2026, 12, 2)), ("3days", (2026, 12, 4)), ("week", (2026, 12, 8))]
)
def test_an_absence_is_whole_days(span, day):
    assert end_of_span(span, NOW) == datetime(*day, tzinfo=MOROCCO)


@pytest.mark.parametrize("written", ["2026-12-24", "24/12/2026", "24-12-2026"])
def test_the_last_day_of_an_absence_belongs_to_it(written):
    assert end_of_day(written, NOW) == datetime(2026, 12, 25, tzinfo=MOROCCO)


@pytest.mark.parametrize("written", ["tomorrow", "2026-11-30", "2028-01-01", "2026-02-30", "24/12"])
def test_a_day_that_cannot_be_is_refused(written):
    with pytest.raises(BadDay):
        end_of_day(written, NOW)
