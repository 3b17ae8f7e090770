from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.cases.calendar import Calendar
from bot.dialogue.when import hours_in_words, when_answered
from bot.i18n.text import Moment

DAY = ["08:30", "16:30"]


def shown(hours: dict[str, list[str]]) -> list[list[str]]:
    """Each line's days and hours."""
    return [
        [v.id if not isinstance(v, Moment) else f"{v.at:%H:%M}" for v in line.args.values()]
        for line in hours_in_words(hours)
    ]


@pytest.mark.parametrize(
    ("hours", "lines"),
    [
        ({}, []),
        ({"wed": DAY}, [["Wednesday", "08:30", "16:30"]]),
        (
            dict.fromkeys(("mon", "tue", "wed", "thu"), DAY) | {"fri": ["08:30", "12:00"]},
            [["Monday", "Thursday", "08:30", "16:30"], ["Friday", "08:30", "12:00"]],
        ),
        # A day off in between ends the run.
        (
            {"mon": DAY, "tue": DAY, "thu": DAY, "fri": DAY},
            [["Monday", "Tuesday", "08:30", "16:30"], ["Thursday", "Friday", "08:30", "16:30"]],
        ),
    ],
)
def test_days_with_the_same_hours_share_a_line(hours, lines):
    assert shown(hours) == lines


def test_when_somebody_answers_is_said_in_the_time_of_the_centre():
    open_then = datetime(2026, 6, 1, 8, tzinfo=UTC)  # 9:00 in Morocco, a Monday
    closed_then = datetime(2026, 6, 1, 15, 30, tzinfo=UTC)  # 16:30
    hours = {"mon": DAY, "wed": DAY}
    assert when_answered(Calendar(hours), open_then).id == "They are there now."
    moments = when_answered(Calendar(hours), closed_then).args.values()
    assert {moment.at for moment in moments} == {datetime(2026, 6, 3, 7, 30, tzinfo=UTC)}
    assert when_answered(Calendar({}), open_then) is None
