"""A case's end, as its person hears of it, and its way back from there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.access import may_work_on
from bot.cases.ratings import RATINGS
from bot.cases.states import Status, move
from bot.cases.urgency import Urgency
from bot.channels.base import Button, Card, ReopenTopic, Say
from bot.desk.alerts import alert
from bot.desk.deadlines import start
from bot.i18n.text import msg
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Coordinator

_MENU = Button(label=msg("📋 Menu"), data="menu")
_THEY_OPENED = msg("🔁 They opened it again.")


def closing_words(case: Case) -> Say:
    """What the person is told of the end; they may say how it was, or open it again."""
    said = [
        msg("✔️ Your request {code} is closed.", code=case.code),
        msg("If you need anything else, write here."),
        msg("How was it for you?"),
    ]
    if rating := RATINGS.get(case.rating or 0):
        said.append(msg("✓ {choice}", choice=rating))
    rates = [Button(label=RATINGS[n], data=f"rate:{case.code}:{n}") for n in RATINGS]
    return Say(text=said, buttons=[rates, [reopen_button(case)], [_MENU]])


def reopen_button(case: Case) -> Button:
    """The button by which the person opens it again."""
    return Button(label=msg("🔁 Reopen"), data=f"reopen:{case.code}")


async def redraw_closed(out: Outbox, case: Case) -> None:
    """Redraw the card of a case that was closed; where its group moved since, there is none."""
    if case.card is None and case.topic is None:
        out.to_case(case, Card())
    else:
        await out.redraw_card(case)


async def reopen(
    session: AsyncSession,
    out: Outbox,
    case: Case,
    now: datetime,
    by: Coordinator | None = None,
) -> None:
    """Open a closed case again: with whoever had taken it, else for anybody to take.

    It is opened `by` a coordinator, or by the person themselves.

    Raises:
        NotAllowed: It is not closed.
    """
    case.status = move("reopen", Status(case.status))
    if case.taken_at and may_work_on(case.coordinator, case.centre_id):
        case.status = move("take", Status(case.status))
    else:
        case.coordinator = case.taken_at = None
    case.outcome = case.closed_at = case.rating = case.referred_to = None
    case.reopened_at = case.moved_at = now
    case.calls = 0
    await start(session, case, now)
    out.to_case(case, ReopenTopic())
    await redraw_closed(out, case)
    again = msg("🔁 {name} opened it again.", name=by.name) if by else _THEY_OPENED
    out.to_case(case, Say(text=[again]))
    if (case.need, case.status, case.urgency) == ("danger", Status.open, Urgency.now):
        await alert(session, out, case, now)
