"""The lines of a card about what is under way: papers, an appointment, where it was sent on."""

from __future__ import annotations

from bot.cases.appointments import in_words
from bot.cases.outcomes import ELSEWHERE
from bot.cases.papers import checklist
from bot.i18n.text import Text, msg
from bot.storage.tables import Case


def under_way(case: Case) -> list[Text]:
    """The papers asked for, and the appointment that was proposed last."""
    lines = checklist(case.papers or [])
    if case.appointment:
        lines.append(in_words(case.appointment.state, case.appointment.at))
    return lines


def sent_on(case: Case) -> list[Text]:
    """To whom somebody was referred, if they were."""
    if not case.referred_to:
        return []
    return [msg("➡️ {place}", place=ELSEWHERE.get(case.referred_to, case.referred_to))]
