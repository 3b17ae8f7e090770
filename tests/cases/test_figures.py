"""What is counted of the cases, and how a small room is shared."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.cases.figures import Fact, Stand, by_need, figures, share
from bot.cases.phones import in_full

MONDAY = datetime(2026, 12, 7, 8, 30, tzinfo=UTC)
SINCE = MONDAY - timedelta(days=7)


def fact(stand: str = "in_hand", need: str = "housing", *, days: float = 1, **more) -> Fact:
    return Fact(
        need, Stand(stand), opened_at=MONDAY - timedelta(days=days), **{"late": False, **more}
    )


def after(hours: float, days: float = 1) -> datetime:
    return MONDAY - timedelta(days=days) + timedelta(hours=hours)


def test_a_week_counts_what_was_opened_and_closed_in_it_and_what_is_open_now() -> None:
    week = figures(
        [
            fact("unclaimed", late=True),
            fact("in_hand", days=30, late=True),
            fact("closed", days=20, closed_at=after(0), rating=3),
            fact("closed", closed_at=after(2), rating=1, late=True),
            fact("closed", days=30, closed_at=after(0, 9), rating=3),
        ],
        SINCE,
    )
    assert (week.opened, week.closed, week.open, week.late) == (2, 2, 2, 2)
    assert week.ratings == {3: 1, 2: 0, 1: 1}


def test_the_first_answer_is_the_median_of_what_was_opened_and_answered_in_the_week() -> None:
    week = figures(
        [
            fact(answered_at=after(1)),
            fact(answered_at=after(3)),
            fact(answered_at=after(30)),
            fact("unclaimed"),
            fact(days=20, answered_at=after(0)),
        ],
        SINCE,
    )
    assert week.first_answer == timedelta(hours=3)


def test_nobody_answered_yet() -> None:
    assert figures([fact("unclaimed")], SINCE).first_answer is None
    assert figures([], SINCE).opened == 0


def test_open_cases_by_need_the_most_frequent_first() -> None:
    found = by_need(
        [
            fact("unclaimed", "health"),
            fact("closed", "job"),
            fact("waiting"),
            fact("in_hand"),
            fact("in_hand"),
        ]
    )
    assert found == [("housing", [0, 2, 1]), ("health", [1, 0, 0])]


@pytest.mark.parametrize(
    ("wanted", "room", "given"),
    [
        ([2, 3, 1], 12, [2, 3, 1]),
        ([20, 20, 20], 12, [4, 4, 4]),
        ([20, 1, 2], 12, [9, 1, 2]),
        ([20, 20, 0], 11, [6, 5, 0]),
        ([0, 0], 5, [0, 0]),
        ([3], 0, [0]),
    ],
)
def test_a_room_is_shared(wanted: list[int], room: int, given: list[int]) -> None:
    assert share(wanted, room) == given


@pytest.mark.parametrize(
    "written",
    [
        "0612345678", "06 12 34 56 78", "06-12-34-56-78", "+212 6 12 34 56 78", "212612345678",
        "00212612345678", "+212 (0)6 12 34 56 78", "٠٦١٢٣٤٥٦٧٨",
    ],
)  # fmt: skip
def test_a_moroccan_number_however_it_is_written(written: str) -> None:
    assert in_full(written) == "+212612345678"


@pytest.mark.parametrize("written", ["", "7722", "R-7KQ2", "سلام", "06123456789012"])
def test_what_is_no_number(written: str) -> None:
    assert in_full(written) is None
