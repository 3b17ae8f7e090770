"""The person's requests: where each stands, who has it, and when it last moved."""

from __future__ import annotations

from bot.cases.appointments import LIVE
from bot.cases.needs import BY_KEY, verbatim_icon
from bot.cases.states import Status, may_reopen
from bot.channels.base import Button
from bot.desk.giving import waits
from bot.dialogue.adding import MOST_OFFERED, add_buttons
from bot.dialogue.assistant import Reply
from bot.dialogue.context import Turn
from bot.dialogue.menu import PERSON, SHOW_MENU, show_menu
from bot.i18n.text import Moment, Text, msg, verbatim
from bot.storage.people import cases_of
from bot.storage.tables import Case

CASES_SHOWN = 5


async def show_cases(turn: Turn, _: Reply) -> None:
    """The newest requests, with buttons to add to them or to open them again."""
    cases = (await cases_of(turn.session, turn.person))[:CASES_SHOWN]
    if not cases:
        show_menu(turn, msg("You have no request yet."))
        return
    blank = verbatim("")
    lines = [line for case in cases for line in (blank, *state_of(case))]
    offered = [] if turn.dialogue.form else [*_adding(cases), *_reopening(turn, cases)]
    turn.say(*lines[1:], buttons=[*offered, [SHOW_MENU, PERSON]])


def state_of(case: Case) -> list[Text]:
    """Short lines about a case: a pure function."""
    name = msg("{icon} {code}", icon=verbatim_icon(BY_KEY[case.need].icon), code=case.code)
    if case.status == Status.closed:
        ended = Moment(at=case.closed_at or case.moved_at, show="day")
        return [name, msg("✔️ Closed on {day}", day=ended)]
    if case.coordinator and not waits(case):
        state = msg("👤 {name} has it", name=case.coordinator.name)
    else:
        state = msg("⏳ Nobody has taken it yet")
    visit = case.appointment
    stands = visit is not None and visit.state in LIVE
    expected = [msg("🗓️ {moment}", moment=Moment(at=visit.at))] if visit and stands else []
    return [
        name,
        state,
        *expected,
        msg("📅 Last news: {day}", day=Moment(at=case.moved_at, show="day")),
    ]


def _adding(cases: list[Case]) -> list[list[Button]]:
    return add_buttons([case for case in cases if case.status != Status.closed])


def _reopening(turn: Turn, cases: list[Case]) -> list[list[Button]]:
    closed = [
        case
        for case in cases
        if may_reopen(case.status, case.closed_at, turn.now, merged=case.merged_into_id is not None)
    ]
    return [
        [Button(label=msg("🔁 Reopen {code}", code=case.code), data=f"reopen:{case.code}")]
        for case in closed[:MOST_OFFERED]
    ]
