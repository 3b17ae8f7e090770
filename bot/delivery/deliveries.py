"""The lanes of the outbox: claimed, sent, written down, and tried again."""

from __future__ import annotations

from datetime import timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import (
    AddressDead,
    DeliveryError,
    FateUnknown,
    Mark,
    Moved,
    Receipt,
    RetryLater,
    TopicGone,
)
from bot.delivery.courier import NO_GROUP_SECONDS, Courier
from bot.delivery.errand import ONCE_ONLY, Errand
from bot.delivery.slots import IN_TURN, PACED, Slots, goes_to_group, lifted
from bot.delivery.trouble import let_go, settle
from bot.desk.groups import move_group
from bot.desk.history import history
from bot.jobs import Postponed, Queue
from bot.storage.casebook import case_by_id, route_of
from bot.storage.database import Database
from bot.storage.lanes import put_behind, waiting_for
from bot.storage.mail import WAITING, OutboundRow
from bot.storage.outbox import Outbox, operation_of
from bot.storage.tables import Case, Centre, Person

log = structlog.get_logger()

SENDING_SECONDS = 30.0
"""Longer than any request takes: an attempt this old has died with its process."""
LONGEST_WAIT_SECONDS = 300.0


class Deliveries:
    """Sends the outbound rows of a lane.

    Args:
        database: Where the outbox is.
        queue: Wakes the lanes of what is told about trouble.
        courier: Takes each operation to its place.
        slots: Gives what goes to a group its turn, and the time.
        alone: No other process can be sending from this outbox.
    """

    def __init__(
        self,
        database: Database,
        queue: Queue,
        courier: Courier,
        slots: Slots,
        *,
        alone: bool = True,
    ) -> None:
        self._database = database
        self._queue = queue
        self._courier = courier
        self._slots = slots
        self._alone = alone
        self._clock = slots.clock

    async def drain(self, lane: str) -> None:
        """Send every waiting row of a lane; raises Postponed when it must wait."""
        errand = await self._claim(lane)
        while errand is not None:
            errand = await self._attempt(errand, lane)

    async def _attempt(self, errand: Errand, lane: str) -> Errand | None:
        """Try to send one row, and take the next."""
        receipt: Receipt | None = None
        try:
            if errand.row.status == "pending":
                await self._courier.prepare_topic(errand)
            else:
                receipt = await self._courier.take(errand)
        except DeliveryError as error:
            await self._failed(errand, error)
        except Exception:
            # A mistake of ours. Whether it went is not known, and trying the same again
            # would only hold up the lane.
            log.exception("delivery_failed", op=errand.row.op)
            await self._give_up(errand, "unknown", "error")
        else:
            if receipt:
                return await self._sent(errand, receipt, lane)
            # The turn was for the topic with its card; a topic that stands in for another was
            # opened with a card of its own.
            stands_in = errand.case and errand.case.card
            return await self._claim(lane, None if stands_in else errand.row.id)
        return await self._claim(lane)

    async def _claim(self, lane: str, has_turn: int | None = None) -> Errand | None:
        """The next row of a lane, in a transaction of its own; `has_turn` is in its turn already.

        Raises Postponed when it must wait: not before what was found is written down.
        """
        async with self._database.transaction() as session:
            found = await self._claim_in(session, lane, has_turn)
        return _or_wait(found)

    async def _claim_in(
        self, session: AsyncSession, lane: str, has_turn: int | None = None
    ) -> Errand | Postponed | None:
        """Mark the oldest waiting row as being sent, or settle one that was left half-way.

        A row whose case has no topic yet comes back still pending: the topic comes first.
        """
        while True:
            row = await session.scalar(
                select(OutboundRow)
                .where(OutboundRow.lane == lane, WAITING)
                .order_by(OutboundRow.id)
                .limit(1)
                .with_for_update()
            )
            if row is None:
                return None
            wait = self._wait_for(row)
            if wait and not (row.reason == PACED and await lifted(session, row)):
                return wait
            if row.status == "sending" and row.op in ONCE_ONLY:
                await self._settle(session, row, "unknown", "interrupted")
                continue
            person = await session.get(Person, row.person_id) if row.person_id else None
            case = await session.get(Case, row.case_id) if row.case_id else None
            group = await session.get(Centre, row.group_id) if row.group_id else None
            if case and case.centre is None and case.person:
                way = await route_of(session, case.person, case.need)
                case.centre, case.routed_by = way.centre, way.by
            centre = group or (case.centre if case else None)
            needs_topic = row.to_case and case and case.topic is None and row.op != "end_topic"
            if centre and goes_to_group(row, centre):
                turn = row.id != has_turn and await self._slots.turn(session, row, centre)
                if turn:
                    row.status, row.reason, row.not_before = "pending", PACED, turn
                    return Postponed((turn - self._clock()).total_seconds())
                row.reason, row.not_before = IN_TURN if needs_topic else None, None
            if not needs_topic:
                row.status, row.claimed_at = "sending", self._clock()
                row.attempts += 1
            return Errand(row, operation_of(row), person, case, centre)

    def _wait_for(self, row: OutboundRow) -> Postponed | None:
        """The wait that we were told, or while another process may still be at it."""
        now = self._clock()
        due = row.not_before or now
        if row.status == "sending" and row.claimed_at and not self._alone:
            due = max(due, row.claimed_at + timedelta(seconds=SENDING_SECONDS))
        return Postponed((due - now).total_seconds()) if due > now else None

    async def _sent(self, errand: Errand, receipt: Receipt, lane: str) -> Errand | None:
        """Write down that a row went, and take the next one in the same transaction."""
        async with self._database.transaction() as session:
            await self._note_sent(session, errand, receipt)
            found = await self._claim_in(session, lane)
        return _or_wait(found)

    async def _note_sent(self, session: AsyncSession, errand: Errand, receipt: Receipt) -> None:
        # Before the row, as those do who work on a case: nobody waits in a circle.
        case = await self._case_of(session, errand)
        row = await session.get(OutboundRow, errand.row.id, with_for_update=True)
        if row is None:
            return  # erased while it was on its way
        row.status, row.reason, row.sent_at = "sent", None, self._clock()
        # The numbers of a group that it left meanwhile mean nothing where it is now.
        here = errand.case is None or case is None or case.centre_id == errand.case.centre_id
        row.message = receipt.message if here or not row.to_case else None
        let_go(row)
        if receipt.voice:
            session.add(_voice_of(row, receipt.voice))
        if row.op in {"card", "card_edit"} and case and receipt.message and here:
            case.card = receipt.message
        if row.relayed and case:
            out = Outbox(session, staff_waits=True)
            out.to_case(case, Mark(message=row.relayed, mark="sent"))
            await out.flush(self._queue)

    async def _case_of(self, session: AsyncSession, errand: Errand) -> Case | None:
        """The case of a row that went; locked where something of it changes by that."""
        row = errand.row
        if row.case_id is None:
            return None
        if row.relayed or row.op in {"card", "card_edit"}:
            return await case_by_id(session, row.case_id)
        return await session.get(Case, row.case_id)

    async def _failed(self, errand: Errand, error: DeliveryError) -> None:
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
            case FateUnknown() if row.op not in ONCE_ONLY:
                await self._postpone(errand, "no answer", None)
            case FateUnknown():
                await self._give_up(errand, "unknown", str(error))
            case _:
                await self._give_up(errand, "refused", type(error).__name__)

    async def _postpone(self, errand: Errand, reason: str, after: float | None) -> None:
        """It did not go: again after the time asked for, or a longer one each time."""
        wait = after if after is not None else min(2.0**errand.row.attempts, LONGEST_WAIT_SECONDS)
        async with self._database.transaction() as session:
            row = await session.get(OutboundRow, errand.row.id, with_for_update=True)
            if row is None:
                return
            row.status, row.reason = "pending", reason
            row.not_before = self._clock() + timedelta(seconds=wait)
        raise Postponed(wait)

    async def _lose_topic(self, errand: Errand) -> None:
        """The topic was deleted: the row waits for another one, behind what was said before."""
        assert errand.case is not None
        async with self._database.transaction() as session:
            case = await case_by_id(session, errand.case.id)
            row = await session.get(OutboundRow, errand.row.id, with_for_update=True)
            if row is None or case is None:
                return
            row.status, row.reason = "pending", "topic gone"
            if (case.centre_id, case.topic) != (errand.case.centre_id, errand.case.topic):
                return  # it went elsewhere meanwhile
            case.topic = None
            waiting, out = await waiting_for(session, case), Outbox(session)
            for say in await history(session, case):
                out.to_case(case, say)
            await put_behind(session, waiting)

    async def _move(self, errand: Errand, chat: str) -> None:
        async with self._database.transaction() as session:
            row = await session.get_one(OutboundRow, errand.row.id, with_for_update=True)
            row.status = "pending"
            if errand.centre:
                centre = await session.get_one(Centre, errand.centre.id, with_for_update=True)
                out = Outbox(session)
                await move_group(session, out, centre, chat)
                await out.flush(self._queue)

    async def _give_up(self, errand: Errand, status: str, reason: str) -> None:
        async with self._database.transaction() as session:
            row = await session.get(OutboundRow, errand.row.id, with_for_update=True)
            if row is not None:
                await self._settle(session, row, status, reason)

    async def _settle(
        self, session: AsyncSession, row: OutboundRow, status: str, reason: str
    ) -> None:
        row.reason = reason
        out = Outbox(session, staff_waits=row.relayed is not None)
        await settle(session, out, row, status, self._clock())
        await out.flush(self._queue)


def _or_wait(found: Errand | Postponed | None) -> Errand | None:
    if isinstance(found, Postponed):
        raise found
    return found


def _voice_of(row: OutboundRow, message: str) -> OutboundRow:
    """What a recording leaves behind: it stands in the chat, and must be found to be deleted."""
    return OutboundRow(
        lane=row.lane, person_id=row.person_id, op=row.op, status="sent",
        message=message, sent_at=row.sent_at,
    )  # fmt: skip
