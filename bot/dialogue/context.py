"""The one object a beneficiary's turn works on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Acknowledge, Button, Edit, Inbound, Say
from bot.dialogue.forms import Forms
from bot.dialogue.pace import Pace
from bot.dialogue.state import Dialogue
from bot.i18n.catalogs import as_language
from bot.i18n.text import Language, Text, msg, verbatim
from bot.storage.casebook import message_index
from bot.storage.mail import InboundRow
from bot.storage.outbox import Outbox
from bot.storage.tables import Person


@dataclass
class Turn:
    """A beneficiary's turn within its transaction.

    Everything said here is written to the outbox; nothing leaves before the commit.
    """

    session: AsyncSession
    row: InboundRow
    inbound: Inbound
    person: Person
    out: Outbox
    forms: Forms
    now: datetime
    pace: Pace = Pace.steady

    @property
    def dialogue(self) -> Dialogue:
        """The open form, as stored."""
        return Dialogue.model_validate(self.person.dialogue or {})

    @dialogue.setter
    def dialogue(self, state: Dialogue) -> None:
        self.person.dialogue = state.model_dump(mode="json", exclude_defaults=True)

    @property
    def language(self) -> Language:
        """The person's language; Arabic before they chose."""
        return as_language(self.person.language)

    @property
    def source(self) -> str | None:
        """The index of the message this turn is about, for edits to find."""
        if self.inbound.message is None:
            return None
        return message_index(self.inbound.channel, self.inbound.chat, self.inbound.message)

    def say(
        self,
        *text: Text,
        buttons: list[list[Button]] | None = None,
        ask_for: str | None = None,
    ) -> None:
        """Say something to the person; `ask_for` is `location`, `phone` or `remove`."""
        self.out.to_person(
            self.person,
            Say.model_validate({"text": list(text), "buttons": buttons or [], "keyboard": ask_for}),
        )

    def acknowledge(self, text: Text | None = None, *, keep: bool = False) -> None:
        """Answer the button press that this turn is, and show what was chosen.

        With a `text`, or where the buttons are to be kept for what comes next, they stay.
        """
        press = self.inbound.press
        if press is None:
            return
        self.out.to_person(self.person, Acknowledge(press=press.id, text=text))
        chosen = text is None and not keep and press.shown and press.label
        if chosen and self.inbound.message:
            self.out.to_person(
                self.person,
                Edit(
                    message=self.inbound.message,
                    text=[verbatim(press.shown), msg("✓ {choice}", choice=verbatim(press.label))],
                ),
            )
