"""The discreet mode: words stay covered until the person asks for them, and can be covered again.

A bot cannot hide what a notification shows, so what comes unasked is held back and a line that
says nothing stands for it (`bot.storage.outbox.VEIL`).
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select

from bot.channels.base import Button, Clean, Say
from bot.dialogue.context import Turn
from bot.dialogue.menu import SHOW_MENU
from bot.i18n.text import msg
from bot.storage.mail import OutboundRow
from bot.storage.outbox import VEIL, operation_of

_SHOW = Button(label=msg("👁️ Show"), data="show:all")


async def show(turn: Turn, _: str) -> bool:
    """Send what is held, oldest first; True also where nothing is."""
    rows = await release(turn)
    turn.acknowledge(None if rows else msg("There is nothing new."))
    if rows:
        hide = Button(label=msg("🙈 Hide"), data=f"hide:{rows[0].id}-{rows[-1].id}")
        turn.say(msg("That is all."), buttons=[[hide], [SHOW_MENU]])
    return True


async def release(turn: Turn) -> Sequence[OutboundRow]:
    """Let go what is held, and take away the lines that stood for it."""
    mine = select(OutboundRow).where(OutboundRow.person_id == turn.person.id)
    held = await turn.session.scalars(
        mine.where(OutboundRow.status == "held").order_by(OutboundRow.id).with_for_update()
    )
    rows = list(held)
    if not rows:
        return rows
    after = await turn.session.scalars(
        mine.where(OutboundRow.id > rows[0].id, OutboundRow.status == "sent")
    )
    lines = [row.message for row in after if row.message and operation_of(row) == VEIL]
    pressed = turn.inbound.message
    if others := [line for line in lines if line != pressed]:
        turn.out.to_person(turn.person, Clean(messages=others))
    for row in rows:
        turn.out.again(row)
    return rows


async def hide(turn: Turn, which: str) -> bool:
    """Take what was shown off the screen, as far as the channel lets us; it can be shown again."""
    first, _, last = which.partition("-")
    if not (first.isdigit() and last.isdigit()):
        return False
    shown = await turn.session.scalars(
        select(OutboundRow).where(
            OutboundRow.person_id == turn.person.id,
            OutboundRow.id.between(int(first), int(last)),
            OutboundRow.status == "sent",
            OutboundRow.op == Say().op,
            OutboundRow.message.is_not(None),
        )
    )
    rows = [row for row in shown if operation_of(row) != VEIL]
    if not rows:
        return False
    turn.acknowledge()
    turn.out.to_person(turn.person, Clean(messages=[row.message for row in rows if row.message]))
    for row in rows:
        row.status = "held"
    turn.say(msg("🙈 Covered again."), buttons=[[_SHOW], [SHOW_MENU]])
    return True
