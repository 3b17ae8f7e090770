"""A picture of figures, as data: drawn at the edge, in the language of whoever will see it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel

from bot.i18n.text import Text


class Bar(BaseModel, frozen=True):
    """A bar of parts, one behind the other, with what it stands for and what is said at its end."""

    label: Text
    parts: Sequence[float]
    end: Text


class Panel(BaseModel, frozen=True):
    """Bars below each other; `parts` names what the parts of each stand for, if they have any."""

    title: Text
    bars: list[Bar]
    parts: list[Text] = []


class Chart(BaseModel, frozen=True):
    """A picture of panels, with words beneath it."""

    op: Literal["chart"] = "chart"
    panels: list[Panel]
    text: list[Text] = []
