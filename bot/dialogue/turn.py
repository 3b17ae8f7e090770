"""One job, one lane: its inbound rows, handled in order, each exactly once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Inbound
from bot.desk.turn import desk_turn, tell_failure
from bot.dialogue.assistant import Assistant, Heard, Reply
from bot.dialogue.context import Turn
from bot.dialogue.numbered import as_press
from bot.dialogue.pace import WINDOW, Pace, is_paced, pace_of
from bot.dialogue.requests import hand_over
from bot.dialogue.speaker import dialogue_for, heard_by_assistant, speak
from bot.jobs import Queue
from bot.settings import PACE
from bot.storage.database import Database
from bot.storage.inbox import came_before, count_attempt, next_waiting
from bot.storage.mail import InboundRow
from bot.storage.outbox import Outbox
from bot.storage.people import meet, person_at
from bot.storage.tables import Person

log = structlog.get_logger()

MOST_ATTEMPTS = 5
"""After so many failures a message is handed to people as it is, so that it blocks nobody."""


class Turns:
    """Handles the inbound rows of a lane."""

    def __init__(
        self,
        database: Database,
        queue: Queue,
        assistant: Assistant,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        *,
        pace: int = PACE,
    ) -> None:
        self._database = database
        self._queue = queue
        self._assistant = assistant
        self._clock = clock
        self._pace = pace

    async def drain(self, lane: str) -> None:
        """Handle every waiting row of a lane; raises whatever should be tried again."""
        more = True
        while more:
            async with self._database.reading() as session:
                row, more = await next_waiting(session, lane)
                if row is None:
                    return
                inbound = Inbound.model_validate(row.body)
                person, pace = None, Pace.steady
                if not inbound.group:
                    person = await person_at(session, inbound.channel, inbound.chat)
                    pace = await self._pace_of(session, person, row, inbound)
                    inbound = await as_press(session, person, inbound)
            try:
                await self._handle(row, inbound, person, pace)
            except (DBAPIError, OSError):
                raise
            except Exception:
                log.exception("turn_failed", inbound_id=row.id)
                if await count_attempt(self._database, row.id) < MOST_ATTEMPTS:
                    raise
                await self._rescue(row)

    async def _pace_of(
        self, session: AsyncSession, person: Person | None, row: InboundRow, inbound: Inbound
    ) -> Pace:
        """The pace of a message; what came before it in its lane is handled, and stays as it is."""
        if person is None or not is_paced(inbound):
            return Pace.steady
        before = await came_before(session, person, row, WINDOW, self._pace)
        paced = [said.at or came for came, said in before if is_paced(said)]
        return pace_of([inbound.at or row.received_at, *paced], self._pace)

    async def _handle(
        self, row: InboundRow, inbound: Inbound, person: Person | None, pace: Pace
    ) -> None:
        if inbound.group:
            async with self._database.transaction() as session:
                kept = await self._claim(session, row)
                if kept:
                    out = Outbox(session, kept.id, staff_waits=inbound.sender is not None)
                    await desk_turn(session, out, kept, inbound, self._clock())
                    await out.flush(self._queue)
            return
        while not await self._beneficiary(row, inbound, person, pace):
            log.info("turn_decided_again", inbound_id=row.id)
            async with self._database.reading() as session:
                person = await person_at(session, inbound.channel, inbound.chat)

    async def _beneficiary(
        self, row: InboundRow, inbound: Inbound, person: Person | None, pace: Pace
    ) -> bool:
        """One try at a beneficiary's turn; False if the conversation changed meanwhile.

        Rasa is asked between two transactions: no network call happens inside one. What comes
        too fast to be answered it is not asked about.
        """
        heard = _heard(person, inbound, pace)
        reply: Reply | None = None
        if person and heard:
            reply = await self._assistant.reply(dialogue_for(person, heard), heard)
        async with self._database.transaction() as session:
            kept = await self._claim(session, row)
            if kept is None:
                return True
            locked = await meet(session, inbound.channel, inbound.chat)
            if _changed(person, locked, heard, _heard(locked, inbound, pace)):
                await session.rollback()
                return False
            turn = self._turn(session, kept, inbound, locked)
            turn.pace = pace
            await speak(turn, heard, reply)
            await turn.out.flush(self._queue)
        return True

    def _turn(
        self, session: AsyncSession, row: InboundRow, inbound: Inbound, person: Person
    ) -> Turn:
        row.person_id = person.id
        if inbound.event != "blocked":
            for address in person.addresses:
                address.dead_since = None
                if inbound.via and address.channel == inbound.channel:
                    address.via = inbound.via
        out = Outbox(session, row.id, answering=person)
        return Turn(session, row, inbound, person, out, self._assistant.forms, self._clock())

    async def _rescue(self, row: InboundRow) -> None:
        """Hand a message that cannot be handled to people, as it is."""
        inbound = Inbound.model_validate(row.body)
        async with self._database.transaction() as session:
            kept = await self._claim(session, row)
            if kept is None:
                return
            out = Outbox(session, kept.id)
            if inbound.group:
                await tell_failure(session, out, inbound)
            else:
                person = await meet(session, inbound.channel, inbound.chat)
                turn = self._turn(session, kept, inbound, person)
                out = turn.out
                need = turn.dialogue.need or "other"  # a complaint stays one
                turn.dialogue = type(turn.dialogue)()
                await hand_over(turn, need, words=inbound.text)
            await out.flush(self._queue)

    async def _claim(self, session: AsyncSession, row: InboundRow) -> InboundRow | None:
        """Mark the row as handled, and hold it; None if it was handled or erased meanwhile."""
        claim = (
            update(InboundRow)
            .where(InboundRow.id == row.id, InboundRow.handled_at.is_(None))
            .values(handled_at=self._clock())
            .returning(InboundRow)
        )
        return (await session.scalars(claim)).first()


def _heard(person: Person | None, inbound: Inbound, pace: Pace) -> Heard | None:
    return heard_by_assistant(person, inbound) if pace is Pace.steady else None


def _changed(before: Person | None, now: Person, asked: Heard | None, heard: Heard | None) -> bool:
    """Whether what the assistant was asked about is not how things are any more."""
    return asked != heard or (
        before is not None and asked is not None and before.dialogue != now.dialogue
    )
