"""The lines of a card about why a case is at this centre, and who should have it."""

from __future__ import annotations

from bot.cases.routing import By
from bot.i18n.text import Language, Text, msg
from bot.places import towns
from bot.storage.tables import Case

_WHY = {
    By.centre: msg("🧭 Their centre"),
    By.town: msg("🧭 The centre of their town"),
    By.national: msg("🧭 They have no centre yet"),
    By.unreachable: msg("🧭 Their centre cannot be reached now"),
    By.supervision: msg("🧭 A complaint is read by supervisors"),
    By.transfer: msg("🧭 Passed on by another centre"),
}


def whose(case: Case, language: Language) -> list[Text]:
    """Why its centre has it, and what the person asks of whoever answers."""
    person = case.person
    lines = [_why_here(case, language)] if case.routed_by else []
    return [*lines, msg("👩 Asks for a woman")] if person and person.wants_woman else lines


def _why_here(case: Case, language: Language) -> Text:
    person, by = case.person, By(case.routed_by or "")
    if by is By.town and person and (town := towns().get(person.town or "")):
        return msg("🧭 Their town: {town}", town=town.name(language))
    if by is By.unreachable and person and person.centre:
        name = person.centre.name(language)
        return msg("🧭 Their centre cannot be reached now: {centre}", centre=name)
    return _WHY[by]
