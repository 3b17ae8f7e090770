"""A coordinator changes what was passed on: it changes at the person's, too."""

from __future__ import annotations

from sqlalchemy import or_, select

from bot.channels.base import Edit, Inbound, Say
from bot.desk.context import DeskTurn
from bot.desk.passing import LONGEST_CAPTION, LONGEST_TEXT, length, passed_on
from bot.i18n.text import verbatim
from bot.storage.mail import InboundRow, OutboundRow
from bot.storage.outbox import operation_of
from bot.storage.tables import Case, Person

_WAITS = {"pending", "held"}
_NEVER_CAME = {"refused", "dead"}


async def change_passed_on(turn: DeskTurn, case: Case) -> bool:
    """Change at the person's what a coordinator changed; False where it never reached them.

    What waits to go is changed before it goes. Where the copy cannot be edited, the new words
    follow as a message (`follow_up`).
    """
    inbound, person = turn.inbound, case.person
    assert person is not None
    row = await _passed_on_as(turn, case, inbound)
    said = operation_of(row) if row else None
    if row is None or not isinstance(said, Say) or row.status in _NEVER_CAME:
        return False
    room = LONGEST_CAPTION if said.media else LONGEST_TEXT
    whole = bool(said.text or said.media) and length(inbound.text or "") < room
    words = [verbatim(inbound.text or "")]
    if whole and row.status in _WAITS:
        changed = said.model_copy(update={"text": words})
        row.body = changed.model_dump(mode="json", exclude_defaults=True) | {"op": changed.op}
    elif whole and row.message:
        edit = Edit(message=row.message, text=words, caption=said.media is not None)
        turn.out.to_person(person, edit, case=case, relayed=inbound.message)
    else:
        _follow(turn, case, person)
    return True


async def was_passed_on(turn: DeskTurn, case: Case) -> bool:
    """Whether a coordinator's message went to the person, or may have."""
    row = await _passed_on_as(turn, case, turn.inbound)
    return row is not None and row.status not in _NEVER_CAME


def follow_up(edit: Edit) -> Say:
    """What is said where a message cannot be edited any more."""
    said = "\n".join(str(line.args["words"]) for line in edit.text)
    inbound = Inbound(channel="", external_id="", chat="", text=said, edited=True)
    return passed_on(inbound, reply_to=edit.message)[0]


def _follow(turn: DeskTurn, case: Case, person: Person) -> None:
    *first, last = passed_on(turn.inbound)
    for say in first:
        turn.out.to_person(person, say, case=case)
    turn.out.to_person(person, last, case=case, relayed=turn.inbound.message)


async def _passed_on_as(turn: DeskTurn, case: Case, inbound: Inbound) -> OutboundRow | None:
    """The last message to the person that a coordinator's message became."""
    found: OutboundRow | None = await turn.session.scalar(
        select(OutboundRow)
        .where(
            OutboundRow.case_id == case.id,
            OutboundRow.person_id == case.person_id,
            OutboundRow.relayed == inbound.message,
            OutboundRow.op == Say().op,
            # In another group, where the case was before, the number is that of other words.
            or_(OutboundRow.cause_id.is_(None), InboundRow.lane == turn.row.lane),
        )
        .outerjoin(InboundRow, InboundRow.id == OutboundRow.cause_id)
        .order_by(OutboundRow.id.desc())
        .limit(1)
        .with_for_update(of=OutboundRow)
        .execution_options(populate_existing=True)
    )
    return found
