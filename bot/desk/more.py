"""What else can be done with a case: the second page of its card's buttons."""

from __future__ import annotations

from bot.channels.base import Button
from bot.desk.card import back_button
from bot.i18n.text import msg
from bot.storage.tables import Case


def more_buttons(case: Case) -> list[list[Button]]:
    """What the state of the case allows beyond taking and closing it, and the way back."""
    return [*_writing(case), [back_button(case)]]


def _writing(case: Case) -> list[list[Button]]:
    """To say something to the person, or to ask them for something."""
    return [
        [
            Button(label=msg("✍️ Answers"), data=f"answers:{case.code}"),
            Button(label=msg("📎 Ask for a paper"), data=f"papers:{case.code}"),
        ],
        [Button(label=msg("📅 Appointment"), data=f"visit:{case.code}")],
    ]
