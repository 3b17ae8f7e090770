"""Cases of one person that belong together: linked by a tap, on the cards of both."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.needs import BY_KEY, verbatim_icon
from bot.cases.states import Status
from bot.channels.base import Button
from bot.desk.card import back_button
from bot.desk.context import TOO_OLD, DeskTurn
from bot.i18n.text import Text, msg
from bot.storage.casebook import case_by_id
from bot.storage.outbox import Outbox
from bot.storage.tables import Case

MOST = 12
"""Other cases that are offered at once."""


async def choose_link(turn: DeskTurn, case: Case, _: str) -> Text:
    """Show the person's other cases here; those that are linked already bear a sign."""
    others = await siblings(turn.session, case)
    if not others:
        return msg("They have no other request here.")
    rows = [[_choice(case, other)] for other in others[:MOST]]
    await turn.out.redraw_card(case, [*rows, [back_button(case)]])
    return msg("Linked with which?")


async def link(turn: DeskTurn, case: Case, other_id: str) -> Text:
    """Link two cases, or undo that; both cards show it."""
    other = await sibling(turn.session, case, other_id)
    if other is None:
        return TOO_OLD
    linked = other.id in case.links
    for one, to in ((case, other), (other, case)):
        rest = [number for number in one.links if number != to.id]
        one.links = rest if linked else [*rest, to.id]
    await turn.out.redraw_card(case)
    if other.card:
        await turn.out.redraw_card(other)
    return msg("Not linked any more.") if linked else msg("Linked.")


async def unlink_all(session: AsyncSession, out: Outbox, case: Case) -> None:
    """A case that goes elsewhere is not on the cards of others any more."""
    for number in case.links:
        if other := await case_by_id(session, number):
            other.links = [one for one in other.links if one != case.id]
            if other.card:
                await out.redraw_card(other)
    case.links = []


async def siblings(session: AsyncSession, case: Case, *, open_only: bool = False) -> Sequence[Case]:
    """The other cases of the same person at the same centre, the newest first."""
    if case.person_id is None:
        return []
    others = select(Case).where(
        Case.person_id == case.person_id, Case.centre_id == case.centre_id, Case.id != case.id
    )
    if open_only:
        others = others.where(Case.status != Status.closed)
    return list((await session.scalars(others.order_by(Case.id.desc()))).unique())


async def sibling(session: AsyncSession, case: Case, number: str) -> Case | None:
    """One of them by its id, locked."""
    other = await case_by_id(session, int(number)) if number.isdecimal() else None
    if other is None or case.person_id is None or other.id == case.id:
        return None
    same = (other.person_id, other.centre_id) == (case.person_id, case.centre_id)
    return other if same else None


async def bound_to(session: AsyncSession, case: Case) -> Sequence[Case]:
    """What a case's card names: those it is linked with, and the one it was merged into."""
    ids = [*case.links, *([case.merged_into_id] if case.merged_into_id else [])]
    if not ids:
        return []
    named = select(Case).where(Case.id.in_(ids)).order_by(Case.id)
    return list((await session.scalars(named)).unique())


def case_name(case: Case) -> Text:
    """A case on a button."""
    sign = "✔️" if case.status == Status.closed else ""
    icon = verbatim_icon(f"{sign}{BY_KEY[case.need].icon}")
    return msg("{icon} {code}", icon=icon, code=case.code)


def _choice(case: Case, other: Case) -> Button:
    name = case_name(other)
    label = msg("🔗 {case}", case=name) if other.id in case.links else name
    return Button(label=label, data=f"link:{case.code}:{other.id}")
