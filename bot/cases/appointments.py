"""Appointments: on which days and at what times, and what is done about one by itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from enum import IntEnum, StrEnum

from bot.cases.calendar import Calendar
from bot.i18n.catalogs import MOROCCO
from bot.i18n.text import Moment, Text, msg

DAYS_OFFERED = 10
DAYS_AHEAD = 60
SLOT = timedelta(minutes=30)
NOTICE = timedelta(hours=1)
"""How long before it an appointment is proposed at least."""
EVENING, NIGHT, MORNING = time(17), time(21), time(7, 30)
"""Reminders come on the evening before and on the morning of the day, never at night."""
ASKED_AFTER = timedelta(minutes=30)
"""When the coordinators are asked whether somebody came."""
OpenOn = Callable[[date], tuple[time, time] | None]
"""When a centre opens and closes on a day; None where it stays closed."""


class State(StrEnum):
    """What became of an appointment."""

    proposed = "proposed"
    accepted = "accepted"
    declined = "declined"
    changed = "changed"
    cancelled = "cancelled"
    came = "came"
    missed = "missed"


LIVE = (State.proposed, State.accepted)
"""The states in which somebody may be expected."""
_LINES = {
    State.proposed: msg("📅 {moment}: ⏳ no answer yet"),
    State.accepted: msg("📅 {moment}: ✅ they come"),
    State.declined: msg("📅 {moment}: ❌ they cannot"),
    State.changed: msg("📅 {moment}: changed"),
    State.cancelled: msg("📅 {moment}: ✖️ cancelled"),
    State.came: msg("📅 {moment}: ✔️ they came"),
    State.missed: msg("📅 {moment}: ⚠️ they did not come"),
}


class Step(IntEnum):
    """What is done about an appointment by itself, in this order."""

    day_before = 1
    morning = 2
    afterwards = 3


def in_words(state: str, at: datetime) -> Text:
    """An appointment as a line of the card."""
    return _LINES[State(state)].model_copy(update={"args": {"moment": Moment(at=at)}})


def open_on(calendar: Calendar) -> OpenOn:
    """The days of a centre by its calendar."""

    def on(day: date) -> tuple[time, time] | None:
        span = calendar.span(day)
        return (span[0].time(), span[1].time()) if span else None

    return on


def slots(open_on: OpenOn, day: date, now: datetime) -> list[datetime]:
    """The times of a day that can still be proposed, in Moroccan time."""
    span = open_on(day)
    if span is None:
        return []
    at, closes = (datetime.combine(day, edge, MOROCCO) for edge in span)
    found = []
    while at < closes:
        if at - now >= NOTICE:
            found.append(at)
        at += SLOT
    return found


def days(open_on: OpenOn, now: datetime) -> list[date]:
    """The next days on which there is a time left."""
    today = now.astimezone(MOROCCO).date()
    ahead = (today + timedelta(days=n) for n in range(DAYS_AHEAD))
    return [day for day in ahead if slots(open_on, day, now)][:DAYS_OFFERED]


def due_step(at: datetime, made_at: datetime, state: str, told: int, now: datetime) -> Step | None:
    """What is to be done about an appointment now; each step comes once, and late ones never.

    Args:
        at: When it is.
        made_at: When it was proposed; who has just heard of it needs no reminder.
        state: What became of it.
        told: The last step taken.
        now: The time.
    """
    day = at.astimezone(MOROCCO).date()
    evening, night = (
        datetime.combine(day - timedelta(days=1), edge, MOROCCO) for edge in (EVENING, NIGHT)
    )
    morning = datetime.combine(day, MORNING, MOROCCO)
    if state not in LIVE:
        return None
    if told < Step.afterwards and now >= at + ASKED_AFTER:
        return Step.afterwards
    sure = state == State.accepted and made_at < morning
    if told < Step.morning and sure and morning <= now < at:
        return Step.morning
    if told < Step.day_before and made_at < evening <= now < night:
        return Step.day_before
    return None
