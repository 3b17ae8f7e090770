"""Buttons where there are none: lines with a number, and the number that is written back."""

from __future__ import annotations

from bot.channels.base import Button


def numbered(buttons: list[list[Button]]) -> dict[int, Button]:
    """The buttons by the numbers they are written with: 1, 2, 3 … along the rows."""
    return dict(enumerate((button for row in buttons for button in row), start=1))


def number_in(text: str | None) -> int | None:
    """The number that a text is and nothing else, in Western or Arabic digits."""
    bare = (text or "").strip(" \n.)-")
    return int(bare) if bare.isdecimal() and len(bare) <= 3 else None
