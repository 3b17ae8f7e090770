"""Which message is a word about how it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.base import Contact, Inbound, Media, Press
from bot.dialogue.after import awaited_word
from bot.storage.tables import Person

UNTIL = datetime(2026, 6, 1, 9, tzinfo=UTC)
WORD = {"word": {"code": "R-7KQ2", "until": UNTIL.isoformat()}}
FORM = {"form": "housing_form", "requested": "housing_with"}


@pytest.mark.parametrize(
    ("state", "came", "expected"),
    [
        ({"dialogue": WORD}, {"text": "merci"}, "R-7KQ2"),
        ({"dialogue": WORD}, {"text": "merci", "at": UNTIL}, "R-7KQ2"),
        ({"dialogue": WORD}, {"media": Media(kind="voice", file_id="v")}, "R-7KQ2"),
        ({"dialogue": WORD}, {"text": "merci", "at": UNTIL + timedelta(seconds=1)}, None),
        ({"dialogue": WORD}, {"press": Press(id="1", data="menu")}, None),
        ({"dialogue": WORD}, {"contact": Contact(phone="+2126", name="", own=True)}, None),
        ({"dialogue": WORD, "talking_case_id": 5}, {"text": "merci"}, None),
        ({"dialogue": WORD | FORM}, {"text": "merci"}, None),
        ({"dialogue": None}, {"text": "merci"}, None),
    ],
)
def test_awaited(state: dict[str, Any], came: dict[str, Any], expected: str | None) -> None:
    inbound = Inbound(channel="telegram", external_id="1", chat="7", sender="7", **came)
    assert awaited_word(Person(stage="ready", **state), inbound) == expected
