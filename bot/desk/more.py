"""What else can be done with a case: the second page of its card's buttons."""

from __future__ import annotations

from bot.cases.needs import COMPLAINT
from bot.cases.states import Status
from bot.channels.base import Button
from bot.desk.card import back_button
from bot.i18n.text import msg
from bot.storage.tables import Case


def more_buttons(case: Case) -> list[list[Button]]:
    """What the state of the case allows beyond taking and closing it, and the way back."""
    return [*_writing(case), *_passing_on(case), *_belonging(case), [back_button(case)]]


def _writing(case: Case) -> list[list[Button]]:
    """To say something to the person, or to ask them for something."""
    return [
        [
            Button(label=msg("✍️ Answers"), data=f"answers:{case.code}"),
            Button(label=msg("📎 Ask for a paper"), data=f"papers:{case.code}"),
        ],
        [
            Button(label=msg("📅 Appointment"), data=f"visit:{case.code}"),
            Button(label=msg("🌱 Project"), data=f"project:{case.code}"),
        ],
    ]


def _passing_on(case: Case) -> list[list[Button]]:
    """To put it in other hands, here or at another centre."""
    back = Button(label=msg("↩️ Give back"), data=f"release:{case.code}")
    assign = Button(label=msg("👥 Assign"), data=f"assign:{case.code}")
    elsewhere = Button(label=msg("🔀 Another centre"), data=f"elsewhere:{case.code}:0")
    if case.offered_to:
        elsewhere = Button(label=msg("✖️ Take the offer back"), data=f"unoffer:{case.code}")
    rows = [[back, assign] if case.status == Status.taken else [assign]]
    return rows if case.need == COMPLAINT else [*rows, [elsewhere]]


def _belonging(case: Case) -> list[list[Button]]:
    """What to do about the person's other cases."""
    join = Button(label=msg("🧩 Merge"), data=f"merge:{case.code}")
    return [[join, Button(label=msg("🔗 Link"), data=f"links:{case.code}")]]
