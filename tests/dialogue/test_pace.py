"""Who writes too fast to be answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.base import BLANK, Contact, Inbound, Location, Media, Press
from bot.dialogue.pace import Pace, is_paced, pace_of

NOW = datetime(2026, 1, 5, 12, tzinfo=UTC)
ANSWERED, TOLD, KEPT = Pace.steady, Pace.hurried, Pace.silent


def paces(ago: list[float], most: int = 3) -> list[Pace]:
    """The pace of each of some messages, sent so many seconds ago, the oldest first."""
    times = [NOW - timedelta(seconds=seconds) for seconds in ago]
    return [pace_of(times[: place + 1][::-1], most) for place in range(len(times))]


@pytest.mark.parametrize(
    ("ago", "expected"),
    [
        ([0], [ANSWERED]),
        ([3, 2, 1, 0], [ANSWERED] * 3 + [TOLD]),
        ([5, 4, 3, 2, 1, 0], [ANSWERED] * 3 + [TOLD, KEPT, KEPT]),
        ([40, 35, 30, 25, 20, 15, 10, 5, 0], [ANSWERED] * 9),  # fast, and long: answered
        ([60, 59, 58, 57, 56, 20], [ANSWERED] * 3 + [TOLD, KEPT, ANSWERED]),  # they paused
        ([30, 29, 28, 27, 10, 9, 8, 7], ([ANSWERED] * 3 + [TOLD]) * 2),  # and began again
    ],
)
def test_the_pace_of_each_message(ago: list[float], expected: list[Pace]) -> None:
    assert paces(ago) == expected


@pytest.mark.parametrize(
    ("content", "counts"),
    [
        ({"text": "سلام"}, True),
        ({"media": Media(kind="sticker", file_id="x")}, True),
        ({"press": Press(id="1", data="menu")}, False),
        ({"contact": Contact(phone="+212", name="", own=True)}, False),
        ({"location": Location(latitude=34, longitude=-5)}, False),
        ({"text": "سلام", "edited": True}, False),
        ({"event": "blocked"}, False),
        ({"kind_name": BLANK}, False),
    ],
)
def test_what_counts(content: dict[str, Any], counts: bool) -> None:
    inbound = Inbound(channel="telegram", external_id="1", chat="1", **content)
    assert is_paced(inbound) == counts
