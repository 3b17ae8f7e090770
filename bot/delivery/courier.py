"""Where an operation goes, and performing it there: people, topics, groups."""

from __future__ import annotations

from bot.channels.base import (
    Acknowledge,
    AddressDead,
    Button,
    Card,
    CardEdit,
    Channel,
    Clean,
    Edit,
    EndTopic,
    FateUnknown,
    Mark,
    MessageGone,
    MessageRefused,
    Operation,
    Place,
    Receipt,
    ReopenTopic,
    RetryLater,
    Say,
    TopicGone,
    Unsupported,
)
from bot.channels.chart import Chart
from bot.delivery.errand import Errand
from bot.desk.bonds import bound_to
from bot.desk.card import card_buttons, card_text, topic_name
from bot.dialogue.forms import Forms
from bot.i18n.catalogs import as_language
from bot.i18n.text import Language
from bot.storage.casebook import case_by_id
from bot.storage.database import Database
from bot.storage.people import live_address
from bot.storage.projects import project_of
from bot.storage.reports import delivery_key
from bot.storage.tables import Case

NO_TOPIC = 0
"""The `topic` of a case in a group without topics: its card is answered by replying to it."""
NO_GROUP_SECONDS = 60.0
"""How often to look again for a centre's group that is not there (yet)."""


class Courier:
    """Takes an errand to its place; raises a DeliveryError when it does not get there."""

    def __init__(self, database: Database, channels: dict[str, Channel], forms: Forms) -> None:
        self._database = database
        self._channels = channels
        self._forms = forms

    async def take(self, errand: Errand) -> Receipt:
        """Perform an errand's operation where it belongs."""
        row, operation = errand.row, errand.operation
        if errand.person:
            address = live_address(errand.person)
            if address is None:
                raise AddressDead("no live address")
            discreet = errand.person.discreet
            place = Place(
                chat=address.address, discreet=discreet, aloud=not discreet,
                key=delivery_key(row), via=address.via,
            )  # fmt: skip
            channel = self._channel(address.channel)
            return await channel.perform(
                _said(operation), place, as_language(errand.person.language)
            )
        if row.place:
            place = Place(chat=row.place, key=delivery_key(row))
            channel = self._channel(row.channel or "telegram")
            return await channel.perform(_said(operation), place, as_language(row.language))
        channel = self._channels["telegram"]
        centre = errand.centre
        if centre is None or centre.group is None:
            raise RetryLater("no group", NO_GROUP_SECONDS)
        language = as_language(centre.language)
        if not row.to_case or errand.case is None:
            place = Place(chat=centre.group, thread=row.thread)
            return await channel.perform(_said(operation), place, language)
        return await self._send_to_case(channel, operation, errand.case, centre.group, language)

    async def _send_to_case(  # noqa: PLR0911 - one for each operation
        self, channel: Channel, operation: Operation, case: Case, group: str, language: Language
    ) -> Receipt:
        place = Place(chat=group, thread=case.topic or None)
        match operation:
            case Card():
                return await channel.perform(await self._card(case), place, language)
            case CardEdit():
                if case.card is None:
                    return Receipt()
                card = await self._card(case, operation.buttons)
                edit = Edit(message=case.card, text=card.text, buttons=card.buttons)
                try:
                    return await channel.perform(edit, place, language)
                except (MessageGone, Unsupported):
                    return await channel.perform(card, place, language)
            case EndTopic():
                try:
                    return await channel.perform(operation, place, language)
                except TopicGone:
                    return Receipt()  # somebody ended it before us
            case Say() if not case.topic and operation.reply_to is None and case.card:
                reply = operation.model_copy(update={"reply_to": case.card})
                return await channel.perform(reply, place, language)
            case _:
                return await channel.perform(operation, place, language)

    async def prepare_topic(self, errand: Errand) -> None:
        """Give a case its topic, or settle that the group has none.

        Before the row is marked as being sent: a process that dies here has sent nothing. A
        topic that replaces a deleted one starts with the card, so that whoever opens it
        knows what it is about.
        """
        case, centre = errand.case, errand.centre
        if case is None or centre is None or centre.group is None:
            raise RetryLater("no group", NO_GROUP_SECONDS)
        channel, language = self._channels["telegram"], as_language(centre.language)
        card = case.card
        try:
            topic = await channel.open_topic(Place(chat=centre.group), topic_name(case, language))
            if card:
                place = Place(chat=centre.group, thread=topic)
                drawn = await self._card(case)
                card = (await channel.perform(drawn, place, language)).message
        except Unsupported:
            topic = NO_TOPIC
        except FateUnknown:
            # An empty topic more does no harm: what is written there is answered with a warning.
            raise RetryLater("no answer") from None
        async with self._database.transaction() as session:
            kept = await case_by_id(session, case.id)
            if kept and kept.centre_id == case.centre_id:  # it may just have gone elsewhere
                kept.topic, kept.card = topic, card

    def _channel(self, name: str) -> Channel:
        if name not in self._channels:  # somebody took its settings away
            raise AddressDead(f"no {name}")
        return self._channels[name]

    async def _card(self, case: Case, buttons: list[list[Button]] | None = None) -> Say:
        language = as_language(case.centre.language if case.centre else None)
        drawn = card_buttons(case) if buttons is None else buttons
        project = None
        async with self._database.reading() as session:
            if case.person:
                project = await project_of(session, case.person)
            bound = await bound_to(session, case)
        text = card_text(case, self._forms, language, project, bound)
        return Say(text=text, buttons=drawn)


def _said(
    operation: Operation,
) -> Say | Chart | Edit | Acknowledge | Mark | EndTopic | ReopenTopic | Clean:
    """The operations that need no case; a card outside its case is a mistake of ours."""
    if isinstance(operation, Card | CardEdit):
        raise MessageRefused("a card belongs in its case")
    return operation
