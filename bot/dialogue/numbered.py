"""An SMS that is only a number chooses what stood beside that number."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Button, Inbound, Press, Say
from bot.channels.sms.choices import number_in, numbered
from bot.i18n.catalogs import as_language, render
from bot.storage.mail import OutboundRow
from bot.storage.outbox import operation_of
from bot.storage.tables import Person

_LOOKED_AT = 10
"""How many messages back a choice may have been offered."""


async def as_press(session: AsyncSession, person: Person | None, inbound: Inbound) -> Inbound:
    """An SMS as the press of a button, where it is the number of one; else as it is."""
    number = number_in(inbound.text) if inbound.channel == "sms" else None
    if person is None or number is None:
        return inbound
    button = (await _offered(session, person)).get(number)
    if button is None:
        return inbound
    label = render(button.label, as_language(person.language))
    press = Press(id=inbound.external_id, data=button.data, label=label)
    # Nothing can be changed where it stood: it has no message.
    return inbound.model_copy(update={"press": press, "text": None, "message": None})


async def _offered(session: AsyncSession, person: Person) -> dict[int, Button]:
    """What the newest message with choices offered."""
    went = (
        select(OutboundRow)
        .where(OutboundRow.person_id == person.id, OutboundRow.op == Say().op)
        .where(OutboundRow.status == "sent", OutboundRow.body.is_not(None))
        .order_by(OutboundRow.id.desc())
        .limit(_LOOKED_AT)
    )
    for row in await session.scalars(went):
        said = operation_of(row)
        if isinstance(said, Say) and said.buttons:
            return numbered(said.buttons)
    return {}
