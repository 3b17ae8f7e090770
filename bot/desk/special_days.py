"""`/calendar`: the days that are not as the week says, and changing them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.cases.calendar import MOROCCO, may_begin, public_holidays, ramadan_of
from bot.cases.hours import RAMADAN
from bot.channels.base import Say
from bot.desk.context import DeskTurn
from bot.i18n.catalogs import as_language
from bot.i18n.text import Moment, Text, msg, verbatim
from bot.storage.calendars import calendar_of, change_day, changed, forget_day

SHOWN = 8
AHEAD = timedelta(days=400)
LATEST = 3 * AHEAD
"""What is farther away nobody knows yet."""
LONGEST_WHY = 60
_KINDS = ("closed", "open", RAMADAN)
_HOW = (
    msg("✏️ To change a day, write one of these:"),
    verbatim(
        "/calendar closed 2026-12-31\n/calendar open 2027-01-11\n"
        "/calendar ramadan 2027-02-09\n/calendar forget 2026-12-31"
    ),
)


async def calendar(turn: DeskTurn, words: str) -> None:
    """Show the coming special days of the centre, or change one of them."""
    if not words:
        _say(turn, [*await _coming(turn), *_HOW])
        return
    kind, _, rest = words.partition(" ")
    written, _, why = rest.strip().partition(" ")
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    today = turn.now.astimezone(MOROCCO).date()
    if day is None or kind not in (*_KINDS, "forget"):
        _say(turn, [msg("⚠️ I did not understand this."), *_HOW])
    elif day < today:
        _say(turn, [msg("⚠️ This day is over."), *_HOW])
    elif day > today + LATEST:
        _say(turn, [msg("⚠️ This day is too far away."), *_HOW])
    elif kind == RAMADAN and not may_begin(day):
        expected = _shown(ramadan_of(day)[0])
        _say(turn, [msg("⚠️ Ramadan begins about {day}.", day=expected), *_HOW])
    elif kind == "forget":
        gone = await forget_day(turn.session, turn.centre, day)
        nothing = msg("Nothing was written down for this day.")
        _say(turn, [msg("🗑️ Forgotten: {day}", day=_shown(day)) if gone else nothing])
    else:
        await change_day(turn.session, turn.centre, day, kind, why.strip()[:LONGEST_WHY] or None)
        _say(turn, [_line(day, kind, why.strip()[:LONGEST_WHY])])


async def _coming(turn: DeskTurn) -> list[Text]:
    today = turn.now.astimezone(MOROCCO).date()
    until = today + AHEAD
    language = as_language(turn.centre.language)
    days: dict[date, Text] = {}
    for year in range(today.year, until.year + 1):
        names = public_holidays(year, language)
        days |= {day: _line(day, "closed", name) for day, name in names.items()}
    known = await calendar_of(turn.session, turn.centre)
    for first, _ in map(known.ramadan, (today, today + AHEAD / 2, until)):
        days[first] = _line(first, RAMADAN, "")
    for row in await changed(turn.session, turn.centre):
        if row.kind != RAMADAN:
            days[row.day] = _line(row.day, row.kind, row.why or "")
    coming = [line for day, line in sorted(days.items()) if today <= day <= until]
    return [msg("📅 The coming days that are not like the others:"), *coming[:SHOWN]]


def _line(day: date, kind: str, why: str) -> Text:
    shown = _shown(day)
    match kind:
        case "open":
            return msg("🟢 {day}: open", day=shown)
        case "ramadan":
            return msg("🌙 {day}: Ramadan begins", day=shown)
        case _ if why:
            return msg("🔴 {day}: closed, {why}", day=shown, why=why)
        case _:
            return msg("🔴 {day}: closed", day=shown)


def _shown(day: date) -> Moment:
    return Moment(at=datetime.combine(day, time(12), MOROCCO), show="date")


def _say(turn: DeskTurn, text: list[Text]) -> None:
    said = Say(text=text, reply_to=turn.inbound.message)
    turn.out.to_group(turn.centre, said, thread=turn.inbound.thread)
