"""What goes out: written in the transaction of its cause, with the job that will send it."""

from __future__ import annotations

from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.matching import DANGER
from bot.cases.pace import ALARM, AT_ONCE
from bot.cases.urgency import Urgency
from bot.channels.base import Acknowledge, Button, Card, CardEdit, Operation, Say
from bot.i18n.text import msg
from bot.jobs import Queue
from bot.storage.mail import OutboundRow
from bot.storage.tables import Case, Centre, Person

VEIL = Say(
    text=[msg("📩 You have a new message.")],
    buttons=[[Button(label=msg("👁️ Show"), data="show:all")]],
)
"""What a discreet person sees in the place of words that nobody else should read."""
_UNSEEN = msg("🔕 Discreet mode: they get it once they tap “Show”. ✓ will tell you.")
_OPERATION: TypeAdapter[Operation] = TypeAdapter(Operation)


def operation_of(row: OutboundRow) -> Operation:
    """The operation a row holds."""
    return _OPERATION.validate_python(row.body)


def _body_of(operation: Operation) -> dict[str, Any]:
    return operation.model_dump(mode="json", exclude_defaults=True) | {"op": operation.op}


class Outbox:
    """The outbound rows of one transaction, in order."""

    def __init__(
        self,
        session: AsyncSession,
        cause_id: int | None = None,
        *,
        answering: Person | None = None,
        staff_waits: bool = False,
    ) -> None:
        """Begin an empty one.

        Args:
            session: The transaction.
            cause_id: The inbound row that all of it comes from.
            answering: Who has just written or pressed, and so looks at the chat.
            staff_waits: A coordinator did so, and looks at their group.
        """
        self._session = session
        self._cause_id = cause_id
        self._answering = answering
        self._least = AT_ONCE if staff_waits else 0
        self._seq = 0
        self._lanes: dict[str, int] = {}

    def to_person(
        self,
        person: Person,
        operation: Operation,
        *,
        case: Case | None = None,
        relayed: str | None = None,
    ) -> None:
        """Something for a beneficiary.

        Args:
            person: Who gets it.
            operation: What to do.
            case: The case it belongs to, where trouble with it is to be told.
            relayed: The coordinator's message it passes on, to be marked once it went.

        Nothing is said to somebody who asked for no messages. Who is discreet and not looking is
        told that there is something, and it is held until they ask for it.
        """
        says = isinstance(operation, Say)
        if person.stopped_at and says:
            return
        lane = f"person:{person.id}"
        held = says and person.discreet and person is not self._answering
        status = "held" if held else "pending"
        self._add(lane, operation, person_id=person.id, case=case, relayed=relayed, status=status)
        if held:
            self._add(lane, VEIL, person_id=person.id)
        if held and case and relayed:
            self.to_case(case, Say(text=[_UNSEEN], reply_to=relayed))

    def to_case(self, case: Case, operation: Operation, *, source: str | None = None) -> None:
        """Something for a case's topic; `source` is the index of the message it passes on."""
        urgency = self._urgency(case, operation)
        self._add(
            self.lane_of(case), operation, case=case, to_case=True, source=source, urgency=urgency
        )

    @staticmethod
    def lane_of(case: Case) -> str:
        """The lane of what goes to a case's topic."""
        return f"case:{case.id}"

    async def redraw_card(self, case: Case, buttons: list[list[Button]] | None = None) -> None:
        """Redraw a case's card; one redraw that still waits is enough for any number.

        With `buttons` it shows those, until it is drawn again.
        """
        # Held until we commit, so that it is drawn after what changed; one that is just being
        # sent may be drawn without.
        waiting = await self._session.scalar(
            select(OutboundRow)
            .where(
                OutboundRow.case_id == case.id,
                OutboundRow.op.in_([CardEdit().op, Card().op]),
                OutboundRow.status == "pending",
            )
            .order_by(OutboundRow.id.desc())
            .limit(1)
            .with_for_update(skip_locked=True)
            .execution_options(populate_existing=True)
        )
        edit = CardEdit(buttons=buttons)
        if waiting is None or buttons is not None:
            self.to_case(case, edit)
            return
        if waiting.op == edit.op:
            waiting.body = _body_of(edit)
        urgency = self._urgency(case, edit)
        if urgency > waiting.urgency:
            waiting.urgency, waiting.not_before = urgency, None  # its turn comes sooner
            self._wake(waiting.lane, urgency)

    def to_group(
        self,
        centre: Centre,
        operation: Operation,
        thread: int | None = None,
        *,
        alarm: bool = False,
        case: Case | None = None,
    ) -> None:
        """Something for a centre's group itself, such as the refusal of a button press.

        The `case` is one that is offered there. Neither an `alarm` nor the answer to a press
        stands behind what waits for its turn.
        """
        lane = "press" if isinstance(operation, Acknowledge) else "alarm" if alarm else "group"
        urgency = ALARM if alarm else max(self._least, int(Urgency.soon))
        self._add(
            f"{lane}:{centre.id}",
            operation,
            case=case,
            group_id=centre.id,
            thread=thread,
            urgency=urgency,
        )

    def to_place(
        self,
        cause_id: int,
        place: str,
        language: str,
        operation: Operation,
        channel: str | None = None,
    ) -> None:
        """Something for an address of a channel that belongs to nobody we keep."""
        self._add(f"place:{cause_id}", operation, place=place, language=language, channel=channel)

    def again(self, row: OutboundRow) -> None:
        """Send once more what may not have arrived, because somebody decided so."""
        row.status = "pending"
        row.urgency = max(row.urgency, self._least)
        self._wake(row.lane, row.urgency)

    def _urgency(self, case: Case, operation: Operation) -> int:
        """How urgent something about a case is in its group (`bot.cases.pace`)."""
        if case.need == DANGER and case.urgency == Urgency.now:
            return ALARM if isinstance(operation, Card) else AT_ONCE
        return max(self._least, case.urgency)

    def _add(
        self,
        lane: str,
        operation: Operation,
        *,
        case: Case | None = None,
        urgency: int | None = None,
        **columns: object,
    ) -> None:
        if urgency is None:
            urgency = case.urgency if case else int(Urgency.soon)
        row = OutboundRow(
            cause_id=self._cause_id,
            seq=self._seq if self._cause_id is not None else None,
            lane=lane,
            op=operation.op,
            urgency=urgency,
            body=_body_of(operation),
            case_id=case.id if case else None,
            **columns,
        )
        self._session.add(row)
        self._seq += 1
        self._wake(lane, urgency)

    def _wake(self, lane: str, urgency: int) -> None:
        self._lanes[lane] = max(self._lanes.get(lane, 0), urgency)

    async def flush(self, queue: Queue) -> None:
        """Write the rows and wake their lanes, the most urgent first."""
        await self._session.flush()
        for lane, priority in sorted(self._lanes.items(), key=lambda item: -item[1]):
            await queue.wake_deliveries(self._session, lane, priority)


def plain(*text: object) -> Say:
    """A message of nothing but paragraphs."""
    return Say(text=list(text))  # type: ignore[arg-type]
