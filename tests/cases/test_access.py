from dataclasses import dataclass

import pytest

from bot.cases.access import may_work_on

FES, CASA = 1, 2


@dataclass
class Staff:
    centre_id: int
    active: bool = True


@pytest.mark.parametrize(
    ("staff", "centre", "allowed"),
    [
        (Staff(FES), FES, True),
        (Staff(FES), CASA, False),
        (Staff(FES, active=False), FES, False),
        (Staff(FES), None, False),
        (None, FES, False),
        (None, None, False),
    ],
)
def test_only_the_active_coordinators_of_a_centre_work_on_its_cases(staff, centre, allowed):
    assert may_work_on(staff, centre) is allowed
