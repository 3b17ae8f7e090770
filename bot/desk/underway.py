"""The lines of a card about what is under way: papers, an appointment, where it was sent on."""

from __future__ import annotations

from bot.cases.appointments import in_words
from bot.cases.outcomes import ELSEWHERE
from bot.cases.papers import checklist
from bot.i18n.text import Language, Moment, Text, msg
from bot.storage.tables import Case


def under_way(case: Case) -> list[Text]:
    """The papers asked for, and the appointment that was proposed last."""
    lines = checklist(case.papers or [])
    if case.appointment:
        lines.append(in_words(case.appointment.state, case.appointment.at))
    return lines


def offered(case: Case, language: Language) -> list[Text]:
    """To which other centre it is offered, while nobody has answered."""
    if not (case.offered_to and case.offered_at):
        return []
    centre, since = case.offered_to.name(language), Moment(at=case.offered_at)
    return [msg("🔀 Offered to {centre}, since {moment}", centre=centre, moment=since)]


def sent_on(case: Case) -> list[Text]:
    """To whom somebody was referred, if they were."""
    if not case.referred_to:
        return []
    return [msg("➡️ {place}", place=ELSEWHERE.get(case.referred_to, case.referred_to))]
