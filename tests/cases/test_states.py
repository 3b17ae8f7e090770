from datetime import UTC, datetime, timedelta

import pytest

from bot.cases.states import REOPEN_DAYS, NotAllowed, Status, may_reopen, move

MOVES = {
    ("take", "open"): "taken",
    ("hand", "open"): "taken",
    ("hand", "taken"): "taken",
    ("release", "taken"): "open",
    ("close", "open"): "closed",
    ("close", "taken"): "closed",
    ("reopen", "closed"): "open",
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", ["take", "hand", "release", "close", "reopen", ""])
def test_every_action_in_every_state(action, status):
    expected = MOVES.get((action, status))
    if expected:
        assert move(action, status) is Status(expected)
    else:
        with pytest.raises(NotAllowed, match=f"cannot {action} a case that is {status}"):
            move(action, status)


def test_stored_statuses_do_not_change():
    assert [str(status) for status in Status] == ["open", "taken", "closed"]


@pytest.mark.parametrize(
    ("status", "days", "expected"),
    [
        ("closed", REOPEN_DAYS, True),
        ("closed", REOPEN_DAYS + 1, False),
        ("closed", None, False),
        ("taken", 1, False),
    ],
)
def test_for_how_long_it_may_be_opened_again(status, days, expected):
    now = datetime(2026, 6, 1, tzinfo=UTC)
    closed_at = None if days is None else now - timedelta(days=days)
    assert may_reopen(status, closed_at, now) is expected
    assert not may_reopen(status, closed_at, now, merged=True)
