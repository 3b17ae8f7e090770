"""Sending what the outbox holds: in order within a lane, at most once each.

A row is marked `sending` before the network is touched. Whoever finds it so later knows that
the attempt died half-way: whether it went is unknown, so it is told to the coordinators and
never repeated. What does no harm twice (a redrawn card, a mark) is simply done again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import (
    Acknowledge,
    AddressDead,
    Button,
    Card,
    CardEdit,
    Channel,
    DeliveryError,
    Edit,
    EndTopic,
    FateUnknown,
    Mark,
    MessageRefused,
    Moved,
    Operation,
    Place,
    Receipt,
    RetryLater,
    Say,
    TopicGone,
    Unsupported,
)
from bot.desk.card import card_buttons, card_text, topic_name
from bot.dialogue.forms import Forms
from bot.i18n.catalogs import as_language
from bot.i18n.text import Language, Text, msg
from bot.jobs import Postponed, Queue
from bot.storage.casebook import centre_of_person
from bot.storage.database import Database
from bot.storage.outbox import Outbox, operation_of
from bot.storage.people import cases_of, live_address
from bot.storage.sealed import vault
from bot.storage.tables import Case, Centre, OutboundRow, Person

log = structlog.get_logger()

NO_TOPIC = 0
"""The `topic` of a case in a group without topics: its card is answered by replying to it."""
NO_GROUP_SECONDS = 60.0
"""How often to look again for a centre's group that is not there (yet)."""
SENDING_SECONDS = 30.0
"""Longer than any request takes: an attempt this old has died with its process."""
LONGEST_WAIT_SECONDS = 300.0
_ONCE_ONLY = {"say", "card"}
_QUIET = {"acknowledge", "edit", "mark", "end_topic", "card_edit"}


@dataclass(frozen=True)
class _Errand:
    """A claimed row with what is needed to send it."""

    row: OutboundRow
    operation: Operation
    person: Person | None
    case: Case | None
    centre: Centre | None


class Deliveries:
    """Sends the outbound rows of a lane."""

    def __init__(  # noqa: PLR0913 - one place wires it
        self,
        database: Database,
        queue: Queue,
        channels: dict[str, Channel],
        forms: Forms,
        *,
        alone: bool = True,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._alone = alone
        self._database = database
        self._queue = queue
        self._channels = channels
        self._forms = forms
        self._clock = clock

    async def drain(self, lane: str) -> None:
        """Send every waiting row of a lane; raises Postponed when it must wait."""
        errand = await self._claim(lane)
        while errand is not None:
            errand = await self._attempt(errand, lane)

    async def _attempt(self, errand: _Errand, lane: str) -> _Errand | None:
        """Try to send one row, and take the next."""
        try:
            if errand.row.status == "pending":
                await self._prepare_topic(errand)
                return await self._claim(lane)
            receipt = await self._send(errand)
        except DeliveryError as error:
            await self._failed(errand, error)
        except Exception:
            # A mistake of ours. Whether it went is not known, and trying the same again
            # would only hold up the lane.
            log.exception("delivery_failed", op=errand.row.op)
            await self._give_up(errand, "unknown", "error")
        else:
            return await self._sent(errand, receipt, lane)
        return await self._claim(lane)

    async def _claim(self, lane: str) -> _Errand | None:
        """The next row of a lane, in a transaction of its own."""
        async with self._database.transaction() as session:
            return await self._claim_in(session, lane)

    async def _claim_in(self, session: AsyncSession, lane: str) -> _Errand | None:
        """Mark the oldest waiting row as being sent, or settle one that was left half-way.

        A row whose case has no topic yet comes back still pending: the topic comes first.
        """
        while True:
            row = await session.scalar(
                select(OutboundRow)
                .where(OutboundRow.lane == lane, OutboundRow.status.in_(["pending", "sending"]))
                .order_by(OutboundRow.id)
                .limit(1)
                .with_for_update()
            )
            if row is None:
                return None
            self._wait_for(row)
            if row.status == "sending" and row.op in _ONCE_ONLY:
                await self._tell(session, row, "unknown", "interrupted")
                continue
            person = await session.get(Person, row.person_id) if row.person_id else None
            case = await session.get(Case, row.case_id) if row.case_id else None
            group = await session.get(Centre, row.group_id) if row.group_id else None
            if case and case.centre is None and case.person:
                case.centre = await centre_of_person(session, case.person)
            centre = group or (case.centre if case else None)
            needs_topic = row.to_case and case and case.topic is None and row.op != "end_topic"
            if not needs_topic:
                row.status, row.claimed_at = "sending", self._clock()
                row.attempts += 1
            return _Errand(row, operation_of(row), person, case, centre)

    def _wait_for(self, row: OutboundRow) -> None:
        """Raise Postponed while the channel told us to wait, or another process may be at it."""
        now = self._clock()
        due = row.not_before or now
        if row.status == "sending" and row.claimed_at and not self._alone:
            due = max(due, row.claimed_at + timedelta(seconds=SENDING_SECONDS))
        if due > now:
            raise Postponed((due - now).total_seconds())

    async def _send(self, errand: _Errand) -> Receipt:
        row, operation = errand.row, errand.operation
        if errand.person:
            address = live_address(errand.person)
            if address is None:
                raise AddressDead("no live address")
            place = Place(chat=address.address)
            channel = self._channels[address.channel]
            return await channel.perform(
                _said(operation), place, as_language(errand.person.language)
            )
        channel = self._channels["telegram"]
        if row.place:
            return await channel.perform(
                _said(operation), Place(chat=row.place), as_language(row.language)
            )
        centre = errand.centre
        if centre is None or centre.group is None:
            raise RetryLater("no group", NO_GROUP_SECONDS)
        language = as_language(centre.language)
        if not row.to_case or errand.case is None:
            place = Place(chat=centre.group, thread=row.thread)
            return await channel.perform(_said(operation), place, language)
        return await self._send_to_case(channel, operation, errand.case, centre.group, language)

    async def _send_to_case(
        self, channel: Channel, operation: Operation, case: Case, group: str, language: Language
    ) -> Receipt:
        place = Place(chat=group, thread=case.topic or None)
        match operation:
            case Card():
                return await channel.perform(self._card(case), place, language)
            case CardEdit():
                if case.card is None:
                    return Receipt()
                card = self._card(case, choose=operation.choose)
                edit = Edit(message=case.card, text=card.text, buttons=card.buttons)
                return await channel.perform(edit, place, language)
            case Say() if not case.topic and operation.reply_to is None and case.card:
                reply = operation.model_copy(update={"reply_to": case.card})
                return await channel.perform(reply, place, language)
            case _:
                return await channel.perform(operation, place, language)

    async def _prepare_topic(self, errand: _Errand) -> None:
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
                card = (await channel.perform(self._card(case), place, language)).message
        except Unsupported:
            topic = NO_TOPIC
        except FateUnknown:
            # An empty topic more does no harm: what is written there is answered with a warning.
            raise RetryLater("no answer") from None
        async with self._database.transaction() as session:
            kept = await session.get_one(Case, case.id)
            kept.topic, kept.card = topic, card

    def _card(self, case: Case, *, choose: bool = False) -> Say:
        language = as_language(case.centre.language if case.centre else None)
        return Say(
            text=card_text(case, self._forms, language), buttons=card_buttons(case, choose=choose)
        )

    async def _sent(self, errand: _Errand, receipt: Receipt, lane: str) -> _Errand | None:
        """Write down that a row went, and take the next one in the same transaction."""
        wait: Postponed | None = None
        following: _Errand | None = None
        async with self._database.transaction() as session:
            await self._note_sent(session, errand, receipt)
            try:
                following = await self._claim_in(session, lane)
            except Postponed as postponed:
                wait = postponed  # not before what was sent is written down
        if wait:
            raise wait
        return following

    async def _note_sent(self, session: AsyncSession, errand: _Errand, receipt: Receipt) -> None:
        row = await session.get(OutboundRow, errand.row.id, with_for_update=True)
        if row is None:
            return  # erased while it was on its way
        row.status, row.reason, row.sent_at = "sent", None, self._clock()
        row.message = receipt.message
        _let_go(row)
        case = await session.get(Case, row.case_id) if row.case_id else None
        if row.op == "card" and case:
            case.card = receipt.message
        if row.relayed and case:
            out = Outbox(session)
            out.to_case(case, Mark(message=row.relayed, mark="sent"))
            await out.flush(self._queue)

    async def _failed(self, errand: _Errand, error: DeliveryError) -> None:
        row = errand.row
        log.warning("not_delivered", op=row.op, error=type(error).__name__, reason=str(error))
        match error:
            case RetryLater():
                await self._postpone(errand, str(error), error.after)
            case Moved():
                await self._move(errand, error.chat)
            case TopicGone() if errand.case and row.to_case and row.op != "end_topic":
                await self._lose_topic(errand)
            case AddressDead() if errand.person is None and not row.place:
                # The group is not reachable now: nothing of the centre's is ever given up.
                await self._postpone(errand, "group unreachable", NO_GROUP_SECONDS)
            case AddressDead():
                await self._give_up(errand, "dead", str(error))
            case FateUnknown() if row.op not in _ONCE_ONLY:
                await self._postpone(errand, "no answer", None)
            case FateUnknown():
                await self._give_up(errand, "unknown", str(error))
            case _:
                await self._give_up(errand, "refused", type(error).__name__)

    async def _postpone(self, errand: _Errand, reason: str, after: float | None) -> None:
        """It did not go: again after the time asked for, or a longer one each time."""
        wait = after if after is not None else min(2.0**errand.row.attempts, LONGEST_WAIT_SECONDS)
        async with self._database.transaction() as session:
            row = await session.get(OutboundRow, errand.row.id, with_for_update=True)
            if row is None:
                return
            row.status, row.reason = "pending", reason
            row.not_before = self._clock() + timedelta(seconds=wait)
        raise Postponed(wait)

    async def _lose_topic(self, errand: _Errand) -> None:
        """The topic was deleted: the row waits for another one."""
        assert errand.case is not None
        async with self._database.transaction() as session:
            row = await session.get_one(OutboundRow, errand.row.id, with_for_update=True)
            row.status, row.reason = "pending", "topic gone"
            (await session.get_one(Case, errand.case.id)).topic = None

    async def _move(self, errand: _Errand, chat: str) -> None:
        async with self._database.transaction() as session:
            if errand.centre:
                centre = await session.get_one(Centre, errand.centre.id)
                centre.group, centre.group_index = chat, vault().index("telegram", chat)
            row = await session.get_one(OutboundRow, errand.row.id)
            row.status = "pending"

    async def _give_up(self, errand: _Errand, status: str, reason: str) -> None:
        async with self._database.transaction() as session:
            row = await session.get(OutboundRow, errand.row.id, with_for_update=True)
            if row is not None:
                await self._tell(session, row, status, reason)

    async def _tell(
        self, session: AsyncSession, row: OutboundRow, status: str, reason: str
    ) -> None:
        """Settle a row that did not arrive, and say so where somebody can act on it."""
        row.status, row.reason = status, reason
        _let_go(row)
        out = Outbox(session)
        person = await session.get(Person, row.person_id) if row.person_id else None
        case = await session.get(Case, row.case_id) if row.case_id else None
        if status == "dead" and person:
            for address in person.addresses:
                address.dead_since = address.dead_since or self._clock()
        if case and row.op in {"mark", "end_topic"}:
            self._tell_otherwise(out, row, case)
        elif row.op not in _QUIET and row.cause_id is not None:
            # A notice about a notice would never end: those have no cause.
            if case:
                self._tell_desk(out, row, case, status)
            elif person and status == "unknown":
                doubt = msg("I am not sure that my last message reached you.")
                out.to_person(person, Say(text=[doubt], buttons=[[_again(row, _CONTINUE)]]))
            elif person:
                for one in await cases_of(session, person, open_only=True):
                    self._tell_desk(out, row, one, status)
        await out.flush(self._queue)

    def _tell_otherwise(self, out: Outbox, row: OutboundRow, case: Case) -> None:
        """Where the server or our rights do not let us do it, words must do."""
        match operation_of(row):
            case Mark(mark="sent", message=message):
                out.to_case(case, Say(text=[msg("✓ Sent")], reply_to=message))
            case EndTopic(delete=True):
                please = msg("🗑️ I may not delete this topic. Please delete it yourselves.")
                out.to_case(case, Say(text=[please]))
            case _:
                pass

    def _tell_desk(self, out: Outbox, row: OutboundRow, case: Case, status: str) -> None:
        buttons = [[_again(row, msg("🔁 Send it again"))]] if status == "unknown" else []
        trouble = Say(text=[_TROUBLE[status]], reply_to=row.relayed, buttons=buttons)
        out.to_case(case, trouble)


_CONTINUE = msg("▶️ Continue")
_TROUBLE: dict[str, Text] = {
    "dead": msg("❌ Not delivered: they blocked the chat or left. Try to call them."),
    "refused": msg("❌ Not delivered: the message was refused as it is. Write it another way."),
    "unknown": msg(
        "❓ It is not sure that one message arrived. "
        "If it did not, press the button: it may arrive twice."
    ),
}


def _let_go(row: OutboundRow) -> None:
    """Somebody we do not keep: what was said to them and where goes too."""
    if row.place:
        row.body = row.place = None


def _again(row: OutboundRow, label: Text) -> Button:
    return Button(label=label, data=f"again:{row.id}")


def _said(operation: Operation) -> Say | Edit | Acknowledge | Mark | EndTopic:
    """The operations that need no case; a card outside its case is a mistake of ours."""
    if isinstance(operation, Card | CardEdit):
        raise MessageRefused("a card belongs in its case")
    return operation
