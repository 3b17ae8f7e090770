"""A case as one line of a list or a digest: a pure function of it and the time."""

from __future__ import annotations

from datetime import datetime

from bot.cases.calendar import MOROCCO
from bot.cases.deadlines import due, is_late
from bot.cases.figures import waits_for_person
from bot.cases.needs import BY_KEY, verbatim_icon
from bot.cases.outcomes import OUTCOMES
from bot.cases.states import Status
from bot.cases.urgency import SIGNS, Urgency
from bot.desk.names import called, leads_to
from bot.i18n.text import Link, Moment, Text, msg
from bot.storage.tables import Case


def case_line(case: Case, now: datetime, *, ring: bool = False) -> Text:
    """How urgent it is, what it is about, who has it, and since when it waits or is late.

    With `ring` the telephone of whoever has it rings.
    """
    if case.status == Status.closed:
        ended = OUTCOMES.get(case.outcome or "", msg("no outcome"))
        day = Moment(at=case.closed_at or case.moved_at, show="date")
        return msg("{case} · {day} · {outcome}", case=_named(case), day=day, outcome=ended)
    owner = case.coordinator
    name: str | Text | Link = msg("nobody has it")
    if owner:
        name = called(owner) if ring else owner.name
    return msg("{case} · {name} · {since}", case=_named(case), name=name, since=_since(case, now))


def visit_line(case: Case) -> Text:
    """When the person of a case is expected today, and who expects them."""
    assert case.appointment
    at = Moment(at=case.appointment.at, show="time")
    if case.coordinator is None:
        return msg("📅 {time} · {case}", time=at, case=_named(case))
    return msg(
        "📅 {time} · {case} · {name}", time=at, case=_named(case), name=case.coordinator.name
    )


def _since(case: Case, now: datetime) -> Text:
    if is_late(case, now):
        return msg("⏰ late since {moment}", moment=_short(due(case) or now, now))
    if case.answered_at and waits_for_person(case):
        return msg("💬 answered {moment}", moment=_short(case.answered_at, now))
    return msg("since {moment}", moment=_short(case.waits_since, now))


def _short(at: datetime, now: datetime) -> Moment:
    """A moment as short as it can be understood: the time of today, else the day."""
    today = at.astimezone(MOROCCO).date() == now.astimezone(MOROCCO).date()
    return Moment(at=at, show="time" if today else "day")


def _named(case: Case) -> Text:
    first = "✔️" if case.status == Status.closed else SIGNS[Urgency(case.urgency)]
    signs = verbatim_icon(f"{first}{BY_KEY[case.need].icon}")
    return msg("{icon} {code}", icon=signs, code=leads_to(case))
