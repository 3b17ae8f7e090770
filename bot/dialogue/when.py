"""When people are there, in words."""

from __future__ import annotations

from datetime import datetime, time
from itertools import groupby

from bot.cases.calendar import Calendar
from bot.cases.hours import DAYS, Hours
from bot.i18n.catalogs import MOROCCO
from bot.i18n.text import Moment, Text, msg

_A_MONDAY = datetime(2024, 1, 1, tzinfo=MOROCCO)  # only its names of days and hours are shown
_DAY_NAMES = (
    msg("Monday"),
    msg("Tuesday"),
    msg("Wednesday"),
    msg("Thursday"),
    msg("Friday"),
    msg("Saturday"),
    msg("Sunday"),
)


def hours_in_words(hours: Hours) -> list[Text]:
    """The opening hours, a line for each run of days with the same hours."""
    days = [(number, tuple(hours.get(day) or ())) for number, day in enumerate(DAYS)]
    lines = []
    for span, run in groupby(days, key=lambda day: day[1]):
        if not span:
            continue
        numbers = [number for number, _ in run]
        opens, closes = (_clock(at) for at in span)
        if len(numbers) == 1:
            lines.append(
                msg(
                    "🕘 {day}, {opens} to {closes}",
                    day=_DAY_NAMES[numbers[0]],
                    opens=opens,
                    closes=closes,
                )
            )
        else:
            lines.append(
                msg(
                    "🕘 {first} to {last}, {opens} to {closes}",
                    first=_DAY_NAMES[numbers[0]],
                    last=_DAY_NAMES[numbers[-1]],
                    opens=opens,
                    closes=closes,
                )
            )
    return lines


def when_answered(calendar: Calendar, now: datetime) -> Text | None:
    """When somebody can answer, truthfully; None for a centre without hours."""
    if calendar.is_open(now):
        return msg("They are there now.")
    opening = calendar.next_opening(now)
    if opening is None:
        return None
    return msg(
        "They are back on {day} at {time}.",
        day=Moment(at=opening, show="day"),
        time=Moment(at=opening, show="time"),
    )


def _clock(at: str) -> Moment:
    return Moment(at=datetime.combine(_A_MONDAY, time.fromisoformat(at), MOROCCO), show="time")
