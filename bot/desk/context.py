"""The one object a turn in a centre's group works on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Acknowledge, Button, Edit, Inbound, Say
from bot.i18n.text import Text, msg, verbatim
from bot.storage.mail import InboundRow
from bot.storage.outbox import Outbox
from bot.storage.tables import Case, Centre, Coordinator


@dataclass
class DeskTurn:
    """A turn in a centre's group, within its transaction; `staff` may do what they ask."""

    session: AsyncSession
    row: InboundRow
    inbound: Inbound
    out: Outbox
    centre: Centre
    staff: Coordinator
    now: datetime

    def answer_press(self, text: Text | None = None, *, stop: bool = False) -> None:
        """Tell the one who pressed a button; `stop` when it did not do what they wanted."""
        press = self.inbound.press
        if press:
            self.out.to_group(self.centre, Acknowledge(press=press.id, text=text, stop=stop))

    def replace_pressed(self, *text: Text, buttons: list[list[Button]] | None = None) -> None:
        """Give the message that a button was pressed on other words and buttons.

        Without a `text` its words stay.
        """
        press, message = self.inbound.press, self.inbound.message
        if press and message:
            words = list(text) or [verbatim(press.shown)]
            edit = Edit(message=message, text=words, buttons=buttons or [], caption=press.caption)
            self.out.to_group(self.centre, edit)

    async def offer(self, case: Case, buttons: list[list[Button]]) -> None:
        """Show other buttons for a while where one was pressed: under the card, or a message."""
        if self.inbound.message == case.card:
            await self.out.redraw_card(case, buttons)
        else:
            self.replace_pressed(buttons=buttons)

    def answer(self, case: Case, text: Text) -> None:
        """Answer in the case's topic to the message of this turn."""
        self.out.to_case(case, Say(text=[text], reply_to=self.inbound.message))


TOO_OLD = msg("This button is too old.")
NOT_OURS = msg("This request is not one of this centre's.")
Action = Callable[[DeskTurn, Case, str], Awaitable[Text | None]]
"""What a button under a card does: the turn, the case, and what follows the code in its data.

Returns a word for the one who pressed. Raises NotAllowed where the case's state forbids it.
"""
