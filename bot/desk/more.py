"""What else can be done with a case: the second page of its card's buttons."""

from __future__ import annotations

from bot.channels.base import Button
from bot.desk.card import back_button
from bot.storage.tables import Case


def more_buttons(case: Case) -> list[list[Button]]:
    """What the state of the case allows beyond taking and closing it, and the way back."""
    return [[back_button(case)]]
