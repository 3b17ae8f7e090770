"""Who is there: `/away`, `/back`, `/duty`, and the whole team by `/team`."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from bot.cases.absences import SPANS, BadDay, end_of_day, end_of_span
from bot.cases.matching import Load, is_away
from bot.cases.needs import BY_KEY
from bot.channels.base import Button, Say
from bot.desk.context import TOO_OLD, DeskTurn
from bot.i18n.text import Moment, Text, msg, msgs, verbatim
from bot.storage.tables import Coordinator
from bot.storage.team import loads_of, team_of

OPEN_END = "open"
_LABELS = {
    "today": msg("🌴 Today"),
    "3days": msg("🌴 3 days"),
    "week": msg("🌴 1 week"),
    OPEN_END: msg("🌴 Until I say"),
}
_ROLES = {
    "coordinator": msg("coordinator"),
    "deputy": msg("deputy"),
    "supervisor": msg("supervisor"),
}
_NOT_A_DAY = (
    msg("⚠️ I do not understand this day. Write one to come, within a year:"),
    verbatim("/away 2026-12-24"),
)
_HOW_DUTY = (
    msg("⚠️ Write /duty to be on duty, or to end it:"),
    verbatim("/duty off"),
)


async def go_away(turn: DeskTurn, words: str) -> None:
    """Note that whoever writes is away until a day, or ask until when."""
    if words:
        try:
            until = end_of_day(words, turn.now)
        except BadDay:
            _say(turn, *_NOT_A_DAY)
        else:
            leave(turn.staff, turn.now, until)
            _say(turn, *_gone(turn.staff, turn.now))
        return
    data = f"away:{turn.staff.id}"
    buttons = [[Button(label=label, data=f"{data}:{span}")] for span, label in _LABELS.items()]
    ask = msg("🌴 {name}, until when are you away?", name=turn.staff.name)
    _say(turn, ask, buttons=buttons)


async def choose_absence(turn: DeskTurn, whose: str, span: str) -> Text | None:
    """Note the absence that was chosen by the one who was asked."""
    if whose != str(turn.staff.id):
        return msg("This is for a colleague: write /away yourself.")
    if span not in {*SPANS, OPEN_END}:
        return TOO_OLD
    leave(turn.staff, turn.now, None if span == OPEN_END else end_of_span(span, turn.now))
    turn.replace_pressed(*_gone(turn.staff, turn.now))
    return None


async def come_back(turn: DeskTurn, _: str) -> None:
    """Note that whoever writes is there again."""
    turn.staff.away_since = turn.staff.away_until = None
    _say(turn, back_again(turn.staff))


async def take_duty(turn: DeskTurn, words: str) -> None:
    """Whoever writes is on duty from now on, and nobody else; or ends it."""
    staff = turn.staff
    match words.casefold():
        case "":
            for one in await team_of(turn.session, turn.centre.id):
                one.duty_since = None
            staff.duty_since, staff.away_since, staff.away_until = turn.now, None, None
            rings = msg("Dangers ring their telephone. To end it: /duty off")
            _say(turn, msg("🆘 {name} is on duty.", name=staff.name), rings)
        case "off":
            staff.duty_since = None
            _say(turn, msg("🔕 {name} is not on duty any more.", name=staff.name))
        case _:
            _say(turn, *_HOW_DUTY)


async def show_team(turn: DeskTurn, _: str) -> None:
    """Everybody of the centre: who is there, what they do, and how much they have."""
    loads = await loads_of(turn.session, turn.centre.id)
    staff = await team_of(turn.session, turn.centre.id)
    lines = [_line(one, loads.get(one.id, Load()), turn.now) for one in staff]
    title = msg("👥 {centre}:", centre=turn.centre.name(turn.centre.language))
    _say(turn, title, *lines, msg("🌴 away · 🟢 here · 🆘 on duty"))


def leave(staff: Coordinator, now: datetime, until: datetime | None) -> None:
    """Nothing is given to somebody from now on, and dangers are not theirs."""
    staff.away_since, staff.away_until, staff.duty_since = now, until, None


def away_words(staff: Coordinator, now: datetime) -> Text:
    """That somebody is away, and for how long."""
    until = staff.away_until
    if until is None:
        return msg("🌴 {name} is away until they write /back.", name=staff.name)
    near = until - now <= timedelta(days=7)
    day = Moment(at=until - timedelta(minutes=1), show="day" if near else "date")
    return msg("🌴 {name} is away until {day}, that day included.", name=staff.name, day=day)


def back_again(staff: Coordinator) -> Text:
    """That somebody is there again."""
    return msg("🟢 {name} is back.", name=staff.name)


def _gone(staff: Coordinator, now: datetime) -> tuple[Text, ...]:
    goes_on = msg("Their requests go on with colleagues. Back sooner? Write /back.")
    return away_words(staff, now), goes_on


def _line(staff: Coordinator, load: Load, now: datetime) -> Text:
    here = "🆘" if staff.duty_since else "🟢"
    sign = "🌴" if is_away(staff, now) else here
    needs = [BY_KEY[key].label for key in staff.needs if key in BY_KEY]
    return msg(
        "{sign} {name} · {role} · {needs} · {open}",
        sign=Text(id="{words}", args={"words": sign}),
        name=staff.name,
        role=_ROLES.get(staff.role, _ROLES["coordinator"]),
        needs=_listed(needs) if needs else msg("all needs"),
        open=msgs("{n} open", "{n} open", load.open),
    )


def _listed(parts: list[Text]) -> Text:
    names = [f"part{number}" for number in range(len(parts))]
    words = " / ".join(f"{{{name}}}" for name in names)
    return Text(id=words, args=dict(zip(names, parts, strict=True)))


def _say(turn: DeskTurn, *text: Text, buttons: list[list[Button]] | None = None) -> None:
    said = Say(text=list(text), buttons=buttons or [], reply_to=turn.inbound.message)
    turn.out.to_group(turn.centre, said, thread=turn.inbound.thread)


TEAM: Mapping[str, Callable[[DeskTurn, str, str], Awaitable[Text | None]]] = {
    "away": choose_absence
}
"""What the buttons of the team do; the arguments are the two parts of their data."""
