"""What did not arrive: settled, and told where somebody can act on it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.base import Button, Clean, Edit, EndTopic, Mark, ReopenTopic, Say
from bot.delivery.errand import QUIET
from bot.desk.mirror import follow_up
from bot.i18n.text import Text, msg
from bot.storage.mail import OutboundRow
from bot.storage.outbox import Outbox, operation_of
from bot.storage.people import cases_of
from bot.storage.tables import Case, Person

_CONTINUE = msg("▶️ Continue")
_NOT_CLEANED = msg("🧹 I could not delete here. Use your phone: hold the chat, then Delete.")
_TROUBLE: dict[str, Text] = {
    "dead": msg("❌ Not delivered: they blocked the chat or left. Try to call them."),
    "refused": msg("❌ Not delivered: the message was refused as it is. Write it another way."),
    "unknown": msg(
        "❓ It is not sure that one message arrived. "
        "If it did not, press the button: it may arrive twice."
    ),
}


async def settle(
    session: AsyncSession, out: Outbox, row: OutboundRow, status: str, now: datetime
) -> None:
    """Note that a row did not arrive, and say so.

    Args:
        session: The transaction.
        out: Where what is said goes.
        row: What did not arrive.
        status: `dead`, `refused` or `unknown`.
        now: The time.
    """
    row.status = status
    let_go(row)
    person = await session.get(Person, row.person_id) if row.person_id else None
    case = await session.get(Case, row.case_id) if row.case_id else None
    if status == "dead" and person:
        for address in person.addresses:
            address.dead_since = address.dead_since or now
    if person and row.op == "clean" and status == "refused":
        out.to_person(person, Say(text=[_NOT_CLEANED]))
    elif case and row.op in {"mark", "end_topic", "reopen_topic", "clean"}:
        _tell_otherwise(out, row, case)
    elif case and person and row.op == "edit" and status == "refused":
        _say_instead(out, row, person, case)
    elif row.op not in QUIET and (row.cause_id is not None or (case and person)):
        # A notice about a notice would never end: those have no cause.
        if case:
            _tell_desk(out, row, case, status)
        elif person and status == "unknown":
            doubt = msg("I am not sure that my last message reached you.")
            out.to_person(person, Say(text=[doubt], buttons=[[_again(row, _CONTINUE)]]))
        elif person:
            for one in await cases_of(session, person, open_only=True):
                _tell_desk(out, row, one, status)


def let_go(row: OutboundRow) -> None:
    """Somebody we do not keep: what was said to them and where goes too."""
    if row.place:
        row.body = row.place = None


def _tell_otherwise(out: Outbox, row: OutboundRow, case: Case) -> None:
    """Where the server or our rights do not let us do it, words must do."""
    match operation_of(row):
        case Mark(mark="sent", message=message):
            out.to_case(case, Say(text=[msg("✓ Sent")], reply_to=message))
        case EndTopic(delete=True):
            please = msg("🗑️ I may not delete this topic. Please delete it yourselves.")
            out.to_case(case, Say(text=[please]))
        case ReopenTopic() if case.centre:  # what is said in a closed topic does not arrive
            please = msg(
                "🔓 {code} goes on, and I may not open its topic. Please open it.", code=case.code
            )
            out.to_group(case.centre, Say(text=[please]))
        case Clean():
            please = msg("🗑️ I may not delete their messages here. Please delete them yourselves.")
            out.to_case(case, Say(text=[please]))
        case _:
            pass


def _say_instead(out: Outbox, row: OutboundRow, person: Person, case: Case) -> None:
    """What a coordinator changed can not be changed any more: the new words follow."""
    edit = operation_of(row)
    if isinstance(edit, Edit):
        out.to_person(person, follow_up(edit), case=case, relayed=row.relayed)


def _tell_desk(out: Outbox, row: OutboundRow, case: Case, status: str) -> None:
    """Say in the topic what did not arrive, why, and what can be done about it."""
    buttons = [[_again(row, msg("🔁 Send it again"))]] if status == "unknown" else []
    text = [_TROUBLE[status], *(_other_ways(case) if status == "dead" else [])]
    out.to_case(case, Say(text=text, reply_to=row.relayed, buttons=buttons))


def _other_ways(case: Case) -> list[Text]:
    if case.person and case.person.phone:
        return [msg("📞 {phone}", phone=case.person.phone)]
    return [msg("☎️ They left no number. You will be told here once they are back.")]


def _again(row: OutboundRow, label: Text) -> Button:
    return Button(label=label, data=f"again:{row.id}")
