import pytest

from bot.cases.states import NotAllowed, Status, move

MOVES = {
    ("take", "open"): "taken",
    ("close", "open"): "closed",
    ("close", "taken"): "closed",
}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("action", ["take", "close", "reopen", ""])
def test_every_action_in_every_state(action, status):
    expected = MOVES.get((action, status))
    if expected:
        assert move(action, status) is Status(expected)
    else:
        with pytest.raises(NotAllowed, match=f"cannot {action} a case that is {status}"):
            move(action, status)


def test_stored_statuses_do_not_change():
    assert [str(status) for status in Status] == ["open", "taken", "closed"]
